import ArgumentParser
import Vintner

/// The options that say how a table's columns become numbers.
struct TableOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      What is done about missing values: \(MissingRule.names.joined(separator: ", ")); one for all columns, \
      COLUMN=RULE for single ones, with commas between them. (default: refuse)
      """, valueName: "rules"))
  var missing: CommaSeparated<String>?

  @Flag(
    inversion: .prefixedNo,
    help: "Follow each filled column by one that tells which values were missing. (default: no)")
  var missingIndicator: Bool?

  @Option(
    help: ArgumentHelp(
      "The columns that become a 0 or 1 for each category: \(RunConfiguration.oneHot) for all of texts, or names.",
      valueName: "columns"))
  var encode: CommaSeparated<String>?

  @Option(
    help: ArgumentHelp(
      "What becomes of a category that training did not see. \(choice(RunConfiguration.unknownNames))"
        + " (default: ignore)", valueName: "rule"))
  var unknown: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The most categories of a column. (default: 100)", valueName: "count"))
  var maxCategories: Int?

  @Option(
    help: ArgumentHelp(
      "How the features' numbers are scaled. \(choice(RunConfiguration.scalingNames)) (default: min-max)",
      valueName: "name"))
  var scaling: String?

  @Option(
    help: ArgumentHelp(
      "The same for the target of a regression. (default: min-max)", valueName: "name"))
  var targetScaling: String?

  /// Puts what was given into a run.
  func add(to run: inout RunConfiguration) {
    run.missing = missing?.elements
    run.missingIndicator = missingIndicator
    run.encode = encode?.elements
    run.unknown = unknown
    run.maxCategories = maxCategories
    run.scaling = scaling
    run.targetScaling = targetScaling
  }
}

/// The names that an option takes, as a sentence.
func choice(_ names: [String]) -> String { "One of " + names.joined(separator: ", ") + "." }
