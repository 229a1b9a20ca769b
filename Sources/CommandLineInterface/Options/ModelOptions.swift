import ArgumentParser
import Vintner

/// The arguments of a command that uses a model: the model, and how its table is read.
struct ModelOptions: ParsableArguments {
  @Argument(help: "A model written by vintner train.")
  var model: String

  @OptionGroup(title: "Reading the CSV file") var reading: ReadingOptions

  @OptionGroup var options: ThreadsOption

  /// The model, the table that an argument names, and how many threads to use.
  func opened(_ csv: String) throws -> (model: any TrainedModel, table: DataFrame, threads: Int?) {
    let threads = try ThreadCount.wanted(options.threads)
    let model = try LoadedModel(contentsOf: model).model
    return (model, try DataFrame(csvArgument: csv, for: model, reading, threads: threads), threads)
  }
}
