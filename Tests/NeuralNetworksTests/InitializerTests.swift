import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

struct InitializerTests {
  /// The kernel of a dense layer that was initialised so.
  private func kernel(_ initializer: Initializer, _ inputs: Int, _ units: Int, seed: UInt64 = 1) -> [Double] {
    TrainedNetwork(
      Sequential([Dense(units, kernelInitializer: initializer)]), inputs: inputs, seed: seed,
      precision: .double
    ).parameters[0].doubles
  }

  /// For 300 inputs and 100 units, as Keras documents them.
  static let variances: [(Initializer, Double)] = [
    (.glorotUniform, 2.0 / 400), (.glorotNormal, 2.0 / 400), (.heUniform, 2.0 / 300), (.heNormal, 2.0 / 300),
    (.lecunUniform, 1.0 / 300), (.lecunNormal, 1.0 / 300), (.randomUniform(), 0.01 / 12),
    (.randomNormal(), 0.0025), (.randomNormal(mean: 3, standardDeviation: 2), 4),
    // 0.0025 times the square of the constant with which Keras widens what it cuts.
    (.truncatedNormal(), 0.0025 * 0.7737413),
  ]

  @Test(arguments: variances)
  func hasItsMeanAndVariance(initializer: Initializer, variance: Double) {
    let values = kernel(initializer, 300, 100)
    let expectedMean = initializer == .randomNormal(mean: 3, standardDeviation: 2) ? 3.0 : 0
    let mean = values.reduce(0, +) / 30_000
    let actual = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 30_000
    #expect(abs(mean - expectedMean) < 5 * (variance / 30_000).squareRoot())
    #expect(abs(actual / variance - 1) < 5 * (2.0 / 30_000).squareRoot())
  }

  @Test func staysWithinItsLimits() {
    func largest(_ initializer: Initializer) -> Double { kernel(initializer, 300, 100).map(abs).max()! }
    let correction = 0.87962566103423978
    let limits: [(Initializer, Double)] = [
      (.glorotUniform, (6.0 / 400).squareRoot()), (.heUniform, (6.0 / 300).squareRoot()),
      (.lecunUniform, 0.1), (.randomUniform(), 0.05), (.truncatedNormal(), 0.1),
      (.heNormal, 2 * (2.0 / 300).squareRoot() / correction),
    ]
    for (initializer, limit) in limits {
      #expect(largest(initializer) <= limit)
      #expect(largest(initializer) > 0.99 * limit)
    }
    #expect(largest(.randomNormal()) > 0.15)
  }

  @Test func isConstant() {
    #expect(kernel(.zeros, 2, 2) == [0, 0, 0, 0])
    #expect(kernel(.ones, 2, 2) == [1, 1, 1, 1])
    #expect(kernel(.constant(0.25), 2, 2) == [0.25, 0.25, 0.25, 0.25])
    let biased = TrainedNetwork(Sequential([Dense(2, biasInitializer: .constant(0.5))]), inputs: 1)
    #expect(biased.parameters[1].values == .single([0.5, 0.5]))
  }

  @Test(arguments: [(6, 4), (4, 6), (5, 5)]) func isOrthogonal(rows: Int, columns: Int) {
    let matrix = Matrix(rows: rows, columns: columns, scalars: kernel(.orthogonal(gain: 2), rows, columns))
    let square = rows < columns ? matrix * matrix.transposed() : matrix.transposed() * matrix
    for row in 0..<square.rows {
      for column in 0..<square.rows {
        #expect(abs(square[row, column] - (row == column ? 4 : 0)) < 1e-13)
      }
    }
  }

  /// Without the signs of R, Householder's Q would have a first entry that is never positive.
  @Test func drawsEveryOrthogonalMatrix() {
    let positive = (0..<200).count { kernel(.orthogonal(), 3, 3, seed: UInt64($0))[0] > 0 }
    #expect((65...135).contains(positive))
  }

  @Test func isTheSameForTheSameSeed() {
    for initializer in Initializer.all where initializer != .zeros && initializer != .ones {
      guard initializer != .constant() else { continue }
      #expect(kernel(initializer, 3, 2) == kernel(initializer, 3, 2))
      #expect(kernel(initializer, 3, 2, seed: 2) != kernel(initializer, 3, 2))
    }
  }
}
