import LinearAlgebra
import TestSupport
import Testing

/// The expected figures are NumPy's, in float32 and in float64.
struct LossKernelTests {
  static let predictions = [0.1, 0.2, 0.3, 0.4, -1, 2.5]
  static let targets = [0.1, 0.5, -0.25, 0.4, 1, 2]

  @Test func addsUpInDoublePrecision() {
    #expect(relativeDifference(loss(.absoluteError, of: Double.self).sum, 3.35) < 1e-15)
    #expect(relativeDifference(loss(.squaredError, of: Double.self).sum, 4.6425) < 1e-15)
    // Each difference is rounded to single precision, their sum is not.
    #expect(loss(.absoluteError, of: Float.self).sum == 3.350000023841858)
    #expect(loss(.squaredError, of: Float.self).sum == 4.642500013113022)
  }

  @Test func scalesTheGradient() {
    let sixth = Float(1) / 6
    #expect(loss(.absoluteError, of: Float.self).gradient == [0, -sixth, sixth, 0, -sixth, sixth])
    let squared: [Float] = [
      0, -0.10000000894069672, 0.18333333730697632, 0, -0.6666666865348816, 0.1666666716337204,
    ]
    #expect(relativeDifference(loss(.squaredError, of: Float.self).gradient, squared) < 1.2e-7)
    let doubles = loss(.squaredError, of: Double.self).gradient
    #expect(relativeDifference(doubles, [0, -0.1, 0.55 / 3, 0, -2.0 / 3, 0.5 / 3]) < 1e-15)
  }

  @Test(arguments: [LossKernel.absoluteError, .squaredError])
  func givesTheSameSumWithoutAGradient(kernel: LossKernel) {
    let sum = Float.loss(
      kernel, prediction: Self.predictions.map(Float.init), target: Self.targets.map(Float.init),
      gradient: nil, scale: 1, count: 6)
    #expect(sum == loss(kernel, of: Float.self).sum)
  }

  /// 1,001 whole numbers, whose sums are exact: longer than any vector register, with a remainder.
  @Test func addsUpLongLists() {
    let prediction = (0..<1001).map { Float($0 % 7) }
    let target = (0..<1001).map { Float($0 % 5) }
    let differences = (0..<1001).map { $0 % 7 - $0 % 5 }
    let absolute = Float.loss(
      .absoluteError, prediction: prediction, target: target, gradient: nil, scale: 1, count: 1001)
    let squared = Float.loss(
      .squaredError, prediction: prediction, target: target, gradient: nil, scale: 1, count: 1001)
    #expect(absolute == Double(differences.map(abs).reduce(0, +)))
    #expect(squared == Double(differences.map { $0 * $0 }.reduce(0, +)))
  }

  @Test(arguments: [LossKernel.absoluteError, .squaredError])
  func keepsANaN(kernel: LossKernel) {
    var gradient: [Float] = [0, 0]
    let sum = Float.loss(
      kernel, prediction: [.nan, 1], target: [0, 0], gradient: &gradient, scale: 0.5, count: 2)
    #expect(sum.isNaN)
    #expect(gradient[0].isNaN)
    #expect(!gradient[1].isNaN)
  }

  private func loss<Scalar: MatrixScalar>(
    _ kernel: LossKernel, of type: Scalar.Type
  ) -> (sum: Double, gradient: [Scalar]) {
    var gradient = [Scalar](repeating: 9, count: 6)
    let sum = Scalar.loss(
      kernel, prediction: Self.predictions.map { Scalar($0) }, target: Self.targets.map { Scalar($0) },
      gradient: &gradient, scale: 1 / 6, count: 6)
    return (sum, gradient)
  }
}
