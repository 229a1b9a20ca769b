import LinearAlgebra
import TestSupport
import Testing

/// The expected figures are those of NumPy and of `scipy.special.expit`.
struct ActivationKernelTests {
  static let inputs = [-20, -3, -0.5, 0, 0.5, 3, 20]
  static let sigmoids = [
    2.0611536181902037e-09, 0.04742587317756678, 0.3775406687981454, 0.5, 0.6224593312018546,
    0.9525741268224334, 0.9999999979388463,
  ]
  static let hyperbolicTangents = [
    -1, -0.9950547536867305, -0.46211715726000974, 0, 0.46211715726000974, 0.9950547536867305, 1,
  ]

  @Test(arguments: [
    (ActivationKernel.linear, inputs), (.relu, [0, 0, 0, 0, 0.5, 3, 20]), (.sigmoid, sigmoids),
    (.tanh, hyperbolicTangents),
  ])
  func givesNumPysFigures(kernel: ActivationKernel, expected: [Double]) {
    #expect(relativeDifference(activated(kernel, Self.inputs), expected) < 1e-15)
    let singles = activated(kernel, Self.inputs.map(Float.init))
    #expect(relativeDifference(singles, expected.map(Float.init)) < 2.5e-7)
  }

  @Test func addsTheBiasToEveryRow() {
    let z: [Float] = [1, -2, 3, -4, 5, -6]
    #expect(activated(.linear, z, bias: [10, 20, 30]) == [11, 18, 33, 6, 25, 24])
    #expect(activated(.relu, z, bias: [-1, 1, 0.5]) == [0, 0, 3.5, 0, 6, 0])
    let sigmoid = activated(.sigmoid, [-3.5, 2.5] as [Double], bias: [0.5, 0.5])
    #expect(relativeDifference(sigmoid, [Self.sigmoids[1], Self.sigmoids[5]]) < 1e-15)
  }

  /// Longer than any vector register, with a remainder, so that every path through the loop is taken.
  @Test func givesEveryPlaceInALongRowTheSameFigure() {
    for kernel in [ActivationKernel.relu, .sigmoid, .tanh] {
      for value in [-1.25, 0.75] as [Float] {
        let row = activated(kernel, [Float](repeating: value, count: 133))
        #expect(Set(row).count == 1, "\(kernel) of \(value)")
      }
    }
  }

  @Test func staysFiniteAtExtremes() {
    #expect(activated(.sigmoid, [-1e4, 1e4] as [Float]) == [0, 1])
    #expect(activated(.sigmoid, [100] as [Float]) == [1])
    let tail = 3.7200759760208356e-44
    #expect(abs(activated(.sigmoid, [-100] as [Float])[0] - Float(tail)) <= .leastNonzeroMagnitude)
    #expect(abs(activated(.sigmoid, [-100] as [Double])[0] / tail - 1) < 1e-14)
    #expect(activated(.tanh, [-100, 100] as [Float]) == [-1, 1])
  }

  @Test func keepsANaN() {
    for kernel in [ActivationKernel.linear, .relu, .sigmoid, .tanh] {
      #expect(activated(kernel, [.nan, 1] as [Float], bias: [0, 0])[0].isNaN, "\(kernel)")
      #expect(activated(kernel, [Double](repeating: .nan, count: 33)).allSatisfy { $0.isNaN }, "\(kernel)")
    }
  }

  /// f′ from the output y: 1; 1 where y > 0; y·(1 − y); 1 − y².
  @Test func multipliesTheGradientByTheDerivative() {
    let gradient: [Double] = [1, -2, 4, 8]
    #expect(differentiated(.linear, output: [1, 2, 3, 4], gradient) == gradient)
    #expect(differentiated(.relu, output: [0, 2, 0, 0.5], gradient) == [0, -2, 0, 8])
    #expect(differentiated(.sigmoid, output: [0.5, 0.25, 1, 0], gradient) == [0.25, -0.375, 0, 0])
    #expect(differentiated(.tanh, output: [0.5, -0.5, 1, 0], gradient) == [0.75, -1.5, 0, 8])
    let singles: [Float] = differentiated(.tanh, output: [0.5, -0.5, 1, 0], [1, -2, 4, 8])
    #expect(singles == [0.75, -1.5, 0, 8])
  }

  /// The derivative is the slope that central differences measure.
  @Test(arguments: [ActivationKernel.linear, .relu, .sigmoid, .tanh])
  func differentiatesWhatItComputes(kernel: ActivationKernel) {
    let inputs = (0..<50).map { Double($0) * 0.13 - 3.2 }
    let step = 1e-6
    let above = activated(kernel, inputs.map { $0 + step })
    let below = activated(kernel, inputs.map { $0 - step })
    let slopes = zip(above, below).map { ($0 - $1) / (2 * step) }
    let derivative = differentiated(
      kernel, output: activated(kernel, inputs), [Double](repeating: 1, count: 50))
    #expect(zip(derivative, slopes).allSatisfy { abs($0 - $1) < 1e-8 })
  }

  private func activated<Scalar: MatrixScalar>(
    _ kernel: ActivationKernel, _ z: [Scalar], bias: [Scalar]? = nil
  ) -> [Scalar] {
    var z = z
    let units = bias?.count ?? z.count
    let rows = z.count / units
    if let bias {
      Scalar.activate(kernel, &z, bias: bias, rows: rows, units: units)
    } else {
      Scalar.activate(kernel, &z, bias: nil, rows: rows, units: units)
    }
    return z
  }

  private func differentiated<Scalar: MatrixScalar>(
    _ kernel: ActivationKernel, output: [Scalar], _ gradient: [Scalar]
  ) -> [Scalar] {
    var gradient = gradient
    Scalar.activateBackward(kernel, output: output, gradient: &gradient, count: output.count)
    return gradient
  }
}
