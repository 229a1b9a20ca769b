import ArgumentParser
import Vintner

/// Times predicting one row through a pipeline that was saved and loaded.
struct OneRow: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "predict-one-row")

  @Argument var model: String
  @Argument var csv: String
  @Option(help: "How many predictions, after one that is not counted.") var calls = 5000

  func run() throws {
    let model = try FittedRegressionPipeline(contentsOf: model)
    let row = try DataFrame(contentsOfCSVFile: csv)[rows: 0..<1]
    _ = try model.predict(row)
    let time = try seconds { for _ in 0..<calls { _ = try model.predict(row) } }
    try report(["us_per_row": time / Double(calls) * 1e6])
  }
}

/// Times predicting many rows at once, and the matrix products of it alone.
struct ManyRows: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "predict-rows")

  @Argument var model: String
  @Argument var csv: String
  @Option var rows = 1_000_000
  @Option var threads = 2

  func run() throws {
    let model = try FittedRegressionPipeline(contentsOf: model)
    let table = try DataFrame(contentsOfCSVFile: csv)
    let frame = table[rows: (0..<rows).map { $0 % table.rowCount }]
    let products = MatrixProducts(widths: [11, 512, 512, 512, 1])
    let time = try seconds { _ = try model.predict(frame) }
    let productTime = products.predictionSeconds(rows: rows, lanes: threads)
    try report(["seconds": time, "products_seconds": productTime, "rows_per_second": Double(rows) / time])
  }
}
