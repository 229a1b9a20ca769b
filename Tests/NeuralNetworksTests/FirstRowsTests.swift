import LinearAlgebra
import TestSupport
import Testing

@testable import NeuralNetworks

/// First values that layers take from the rows of a training.
struct FirstRowsTests {
  private static let network = Sequential([
    Dense(5), BatchNormalization(), Dropout(rate: 0.3), Residual([Dense.ntp(5, activation: .mish)]),
    Dense.ntp(1),
  ])
  private static let x: Matrix<Double> = randomMatrix(rows: 200, columns: 4, seed: 1)
  private static let y: Matrix<Double> = randomMatrix(rows: 200, columns: 1, seed: 2)
  private static let training = Training(loss: .meanSquaredError, batchSize: 32, epochs: 1, seed: 3)

  private func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  }

  /// 200 rows are fewer than the 256 that a batch of 32 is filled up to: the batch is all of them.
  @Test func givesSumsADeviationOf1() throws {
    let network = Sequential([Dense.ntp(6, activation: .mish), Dense.ntp(2)])
    let first = TrainedNetwork(network, inputs: 4, seed: 3, precision: .double)
      .initialized(from: Self.x, with: Self.training)
    var x = Self.x
    for layer in first.layers {
      let sums = x * layer.kernel!
      for unit in 0..<sums.columns {
        let values = sums.column(unit).map { $0 / Double(x.columns).squareRoot() }
        #expect(abs(deviation(values) - 1) < 1e-12)
        #expect(values.min()! <= -layer.bias![unit] && -layer.bias![unit] <= values.max()!)
      }
      x = first.layerOutputs(of: Self.x)[layer.index]
    }
  }

  @Test func areThoseThatATrainingBeginsWith() throws {
    let fresh = TrainedNetwork(Self.network, inputs: 4, seed: 3, precision: .double)
    let first = fresh.initialized(from: Self.x, with: Self.training).parameters
    #expect(first != fresh.parameters)
    var run = try fresh.training(on: Self.x, Self.y, with: Self.training)
    #expect(run.network.parameters == first)
    try run.advance(updates: 2)
    let resumed = try fresh.training(on: Self.x, Self.y, with: Self.training, resuming: run.state)
    #expect(resumed.network.parameters == run.network.parameters)
    let again = try run.network.training(on: Self.x, Self.y, with: Self.training)
    #expect(again.network.parameters == run.network.parameters)
  }

  @Test func doNotReplaceWeightsThatWereGiven() throws {
    let given = TrainedNetwork(Self.network, inputs: 4, seed: 3, precision: .double).parameters
    let read = try TrainedNetwork(Self.network, inputs: 4, parameters: given, precision: .double)
    #expect(try read.training(on: Self.x, Self.y, with: Self.training).network.parameters == given)
    let replaced = try TrainedNetwork(Self.network, inputs: 4, seed: 3, precision: .double)
      .replacing(parameters: [given[0]])
    #expect(try replaced.training(on: Self.x, Self.y, with: Self.training).network.parameters == given)
  }

  @Test func leaveMovingAverages() {
    let first = TrainedNetwork(Self.network, inputs: 4, seed: 3, precision: .double)
      .initialized(from: Self.x, with: Self.training)
    #expect(first.layer(1).movingMean == [Double](repeating: 0, count: 5))
    #expect(first.layer(1).movingVariance == [Double](repeating: 1, count: 5))
  }

  /// The sums of a row of constants do not vary.
  @Test func leaveUnitsWhoseSumsDoNotVary() {
    let network = Sequential([Dense.ntp(3)])
    let fresh = TrainedNetwork(network, inputs: 2, seed: 3)
    let first = fresh.initialized(from: Matrix<Float>(rows: 9, columns: 2), with: Self.training)
    #expect(first.parameters[0] == fresh.parameters[0])
    #expect(first.layer(0).bias == [0, 0, 0])
  }
}
