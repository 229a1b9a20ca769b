import ArgumentParser
import LinearAlgebra
import Vintner

/// Times an epoch of a network as small as a lesson's: 7-8-1, tanh, plain gradient descent, batches of 10.
struct SmallNetwork: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "small-network")

  @Option var rows = 250
  @Option var epochs = 2000

  func run() throws {
    let x = Matrix<Float>(
      rows: rows, columns: 7, scalars: (0..<rows * 7).map { Float(($0 * 37) % 101) / 50 - 1 })
    let y = Matrix<Float>(column: (0..<rows).map { x[$0, 0] * x[$0, 1] < 0 ? Float(-1) : 1 })
    var training = Training(
      optimizer: SGD(learningRate: 0.3), loss: .meanSquaredError, batchSize: 10, epochs: 3)
    let network = Sequential([Dense(8, activation: .tanh), Dense(1, activation: .tanh)])
    let warm = try network.fitted(to: x, y, with: training)
    training.epochs = epochs
    let time = try seconds { _ = try warm.fitted(to: x, y, with: training) }
    try report(["ms_per_epoch": time / Double(epochs) * 1000])
  }
}
