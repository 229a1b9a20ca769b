import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

struct PoissonTests {
  /// By hand: 2 − 3·log 2 and 1 − 0·log 1, whose slopes are 1 − 3/2 and 1; ε moves them by 10⁻⁷.
  @Test func isTheLossOfCounts() {
    let (predictions, targets) = (Matrix<Double>([[2], [1]]), Matrix<Double>([[3], [0]]))
    let expected = (2 - 3 * 0.6931471805599453 + 1) / 2
    #expect(abs(Poisson()(predictions, targets) - expected) < 1e-6)
    let slopes = gradients(Poisson(), [[2.0], [1]], [[3.0], [0]])
    #expect(abs(slopes[0] + 0.5) < 1e-6 && slopes[1] == 1)
  }

  /// Recorded from `keras.losses.Poisson` (Keras 3.15, float32).
  @Test func isKerass() {
    let predictions = Matrix<Float>([[0.5, 2], [3.25, 0.125]])
    let targets = Matrix<Float>([[1, 0], [4, 2]])
    #expect(relativeDifference(Poisson()(predictions, targets), 1.5031020641326904) < 1e-6)
  }

  @Test func isReadFromFilesAndWarns() {
    #expect(LossDescription.named("poisson")?.value is Poisson)
    #expect(Poisson().warning(behind: .softplus, outputs: 1) == nil)
    #expect(
      Poisson().warning(behind: .linear, outputs: 1)
        == "poisson expects predictions above 0, but the last activation is linear: make it softplus.")
  }
}
