import ArgumentParser
import Vintner

/// `vintner evaluate`: how well a model predicts a table's target.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Evaluates a model on a CSV file that has the target.",
    discussion: """
      MAE, RMSE and R² are in the target's own units. For two classes these are accuracy, AUC, precision, \
      recall and the confusion matrix; for several accuracy, log loss, F1, AUC and the confusion matrix.

      Examples:
        vintner evaluate vintner-output/model.safetensors data/winequality-red.csv
        vintner evaluate vintner-output/model.safetensors - --json < new-wines.csv
      """)

  @OptionGroup var use: ModelOptions

  @Argument(help: "The CSV file with features and target, or - for standard input.")
  var csv: String

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let (model, frame, threads) = try use.opened(csv)
    let summary = try TableRemedy.use.naming { try model.evaluation(on: frame, threads: threads) }
    try model.noteRows(of: frame, "are left out", needsTargets: true)
    let target = model.schema.targetNames.joined(separator: ", ")
    let rows = summary.rows ?? 0
    guard !json else {
      let members = [("target", JSON.text(target)), ("rows", .integer(rows))] + summary.members
      return try Console.print(JSON.object(members).line)
    }
    let entries = [("target", "\(target), \(Format.count(rows, "row"))")] + summary.entries
    try Console.print(Console.block(entries, width: 80) + (summary.table.map { "\n\n\($0)" } ?? ""))
  }
}

extension TrainedModel {
  fileprivate func evaluation(on frame: DataFrame, threads: Int?) throws(VintnerError) -> TargetSummary {
    Target.summary(of: try pipeline.evaluate(frame, threads: threads), pipeline)
  }
}
