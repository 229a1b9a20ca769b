import Foundation
import LinearAlgebra
import NeuralNetworks
import Testing

/// What `Fixtures/generate.py` recorded from Keras.
struct KerasRecord: Decodable {
  let defaults: [String: OptimizerDescription]
  let rates: [Rates]
  let runs: [Run]

  static let shared: KerasRecord = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/keras.json").standardized
    return try! JSONDecoder().decode(KerasRecord.self, from: Data(contentsOf: file))
  }()

  /// A schedule's rates after some numbers of updates.
  struct Rates: Decodable {
    let schedule: LearningRate
    let updates: [Int]
    let rates: [Double]
  }

  /// A small network's training: two inputs, three units of tanh, one output, batches of four rows.
  struct Run: Decodable {
    let name: String
    let optimizer: OptimizerDescription
    let kernelRegularizer: Regularizer?
    let biasRegularizer: Regularizer?
    let kernelConstraint: Constraint?
    let epochs: Int?
    let callbacks: [CallbackDescription]?
    let data: [[Float]]
    let initial: [[Float]]
    let history: [String: [Double]]
    let final: [[Float]]

    private enum CodingKeys: String, CodingKey {
      case name, optimizer, epochs, callbacks, data, initial, history, final
      case kernelRegularizer = "kernel_regularizer"
      case biasRegularizer = "bias_regularizer"
      case kernelConstraint = "kernel_constraint"
    }

    /// Repeats the run.
    func replayed(threads: Int = 1) throws -> TrainedNetwork {
      let network = Sequential([
        Dense(
          3, activation: .tanh, kernelRegularizer: kernelRegularizer, biasRegularizer: biasRegularizer,
          kernelConstraint: kernelConstraint),
        Dense(1),
      ])
      let fresh = TrainedNetwork(network, inputs: 2)
      let parameters = zip(fresh.parameters, initial).map {
        Parameter(name: $0.name, shape: $0.shape, values: .single($1))
      }
      return try TrainedNetwork(network, inputs: 2, parameters: parameters).fitted(
        to: rows(data[0], columns: 2), rows(data[1], columns: 1),
        validation: (x: rows(data[2], columns: 2), y: rows(data[3], columns: 1)),
        with: Training(
          optimizer: optimizer.value, loss: .meanSquaredError, batchSize: 4, epochs: epochs ?? 6,
          shuffles: false, callbacks: callbacks?.map(\.value) ?? [], threads: threads))
    }

    private func rows(_ scalars: [Float], columns: Int) -> Matrix<Float> {
      Matrix(rows: scalars.count / columns, columns: columns, scalars: scalars)
    }
  }
}

extension KerasRecord.Run: CustomTestStringConvertible {
  var testDescription: String { name }
}
