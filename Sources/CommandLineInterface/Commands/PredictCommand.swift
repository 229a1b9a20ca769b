import ArgumentParser
import Vintner

/// `vintner predict`: a column of predictions for a CSV file.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Predicts the target of every row of a CSV file.",
    discussion: """
      Columns are found by name, in any order; additional ones are ignored. The result is a CSV file with \
      the one column "prediction", in the target's own units, or one for each of several targets; for two \
      classes with the columns "prediction", the class, and "probability", that of the positive class; for \
      several with "prediction" and a "probability_CLASS" for each of them.

      Examples:
        vintner predict vintner-output/model.safetensors new-wines.csv --output p.csv
        vintner predict vintner-output/model.safetensors - < new-wines.csv
      """)

  @OptionGroup var use: ModelOptions

  @Argument(help: "The CSV file with the rows to predict, or - for standard input.")
  var csv: String

  @Option(help: ArgumentHelp("The file to write to. (default: standard output)", valueName: "csv"))
  var output: String?

  @OptionGroup var overwriting: OverwriteOption

  func run() throws {
    let replaced = try output.map { try overwriting.notices(replacing: $0) } ?? []
    let (model, frame, threads) = try use.opened(csv)
    let table = try TableRemedy.use.naming { try model.predictionTable(frame, threads: threads) }
    try model.noteRows(of: frame, "have no prediction")
    let text = table.csvRepresentation()
    guard let output else { return try Console.write(table: text) }
    Console.note(replaced)
    try AtomicFile.write(text, to: output)
  }
}
