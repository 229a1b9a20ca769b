import ArgumentParser
import Vintner

/// `vintner evaluate`: how far a model's predictions are from a table's target.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measures a model on a CSV file that has the target.",
    discussion: """
      MAE, RMSE and R² are in the target's own units.

      Examples:
        vintner evaluate vintner-output/model.safetensors data/winequality-red.csv
        vintner evaluate vintner-output/model.safetensors - --json < new-wines.csv
      """)

  @Argument(help: "A model that vintner train has written.")
  var model: String

  @Argument(help: "The CSV file with features and target, or - for standard input.")
  var csv: String

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let model = try FittedRegressionPipeline(contentsOf: model)
    let metrics = try model.evaluate(try DataFrame(csvArgument: csv))
    if json {
      let object = JSONValue.object([
        ("target", .text(model.schema.target.name)),
        ("rows", .integer(metrics.rows)),
        ("mae", .number(metrics.meanAbsoluteError)),
        ("rmse", .number(metrics.rootMeanSquaredError)),
        ("r2", .number(metrics.rSquared)),
      ])
      try Console.print(object.line)
    } else {
      try Console.print(
        """
        target  \(model.schema.target.name), \(Format.count(metrics.rows, "row"))
        MAE     \(Format.figure(metrics.meanAbsoluteError))
        RMSE    \(Format.figure(metrics.rootMeanSquaredError))
        R²      \(Format.figure(metrics.rSquared))
        """)
    }
  }
}
