import LinearAlgebra
import NeuralNetworks
import Testing

/// Every loss's gradient against central differences in double precision, plain and weighted.
struct LossGradientTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var loss: any Loss
    /// Predictions in (0, 1), or in (−3, 3).
    var ofProbabilities = false
    /// Targets of which each row adds up to 1.
    var ofClasses = false
    /// Targets that are the classes' indices.
    var ofIndices = false
    var testDescription: String { "\(loss)" }
  }

  static let cases = [
    Case(loss: .meanAbsoluteError), Case(loss: .meanSquaredError), Case(loss: .halfSquaredError),
    Case(loss: .huber),
    Case(loss: Huber(delta: 0.4)), Case(loss: .logCosh), Case(loss: .quantile(0.1)),
    Case(loss: .quantile(0.7)), Case(loss: .binaryCrossEntropy, ofProbabilities: true),
    Case(loss: .binaryCrossEntropy(fromLogits: true)),
    Case(loss: BinaryCrossEntropy(labelSmoothing: 0.2), ofProbabilities: true),
    Case(loss: BinaryCrossEntropy(fromLogits: true, labelSmoothing: 0.2)),
    Case(loss: .categoricalCrossEntropy, ofProbabilities: true, ofClasses: true),
    Case(loss: .categoricalCrossEntropy(fromLogits: true), ofClasses: true),
    Case(loss: CategoricalCrossEntropy(labelSmoothing: 0.2), ofProbabilities: true, ofClasses: true),
    Case(loss: CategoricalCrossEntropy(fromLogits: true, labelSmoothing: 0.2), ofClasses: true),
    Case(loss: CategoricalCrossEntropy(labelSmoothing: 0.2), ofProbabilities: true, ofIndices: true),
    Case(loss: CategoricalCrossEntropy(fromLogits: true, labelSmoothing: 0.2), ofIndices: true),
    Case(loss: .sparseCategoricalCrossEntropy, ofProbabilities: true, ofIndices: true),
    Case(loss: .sparseCategoricalCrossEntropy(fromLogits: true), ofIndices: true),
  ]

  @Test(arguments: cases, [nil, [0.5, 0, 2, 1, 3.25]])
  func isTheSlopeOfTheLoss(_ tested: Case, weights: [Double]?) {
    let drawn: Matrix<Double> = randomMatrix(rows: 5, columns: 3, seed: 4)
    let predictions = drawn.scalars.map { tested.ofProbabilities ? 0.5 + 0.45 * $0 : 3 * $0 }
    let targets = tested.ofIndices ? [2, 0, 1, 1, 2] : Self.targets(ofClasses: tested.ofClasses)
    let rows = { (scalars: [Double]) in
      let width = scalars.count / 5
      return (0..<5).map { Array(scalars[width * $0..<width * ($0 + 1)]) }
    }
    let exact = gradients(tested.loss, rows(predictions), rows(targets), weights: weights)
    let step = 1e-6
    for place in predictions.indices {
      let at = { (offset: Double) in
        var moved = predictions
        moved[place] += offset
        return 5 * tested.loss(Matrix(rows(moved)), Matrix(rows(targets)), sampleWeights: weights)
      }
      let quotient = (at(step) - at(-step)) / (2 * step)
      #expect(abs(exact[place] - quotient) < 1e-7 * max(1, abs(quotient)), "place \(place)")
    }
  }

  private static func targets(ofClasses: Bool) -> [Double] {
    if ofClasses { return (0..<15).map { $0 % 3 == ($0 / 3 * 2) % 3 ? 1 : 0 } }
    let drawn: Matrix<Double> = randomMatrix(rows: 5, columns: 3, seed: 5)
    return drawn.scalars.map { 0.5 + 0.5 * $0 }
  }

  /// Whole stacks, in which a cross-entropy takes the inputs of the last activation.
  @Test func isTheSlopeBehindLayers() throws {
    var binary = GradientCheck(
      [Dense(4, activation: .tanh), Dense(2, activation: .sigmoid)], loss: .binaryCrossEntropy)
    binary.y = Matrix(rows: 7, columns: 2, scalars: (0..<14).map { $0 % 3 == 0 ? 1 : 0 })
    #expect(try binary.faults() == [])
    var classes = GradientCheck(
      [Dense(3), Activation.softmax], loss: .categoricalCrossEntropy)
    classes.y = Matrix(rows: 7, columns: 3, scalars: (0..<21).map { $0 % 3 == ($0 / 3) % 3 ? 1 : 0 })
    #expect(try classes.faults() == [])
  }
}
