import ArgumentParser
import Vintner

/// Times reading a file and training a small network on it for one epoch.
struct Growth: ParsableCommand {
  @Argument var csv: String
  @Option var threads = 2
  @Option(help: "Units of the one hidden layer.") var hidden = 32

  func run() throws {
    var pipeline = RegressionPipeline(
      target: "quality", network: .dense(hidden: [hidden], activation: .relu))
    pipeline.training.callbacks = []
    pipeline.training.epochs = 1
    pipeline.training.threads = threads
    var table = DataFrame(columns: [])
    let reading = try seconds { table = try DataFrame(contentsOfCSVFile: csv) }
    let rows = table.rowCount
    var prepared: PreparedRegression?
    let preparing = try seconds { prepared = try pipeline.prepared(table) }
    table = DataFrame(columns: [])
    let training = try seconds { _ = try prepared!.fitted() }
    try report([
      "rows": rows, "read_seconds": reading, "prepare_seconds": preparing, "train_seconds": training,
    ])
  }
}
