import LinearAlgebra
import NeuralNetworks
import Testing

struct ClassWeightsTests {
  private let labels = Matrix<Float>(column: [0, 1, 1, 3, 1])

  @Test func weighsEachRowByItsClass() throws {
    #expect(try ClassWeights([0: 2, 1: 0.5]).sampleWeights(for: labels) == [2, 0.5, 0.5, 1, 0.5])
    let columns = Matrix<Double>([[0, 1, 0], [1, 0, 0], [0, 0, 1]])
    #expect(try ClassWeights([0: 2, 2: 4]).sampleWeights(for: columns) == [1, 2, 4])
  }

  /// By hand: 5 rows, 3 classes of 1, 3 and 1 rows.
  @Test func balancesClasses() throws {
    let most = 5.0 / 3
    let expected: [Int: Double] = [0: most, 1: most / 3, 3: most]
    let weights = ClassWeights.balanced(for: labels).weights
    #expect(Set(weights.keys) == Set(expected.keys))
    for (label, weight) in weights {
      #expect(abs(weight - expected[label]!) < 1e-15)
    }
  }

  @Test func refusesAnAbsentClass() {
    let error = #expect(throws: NetworkError.self) {
      try ClassWeights([2: 1]).sampleWeights(for: labels)
    }
    #expect(
      error.map { "\($0)" } == "There is a weight for class 2, but no row has it: the classes are 0, 1, 3.")
    #expect(throws: NetworkError.self) {
      try Sequential([Dense(1)]).fitted(
        to: labels, labels, with: Training(loss: .meanSquaredError, classWeights: [7: 2]))
    }
  }
}
