import ArgumentParser
import Vintner

/// `vintner evaluate`: how well a model predicts a table's target.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measures a model on a CSV file that has the target.",
    discussion: """
      MAE, RMSE and R² are in the target's own units. A classification has accuracy, AUC, precision, \
      recall and the confusion matrix.

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

  @OptionGroup var threads: ThreadsOption

  func run() throws {
    let threads = try WantedThreads.of(threads.threads)
    let model = try LoadedModel(contentsOf: model).presented
    let frame = try DataFrame(csvArgument: csv, for: model, threads: threads)
    let evaluation = try TableRemedy.use.naming { try model.evaluation(on: frame, threads: threads) }
    try model.noteIncompleteRows(of: frame, "are left out")
    try Console.print(json ? evaluation.json.line : evaluation.text)
  }
}
