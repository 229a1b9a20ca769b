import ArgumentParser
import Vintner

/// Times predicting one row through a pipeline that was saved and loaded, as numbers and as a table.
struct OneRow: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "predict-one-row")

  @Argument var model: String
  @Argument var csv: String
  @Option(help: "How many predictions of the row as numbers, after one that is not counted.") var calls = 5000
  @Option(help: "How many predictions of the row as a table.") var tableCalls = 500

  func run() throws {
    let model = try FittedRegressionPipeline(contentsOf: model)
    let table = try DataFrame(contentsOfCSVFile: csv)[rows: 0..<1]
    let predictor = try model.predictor()
    let row = try predictor.featureNames.map { try table[$0].values(as: Double.self)[0] ?? .nan }
    let answer = try predictor.predict(row)
    let time = try seconds { for _ in 0..<calls { _ = try predictor.predict(row) } }
    let tableTime = try seconds {
      for _ in 0..<tableCalls {
        let same = try model.predict(table)
        precondition(same == [answer], "A row has the same prediction as numbers and as a table.")
      }
    }
    try report([
      "us_per_row": time / Double(calls) * 1e6, "us_per_table": tableTime / Double(tableCalls) * 1e6,
    ])
  }
}

/// Times predicting many rows at once, and the matrix products alone.
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
    let time = try seconds { _ = try model.predict(frame, threads: threads) }
    let productTime = products.predictionSeconds(rows: rows, lanes: threads)
    try report(["seconds": time, "products_seconds": productTime, "rows_per_second": Double(rows) / time])
  }
}
