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

      --part validation measures on the rows that training validated on, of the file that it was trained on; \
      training and test are its other parts.

      Examples:
        vintner evaluate vintner-output/model.safetensors data/winequality-red.csv
        vintner evaluate vintner-output/model.safetensors - --json < new-wines.csv
      """)

  @OptionGroup var use: ModelOptions

  @Argument(help: "The CSV file with features and target, or - for standard input.")
  var csv: String

  @Option(
    help: ArgumentHelp(
      "The part of the training's file to measure on: \(Self.parts). (default: all rows)", valueName: "part"),
    completion: .list(TablePart.allCases.map(\.rawValue)))
  var part: String?

  private static let parts = TablePart.allCases.map(\.rawValue).joined(separator: ", ")

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    try require("--part", part, "one of \(Self.parts)") { TablePart(rawValue: $0) != nil }
  }

  func run() throws {
    let (model, table, threads) = try use.opened(csv)
    let frame = try rows(of: table, model)
    let summary = try TableRemedy.use.naming { try model.evaluation(on: frame, threads: threads) }
    try model.noteRows(of: frame, "are left out", needsTargets: true)
    let target = model.schema.targetNames.joined(separator: ", ")
    let rows = summary.rows ?? 0
    guard !json else {
      let members =
        [("target", JSON.text(target))] + (part.map { [("part", .text($0))] } ?? []) + [
          ("rows", .integer(rows))
        ] + summary.members
        + [("loses_to", summary.losesTo.json)]
      return try Console.print(JSON.object(members))
    }
    let entries =
      [("target", "\(target), \(Format.count(rows, part.map { "\($0) row" } ?? "row"))")] + summary.entries
      + (summary.losesTo.line.map { [("loses to", $0)] } ?? [])
    try Console.print(Console.block(entries, width: 80) + (summary.table.map { "\n\n\($0)" } ?? ""))
  }
}

extension EvaluateCommand {
  /// The rows to measure on. Says where they include those that the model was trained on.
  private func rows(of table: DataFrame, _ model: any TrainedModel) throws -> DataFrame {
    let isTrainingFile = try isTrainingFile(model)
    guard let part else {
      if isTrainingFile {
        let others = model.provenance.split == nil ? "" : " (--part validation measures on the others)"
        Console.note([
          "The model was trained on this very file: the figures include its training rows\(others)."
        ])
      }
      return table
    }
    guard isTrainingFile else {
      throw Failure(
        .usage,
        "--part \(part) is a part of the file that the model was trained on, which \(csv) is not: name that file, or"
          + " leave out --part.")
    }
    return try TableRemedy.use.naming { try model.rows(TablePart(rawValue: part)!, of: table) }
  }

  /// Whether the file's bytes are those that the model was trained on; what comes through a pipe is not compared.
  private func isTrainingFile(_ model: any TrainedModel) throws -> Bool {
    guard let expected = model.provenance.dataSHA256, StandardInput.isRegularFile(csv) else { return false }
    return try FileDigest(ofFile: csv).hexadecimal == expected
  }
}

extension TrainedModel {
  fileprivate func rows(_ part: TablePart, of table: DataFrame) throws(VintnerError) -> DataFrame {
    try pipeline.rows(part, of: table)
  }

  fileprivate func evaluation(on frame: DataFrame, threads: Int?) throws(VintnerError) -> TargetSummary {
    Target.summary(of: try pipeline.evaluate(frame, threads: threads), pipeline)
  }
}
