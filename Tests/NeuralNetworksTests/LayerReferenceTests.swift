import Foundation
import LinearAlgebra
import Testing

@testable import NeuralNetworks

/// Layers beside their reference implementations: outputs, gradients and first values from given weights, recorded from
/// pytabkit, rtdl_num_embeddings and torch by `Fixtures/tabular/generate.py`.
struct LayerReferenceTests {
  private static let record: Record = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/tabular/layers.json")
    return try! JSONDecoder().decode(Record.self, from: Data(contentsOf: file))
  }()

  struct Record: Decodable {
    let cases: [Case]
    let firstValues: FirstValues

    private enum CodingKeys: String, CodingKey {
      case cases
      case firstValues = "first_values"
    }
  }

  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    struct Recorded: Decodable {
      let name: String
      let shape: [Int]
      let values: [Double]
    }

    let name: String
    let layer: LayerDescription
    let inputs: Int
    let x: [Double]
    /// The loss is the sum of the outputs times these.
    let factors: [Double]
    let y: [Double]
    let parameters: [Recorded]
    let dx: [Double]
    let gradients: [String: [Double]]
    /// The rows that first values come from.
    let rows: [Double]?

    var testDescription: String { name }
  }

  struct FirstValues: Decodable {
    let x: [Double]
    let sampled: [Double]
    let kernel: [Double]
    let rows: [Int]
    let weights: [Double]
    let bias: [Double]
  }

  private func expect(
    _ values: [Double], _ recorded: [Double], within tolerance: Double, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(values.count == recorded.count, "\(what)", sourceLocation: sourceLocation)
    let difference = zip(values, recorded).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
    #expect(difference <= tolerance, "\(what)", sourceLocation: sourceLocation)
  }

  /// The inputs are the kernel of a dense layer whose own input is the identity, so that their gradient is its.
  private func compare<Scalar: MatrixScalar>(_ tested: Case, _: Scalar.Type, within tolerance: Double) throws
  {
    let rows = tested.x.count / tested.inputs
    let network = Sequential([Dense(tested.inputs, useBias: false), tested.layer.value])
    let parameters =
      [Parameter(name: "layers.0.kernel", shape: [rows, tested.inputs], values: .double(tested.x))]
      + tested.parameters.map {
        Parameter(name: "layers.1.\($0.name)", shape: $0.shape, values: .double($0.values))
      }
    // What a record does not hold does not change: it is not trained.
    let trained = try TrainedNetwork(network, inputs: rows, precision: Scalar.precision)
      .replacing(parameters: parameters)
    let identity = Matrix<Scalar>(
      rows: rows, columns: rows, scalars: (0..<rows * rows).map { $0 % (rows + 1) == 0 ? 1 : 0 })
    let y = trained.predict(identity)
    expect(y.scalars.map(Double.init), tested.y, within: tolerance, "outputs")
    // Of these targets the loss's gradient are the factors.
    let half = Scalar(y.rows * y.columns) / 2
    let targets = Matrix(
      rows: y.rows, columns: y.columns,
      scalars: zip(y.scalars, tested.factors).map { $0 - Scalar($1) * half })
    let gradients = trained.gradients(identity, targets, loss: .meanSquaredError)
    expect(gradients[0].scalars, tested.dx, within: tolerance, "gradient of inputs")
    for gradient in gradients.dropFirst() {
      let name = String(gradient.name.dropFirst("layers.1.".count))
      if let recorded = tested.gradients[name] {
        expect(gradient.scalars, recorded, within: tolerance, name)
      } else {
        #expect(!gradient.isTrainable || name == "bias", "\(name) is not recorded")
      }
    }
  }

  @Test(arguments: record.cases) func agreesInDoublePrecision(_ tested: Case) throws {
    try compare(tested, Double.self, within: 1e-9)
  }

  @Test(arguments: record.cases) func agreesInSinglePrecision(_ tested: Case) throws {
    try compare(tested, Float.self, within: 1e-5)
  }

  /// rtdl_num_embeddings's `compute_bins`, whose edges the cases hold.
  @Test(arguments: record.cases.filter { $0.rows != nil }) func takesEdgesFromRows(_ tested: Case) throws {
    let x = Matrix(rows: tested.rows!.count / 3, columns: 3, scalars: tested.rows!)
    let trained = TrainedNetwork(Sequential([tested.layer.value]), inputs: 3, precision: .double)
      .initialized(from: x, with: Training(loss: .meanSquaredError))
    expect(trained.parameters[0].scalars, tested.parameters[0].values, within: 1e-9, "edges")
  }

  /// `Weight.initialize` and `Bias.initialize` of pytabkit, with the numbers that they sampled.
  @Test func takesFirstValuesFromTheBatch() {
    let record = Self.record.firstValues
    let x = Matrix(rows: 40, columns: 4, scalars: record.x)
    let sums = x * Matrix(rows: 4, columns: 3, scalars: record.sampled.map { $0 / 2 })
    let factors = Dense.factors(of: sums.scalars, units: 3)
    expect(
      record.sampled.enumerated().map { $1 * factors[$0 % 3] }, record.kernel, within: 1e-9, "kernel")
    let bias = (0..<3).map { unit in
      Dense.firstBias(
        (0..<5).map {
          let place = 5 * unit + $0
          return (sums[record.rows[place], unit] * factors[unit], record.weights[place])
        })
    }
    expect(bias, record.bias, within: 1e-6, "bias")
  }
}
