import LinearAlgebra
import TestSupport
import Testing
import VintnerTesting

@testable import NeuralNetworks

/// Layers that replace columns by several numbers each.
struct EmbeddingTests {
  /// By hand: row 0 of the table for codes that are none.
  @Test func looksCodesUp() throws {
    let layer = Embedding(columns: [1], categories: [2], dimension: 2)
    let network = try TrainedNetwork(
      Sequential([layer]), inputs: 3,
      parameters: [
        Parameter(name: "layers.0.embeddings", shape: [3, 2], values: .single([-1, -2, 10, 20, 30, 40]))
      ])
    let x = Matrix<Float>([
      [7, 1, 8], [7, 2, 8], [7, 0, 8], [7, 3, 8], [7, -1, 8], [7, .nan, 8], [7, .infinity, 8], [7, 1.6, 8],
    ])
    #expect(
      network.predict(x)
        == Matrix([
          [7, 10, 20, 8], [7, 30, 40, 8], [7, -1, -2, 8], [7, -1, -2, 8], [7, -1, -2, 8], [7, -1, -2, 8],
          [7, -1, -2, 8], [7, 30, 40, 8],
        ]))
  }

  @Test func hasTheGradientOfItsDifferenceQuotient() throws {
    var check = GradientCheck([
      Embedding(columns: [2, 0], categories: [2, 3], dimension: 3), Dense(2, activation: .tanh),
    ])
    check.x = Matrix([[1, 0.3, 2], [3, -0.2, 1], [1, 0.9, 0], [0, 0.1, 2], [2, 0.5, 9], [3, -0.7, 1]])
    #expect(try check.faults() == [])
  }

  /// By hand: edges 0, 2 and 4; in front of the first and behind the last one the numbers go on.
  @Test func measuresHowFarNumbersReachIntoBins() throws {
    #expect(PiecewiseLinearEncoding.edges(of: [4, 0, 3, 1, 2] as [Float], bins: 2) == [0, 2, 4])
    let trained = TrainedNetwork(Sequential([PiecewiseLinearEncoding(bins: 2)]), inputs: 1)
      .initialized(
        from: Matrix<Float>(column: [0, 1, 2, 3, 4]), with: Training(loss: .meanSquaredError, batchSize: 1))
    #expect(
      trained.predict(Matrix<Float>(column: [-1, 0, 1, 2, 3, 5]))
        == Matrix([[-0.5, 0], [0, 0], [0.5, 0], [1, 0], [1, 0.5], [1, 1.5]]))
  }

  /// Quantiles 1, 1, 1 and 2; one number alone; none.
  @Test func leavesBinsWithoutAWidthOut() throws {
    #expect(PiecewiseLinearEncoding.edges(of: [1, 1, 1, 2] as [Float], bins: 3) == [1, 2, 2, 2])
    #expect(PiecewiseLinearEncoding.edges(of: [5, 5] as [Float], bins: 2) == [5, 5, 5])
    #expect(PiecewiseLinearEncoding.edges(of: [.nan] as [Float], bins: 1) == [0, 0])
    let network = try TrainedNetwork(
      Sequential([PiecewiseLinearEncoding(bins: 3)]), inputs: 2,
      parameters: [
        Parameter(
          name: "layers.0.edges", shape: [2, 4], isTrainable: false,
          values: .single([1, 2, 2, 2, 5, 5, 5, 5]))
      ])
    #expect(
      network.predict(Matrix<Float>([[1.5, 7], [9, 5]]))
        == Matrix([[0.5, 0, 0, 0, 0, 0], [8, 0, 0, 0, 0, 0]]))
  }

  /// Whole turns beyond what single precision reduces by itself; 2π·x·w is 0 for x = 0.
  @Test func wavesKeepTheirBoundsFarOut() throws {
    let layer = PeriodicEmbedding(form: .pl, frequencies: 1, outputs: 2)
    let network = try TrainedNetwork(
      Sequential([layer]), inputs: 1,
      parameters: [
        Parameter(name: "layers.0.frequencies", shape: [1, 1], values: .single([1])),
        Parameter(name: "layers.0.kernel", shape: [1, 2, 2], values: .single([1, 0, 0, 1])),
        Parameter(name: "layers.0.bias", shape: [1, 2], values: .single([0, 0])),
      ])
    #expect(network.predict(Matrix<Float>([[0]])) == Matrix([[1, 0]]))
    for x in [1e4, 1.6e4, 1e6, -3e9] as [Float] {
      let waves = network.predict(Matrix<Float>([[x]])).scalars
      #expect(abs(waves[0] * waves[0] + waves[1] * waves[1] - 1) < 1e-6, "\(x)")
    }
    #expect(network.predict(Matrix<Float>([[.infinity], [.nan]])).scalars.allSatisfy { $0.isNaN })
  }

  static let misplaced: [any Layer] = [
    PeriodicEmbedding(columns: [0, 3]), PiecewiseLinearEncoding(columns: [3]),
    Embedding(columns: [3], categories: [2]),
  ]

  @Test(arguments: misplaced.indices) func refusesColumnsThatThereAreNot(_ index: Int) {
    let network = Sequential([Self.misplaced[index], Dense(1)])
    let x: Matrix<Float> = randomMatrix(rows: 4, columns: 3, seed: 1)
    let error = #expect(throws: NetworkError.self) {
      _ = try network.fitted(
        to: x, randomMatrix(rows: 4, columns: 1, seed: 2), with: Training(loss: .meanSquaredError))
    }
    #expect(
      error.map { "\($0)" }
        == "Layer 0, \(type(of: Self.misplaced[index]).kind), takes column 3, where the last of its 3 inputs is 2."
    )
  }

  @Test func keepsOtherColumnsInTheirPlaces() {
    let replaced = ReplacedColumns([3, 1], inputs: 5, width: 3)
    #expect(replaced.columns == [1, 3] && replaced.places == [1, 5] && replaced.outputs == 9)
    #expect(replaced.others.map(\.from) == [0, 2, 4] && replaced.others.map(\.to) == [0, 4, 8])
  }
}
