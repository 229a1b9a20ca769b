import CVectorKernels
import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

/// The expected values are NumPy's, in float32 and in float64.
struct LossKernelTests {
  static let predictions = [0.1, 0.2, 0.3, 0.4, -1, 2.5]
  static let targets = [0.1, 0.5, -0.25, 0.4, 1, 2]
  static let all: [LossKernel] = [
    .absoluteError, .squaredError, .huber, .logCosh, .quantile, .binaryCrossEntropy,
    .binaryCrossEntropyFromLogits,
  ]

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

  @Test(arguments: all) func givesTheSameSumWithoutAGradient(kernel: LossKernel) {
    #expect(loss(kernel, of: Float.self, withGradient: false).sum == loss(kernel, of: Float.self).sum)
  }

  /// Three rows of two outputs, a row's weight is in its losses and in its gradients.
  @Test(arguments: all) func weighsRows(kernel: LossKernel) {
    let weights = [2.0, 0, 0.5]
    let plain = loss(kernel, of: Double.self)
    let weighted = loss(kernel, of: Double.self, weights: weights)
    #expect(
      relativeDifference(
        weighted.gradient, plain.gradient.enumerated().map { $1 * weights[$0 / 2] }) < 1e-15)
    let rows = (0..<3).map { row in
      loss(kernel, of: Double.self, rows: row..<row + 1).sum * weights[row]
    }
    #expect(relativeDifference(weighted.sum, rows.reduce(0, +)) < 1e-15)
  }

  @Test(arguments: [false, true]) func weighsRowsOfClasses(fromLogits: Bool) {
    let weights = [2.0, 0.5]
    let prediction = [0.2, 0.5, 0.3, 0.1, 0.7, 0.2]
    let target = [0.0, 1, 0, 1, 0, 0]
    var gradient = [Double](repeating: 9, count: 6)
    let sum = { (gradient: UnsafeMutablePointer<Double>?, weights: UnsafePointer<Double>?, row: Int?) in
      prediction.withUnsafeBufferPointer { prediction in
        target.withUnsafeBufferPointer { target in
          LossRows(
            prediction: prediction.baseAddress! + 3 * (row ?? 0),
            target: target.baseAddress! + 3 * (row ?? 0), weights: weights, gradient: gradient, scale: 0.5,
            count: row == nil ? 2 : 1, outputs: 3
          ).block.categorical(fromLogits: fromLogits, labelSmoothing: 0)
        }
      }
    }
    let plain = sum(&gradient, nil, nil)
    var weighted = gradient
    #expect(
      relativeDifference(sum(&weighted, weights, nil), 2 * sum(nil, nil, 0) + sum(nil, nil, 1) / 2) < 1e-15)
    #expect(relativeDifference(plain, sum(nil, nil, 0) + sum(nil, nil, 1)) < 1e-15)
    #expect(relativeDifference(weighted, gradient.enumerated().map { $1 * weights[$0 / 3] }) < 1e-15)
  }

  /// 1,001 whole numbers, whose sums are exact: longer than any vector register, with a remainder.
  @Test func addsUpLongLists() {
    let prediction = (0..<1001).map { Float($0 % 7) }
    let target = (0..<1001).map { Float($0 % 5) }
    let differences = (0..<1001).map { $0 % 7 - $0 % 5 }
    let rows = { (kernel: LossKernel) in
      LossRows(prediction: prediction, target: target, scale: 1, count: 1001, outputs: 1)
        .block.mean(kernel, option: 0)
    }
    #expect(rows(.absoluteError) == Double(differences.map(abs).reduce(0, +)))
    #expect(rows(.squaredError) == Double(differences.map { $0 * $0 }.reduce(0, +)))
  }

  @Test(arguments: all) func keepsANaN(kernel: LossKernel) {
    var gradient: [Float] = [0, 0]
    let sum = LossRows<Float>(
      prediction: [.nan, 0.5], target: [0, 0], gradient: &gradient, scale: 0.5, count: 2, outputs: 1
    ).block.mean(kernel, option: 0.5)
    #expect(sum.isNaN)
    #expect(gradient[0].isNaN)
    #expect(!gradient[1].isNaN)
  }

  @Test(arguments: [false, true]) func keepsANaNAmongClasses(fromLogits: Bool) {
    var gradient: [Float] = [0, 0, 0, 0]
    let sum = LossRows<Float>(
      prediction: [0.5, .nan, 0.5, 0.5], target: [1, 0, 1, 0], gradient: &gradient, scale: 0.5, count: 2,
      outputs: 2
    ).block.categorical(fromLogits: fromLogits, labelSmoothing: 0)
    #expect(sum.isNaN)
    #expect(gradient[0].isNaN && gradient[1].isNaN)
    #expect(!gradient[2].isNaN && !gradient[3].isNaN)
  }

  private func loss<Scalar: MatrixScalar>(
    _ kernel: LossKernel, of type: Scalar.Type, weights: [Scalar]? = nil, rows: Range<Int> = 0..<3,
    withGradient: Bool = true
  ) -> (sum: Double, gradient: [Scalar]) {
    var gradient = [Scalar](repeating: 9, count: 6)
    let scalars = 2 * rows.lowerBound..<2 * rows.upperBound
    let prediction = Self.predictions[scalars].map { Scalar($0) }
    let target = Self.targets[scalars].map { Scalar($0) }
    let sum = gradient.withUnsafeMutableBufferPointer { buffer in
      weights.withUnsafeBaseAddress { weights in
        // Twice the mean over two outputs is their sum.
        2
          * LossRows(
            prediction: prediction, target: target, weights: weights,
            gradient: withGradient ? buffer.baseAddress! : nil, scale: 1 / 3, count: rows.count, outputs: 2
          ).block.mean(kernel, option: 0.25)
      }
    }
    return (sum, gradient)
  }
}

extension Optional {
  fileprivate func withUnsafeBaseAddress<Element, Result>(
    _ body: (UnsafePointer<Element>?) -> Result
  ) -> Result where Wrapped == [Element] {
    guard let self else { return body(nil) }
    return self.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
