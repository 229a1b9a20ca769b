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
      several with "prediction" and a "probability_CLASS" for each of them. --keep copies columns of the file \
      before them. How many rows lie outside the range of the training rows is said.

      Examples:
        vintner predict vintner-output/model.safetensors new-wines.csv --output p.csv
        vintner predict vintner-output/model.safetensors new-wines.csv --keep pH
        vintner predict vintner-output/model.safetensors - < new-wines.csv
      """)

  @OptionGroup var use: ModelOptions

  @Argument(help: "The CSV file with the rows to predict, or - for standard input.")
  var csv: String

  @Option(
    help: ArgumentHelp("Columns of the file to write before the predictions.", valueName: "names"))
  var keep: String?

  @Option(
    help: ArgumentHelp("The file to write to; - is standard output. (default: -)", valueName: "csv"),
    completion: .file(extensions: ["csv"]))
  var output: String?

  @OptionGroup var overwriting: OverwriteOption

  func run() throws {
    let output = output == StandardInput.sign ? nil : output
    let replaced = try output.map { try overwriting.notices(replacing: $0) } ?? []
    let kept = try keep.map(names) ?? []
    let (model, frame, threads) = try use.opened(csv, keeping: kept)
    let predictions = try TableRemedy.use.naming { try model.predictionTable(frame, threads: threads) }
    let table = try joined(frame, kept, predictions)
    try model.noteRows(of: frame, "have no prediction")
    let outside = try model.outsideRows(of: frame).notice(ofRows: frame.rowCount)
    let text = table.csvRepresentation()
    if let output {
      Console.note(replaced)
      try AtomicFile.write(text, to: output)
    } else {
      try Console.write(table: text)
    }
    Console.note([outside].compactMap { $0 })
  }

  /// The names of a list.
  private func names(_ text: String) throws -> [String] {
    do throws(FieldFault) {
      return try [String]([String].node(ofText: text))
    } catch {
      throw ValidationError(error.sentence(about: "--keep"))
    }
  }

  /// The kept columns before the predictions.
  private func joined(_ frame: DataFrame, _ kept: [String], _ predictions: DataFrame) throws -> DataFrame {
    let columns = try kept.map { try frame[$0] }
    if let name = kept.first(where: predictions.columnNames.contains) {
      throw Failure(
        .usage,
        "--keep names \"\(name)\", which is what a column of predictions is called: rename it in the file.")
    }
    guard Set(kept).count == kept.count else {
      throw Failure(.usage, "--keep names a column twice: leave one of them out.")
    }
    return DataFrame(columns: columns + predictions.columns)
  }
}
