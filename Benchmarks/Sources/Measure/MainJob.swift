import ArgumentParser
import Vintner

/// Times an epoch of the red-wine network with its validation, and its matrix products alone.
struct MainJob: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "main-job")

  @Argument var csv: String
  @Option var threads = 2
  @Option(help: "Epochs per run, after three that are not counted.") var epochs = 40
  @Option(help: "How often to run each, alternately.") var repeats = 3
  @Flag(help: "Only train, for a profile.") var withoutProducts = false

  func run() throws {
    var pipeline = RegressionPipeline(target: "quality")
    pipeline.training.callbacks = []
    pipeline.training.epochs = epochs + 3
    pipeline.training.threads = threads
    let prepared = try pipeline.prepared(try DataFrame(contentsOfCSVFile: csv))
    let products = MatrixProducts(widths: [11, 512, 512, 512, 1])
    var epochTimes: [Double] = []
    var productTimes: [Double] = []
    for _ in 0..<repeats {
      if !withoutProducts { productTimes.append(products.epochSeconds(lanes: threads, epochs: epochs)) }
      epochTimes.append(try prepared.fitted().history.seconds.dropFirst(3).map { $0 }.mean)
    }
    var values = ["ms_per_epoch": epochTimes.median * 1000]
    if !withoutProducts { values["products_ms"] = productTimes.median * 1000 }
    try report(values)
  }
}
