import ArgumentParser
import LinearAlgebra
import Vintner

/// Times an epoch of networks of growing size on one thread and on several. The size from which several are faster
/// is the bound that training uses by default.
struct ThreadsThatPay: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "threads-that-pay")

  @Option var threads = 2
  @Option(help: "Rows per update.") var batch = 32
  @Option(help: "How often to run each, alternately.") var repeats = 5

  private static let units = [8, 16, 32, 48, 64, 96, 128, 192, 256, 384, 512]

  func run() throws {
    var values: [String: [Double]] = ["multiplications": [], "one_ms": [], "several_ms": []]
    for units in Self.units {
      let weights = 11 * units + units * units + units
      var one: [Double] = []
      var several: [Double] = []
      for _ in 0..<repeats {
        one.append(try epochMilliseconds(units: units, threads: 1))
        several.append(try epochMilliseconds(units: units, threads: threads))
      }
      values["multiplications"]!.append(Double(3 * weights * batch))
      values["one_ms"]!.append(one.median)
      values["several_ms"]!.append(several.median)
    }
    try report(values)
  }

  /// An epoch of 1,024 rows of 11-units-units-1, relu, Adam.
  private func epochMilliseconds(units: Int, threads: Int) throws -> Double {
    let rows = 1024
    let x = Matrix<Float>(
      rows: rows, columns: 11, scalars: (0..<rows * 11).map { Float(($0 * 37) % 101) / 50 - 1 })
    let y = Matrix<Float>(column: (0..<rows).map { x[$0, 0] * x[$0, 1] })
    let network = Sequential([Dense(units, activation: .relu), Dense(units, activation: .relu), Dense(1)])
    let epochs = max(3, 60_000 / (units * units))
    let trained = try network.fitted(
      to: x, y,
      with: Training(loss: .meanSquaredError, batchSize: batch, epochs: epochs + 2, threads: threads))
    return Array(trained.history.seconds.dropFirst(2)).median * 1000
  }
}
