import LinearAlgebra
import NeuralNetworks
import Testing
import VintnerTesting

/// Losses behind layers: VintnerTesting's `checkLoss` has each by itself.
struct LossGradientTests {
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
