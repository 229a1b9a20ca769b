import ArgumentParser
import Vintner

/// The arguments of a command that uses a model: the model, and how its table is read.
struct ModelOptions: ParsableArguments {
  @Argument(help: "A model written by vintner train.", completion: .file(extensions: ["safetensors"]))
  var model: String

  @OptionGroup(title: "Reading the CSV file") var reading: ReadingOptions

  @OptionGroup var options: ThreadsOption

  /// The model, the table that an argument names, and how many threads to use.
  ///
  /// - Parameter keeping: columns that are read as texts, unless the model needs them. Default: none.
  /// - Parameter note: prints what the user should know about the reading. Default: to standard error.
  func opened(
    _ csv: String, keeping: [String] = [], note: ([String]) -> Void = Console.note
  ) throws -> (model: any TrainedModel, table: DataFrame, threads: Int?) {
    let threads = try ThreadCount.wanted(options.threads)
    let model = try LoadedModel(contentsOf: model).model
    let given = try reading.configuration()
    note(model.notices(besides: given))
    let table = try DataFrame(csvArgument: csv, for: model, given, keeping: keeping, threads: threads)
    note(table.readingNotices)
    return (model, table, threads)
  }
}
