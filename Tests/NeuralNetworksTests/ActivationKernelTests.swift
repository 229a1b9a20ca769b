import CVectorKernels
import LinearAlgebra
import TestSupport
import Testing

/// The expected values are those of NumPy, Python's `math.erfc`, `scipy.special` and, of mish, mpmath.
struct ActivationKernelTests {
  static let inputs = [-20, -3, -0.5, 0, 0.5, 3, 20]
  static let sigmoids = [
    2.0611536181902037e-09, 0.04742587317756678, 0.3775406687981454, 0.5, 0.6224593312018546,
    0.9525741268224334, 0.9999999979388463,
  ]
  static let hyperbolicTangents = [
    -1, -0.9950547536867305, -0.46211715726000974, 0, 0.46211715726000974, 0.9950547536867305, 1,
  ]

  static let all: [ActivationKernel] = [
    .linear, .relu, .leakyReLU, .elu, .selu, .gelu, .geluTanh, .swish, .softplus, .sigmoid, .tanh, .mish,
    .softmax,
  ]

  static let values: [(ActivationKernel, [Double])] = [
    (.linear, inputs), (.relu, [0, 0, 0, 0, 0.5, 3, 20]), (.sigmoid, sigmoids), (.tanh, hyperbolicTangents),
    (.leakyReLU, [-5, -0.75, -0.125, 0, 0.5, 3, 20]),
    (
      .selu,
      [
        -1.758099337223664, -1.6705687287671118, -0.6917581878028713, 0, 0.5253504936777402,
        3.1521029620664414, 21.014019747109607,
      ]
    ),
    (
      .gelu,
      [
        -5.507248237212663e-88, -0.004049694094890287, -0.15426876936299344, 0, 0.34573123063700656,
        2.99595030590511, 20,
      ]
    ),
    (
      .geluTanh,
      [
        0, -0.0036373920817729943, -0.15428599017485606, 0, 0.34571400982514394, 2.996362607918227, 20,
      ]
    ),
    (
      .swish,
      [
        -4.122307236380407e-08, -0.14227761953270035, -0.1887703343990727, 0, 0.3112296656009273,
        2.8577223804673, 19.999999958776925,
      ]
    ),
    (
      .mish,
      [
        -4.1223072406287614e-8, -0.14564746127562459, -0.22074377465173, 0, 0.3752452113048951,
        2.9865350049679573, 20,
      ]
    ),
    (
      .softplus,
      [
        2.061153620314381e-09, 0.04858735157374206, 0.4740769841801067, 0.6931471805599453,
        0.9740769841801067, 3.048587351573742, 20.000000002061153,
      ]
    ),
    (
      .softmax,
      [
        4.248354050471769e-18, 1.0261879136960583e-10, 1.2501528061149128e-09, 2.06115352306711e-09,
        3.398267655659251e-09, 4.139937519192278e-08, 0.999999951788432,
      ]
    ),
  ]

  @Test(arguments: values)
  func givesNumPysFigures(kernel: ActivationKernel, expected: [Double]) {
    #expect(
      relativeDifference(activated(kernel, Self.inputs), expected) < (kernel == .geluTanh ? 1e-13 : 5e-15))
    // Where 1 + tanh is small, single precision keeps three digits of it.
    let singles = activated(kernel, Self.inputs.map(Float.init))
    let bound = kernel == .geluTanh ? 2e-5 : 5e-7
    #expect(relativeDifference(singles, expected.map(Float.init)) < bound, "\(kernel)")
  }

  @Test func takesElusParameter() {
    let expected = [
      -1.4999999969082696, -1.4253193974482041, -0.5902040104310499, 0, 0.5, 3, 20,
    ]
    #expect(relativeDifference(activated(.elu, Self.inputs, parameter: 1.5), expected) < 1e-15)
  }

  @Test func takesSoftmaxRowByRow() {
    let rows: [Double] = [1, 2, 3, 3, 2, 1, 7, 7, 7]
    let e = [0.09003057317038046, 0.24472847105479767, 0.6652409557748219]
    let expected = e + e.reversed() + [1 / 3.0, 1 / 3.0, 1 / 3.0]
    #expect(relativeDifference(activated(.softmax, rows, bias: [0, 0, 0]), expected) < 1e-15)
    #expect(relativeDifference(activated(.softmax, [1, 2, 3], bias: [2, 0, -2]), e.reversed()) < 1e-15)
  }

  @Test func addsTheBiasToEveryRow() {
    let z: [Float] = [1, -2, 3, -4, 5, -6]
    #expect(activated(.linear, z, bias: [10, 20, 30]) == [11, 18, 33, 6, 25, 24])
    #expect(activated(.relu, z, bias: [-1, 1, 0.5]) == [0, 0, 3.5, 0, 6, 0])
    let sigmoid = activated(.sigmoid, [-3.5, 2.5] as [Double], bias: [0.5, 0.5])
    #expect(relativeDifference(sigmoid, [Self.sigmoids[1], Self.sigmoids[5]]) < 1e-15)
  }

  /// Longer than any vector register, with a remainder, so that every path through the loop is taken.
  @Test(arguments: all)
  func givesEveryPlaceInALongRowTheSameFigure(kernel: ActivationKernel) {
    for value in [-1.25, 0.75] as [Float] {
      let row = activated(kernel, [Float](repeating: value, count: 133))
      #expect(Set(row).count == 1, "\(kernel) of \(value)")
    }
  }

  @Test func staysFiniteAtExtremes() {
    #expect(activated(.sigmoid, [-1e4, 1e4] as [Float]) == [0, 1])
    #expect(activated(.sigmoid, [100] as [Float]) == [1])
    let tail = 3.7200759760208356e-44
    #expect(abs(activated(.sigmoid, [-100] as [Float])[0] - Float(tail)) <= .leastNonzeroMagnitude)
    #expect(abs(activated(.sigmoid, [-100] as [Double])[0] / tail - 1) < 1e-14)
    #expect(activated(.tanh, [-100, 100] as [Float]) == [-1, 1])
    #expect(activated(.softmax, [-100, 100, 100] as [Float]) == [0, 0.5, 0.5])
    #expect(activated(.softplus, [-1e4, 100] as [Float]) == [0, 100])
    #expect(activated(.gelu, [-100, 100] as [Float]) == [0, 100])
    #expect(activated(.geluTanh, [-100, 100] as [Float]) == [0, 100])
    #expect(abs(Double(activated(.swish, [-100] as [Float])[0])) < 1e-40)
    #expect(activated(.swish, [100] as [Float]) == [100])
    #expect(relativeDifference(activated(.selu, [-100] as [Float]), [-1.7580993]) < 1e-6)
  }

  /// At ±100 every slope is the limit's: 0 or 1, for selu its scale.
  @Test(arguments: all.filter { $0 != .softmax })
  func hasFiniteSlopesAtExtremes(kernel: ActivationKernel) {
    for value in [-100, 100] as [Float] {
      let slope = slopes(of: kernel, at: [value, value])[0]
      let limits: [Float] =
        switch kernel {
        case .selu: [0, 1.050701]
        case .leakyReLU: [0.25, 1]
        default: [0, 1]
        }
      #expect(limits.contains { abs($0 - slope) < 1e-6 }, "\(kernel) of \(value): \(slope)")
    }
  }

  @Test(arguments: all) func keepsANaN(kernel: ActivationKernel) {
    #expect(activated(kernel, [.nan, 1] as [Float], bias: [0, 0])[0].isNaN)
    #expect(activated(kernel, [Double](repeating: .nan, count: 33)).allSatisfy { $0.isNaN })
  }

  @Test func keepsTheSumsThatItIsAskedToKeep() {
    var z: [Double] = [1, 2, 3, 4]
    var sums: [Double] = [0, 0, 0, 0]
    Double.kernels.activate(
      .swish, parameter: 0, &z, bias: [10, 20] as [Double], keepingSums: &sums, rows: 2, units: 2)
    #expect(sums == [11, 22, 13, 24])
    #expect(relativeDifference(z[0], 11 / (1 + 1.670170079024566e-05)) < 1e-15)
  }

  /// f′ from the output y: 1; 1 where y > 0; y·(1 − y); 1 − y².
  @Test func multipliesTheGradientByTheDerivative() {
    let gradient: [Double] = [1, -2, 4, 8]
    #expect(differentiated(.linear, output: [1, 2, 3, 4], gradient) == gradient)
    #expect(differentiated(.relu, output: [0, 2, 0, 0.5], gradient) == [0, -2, 0, 8])
    #expect(differentiated(.leakyReLU, output: [0, 2, -1, 0.5], gradient) == [0.25, -2, 1, 8])
    #expect(differentiated(.sigmoid, output: [0.5, 0.25, 1, 0], gradient) == [0.25, -0.375, 0, 0])
    #expect(differentiated(.tanh, output: [0.5, -0.5, 1, 0], gradient) == [0.75, -1.5, 0, 8])
    let singles: [Float] = differentiated(.tanh, output: [0.5, -0.5, 1, 0], [1, -2, 4, 8])
    #expect(singles == [0.75, -1.5, 0, 8])
  }

  /// One row: y = (1/4, 3/4), Σ ∂y ⊙ y = 1/4 · 4 + 3/4 · 8 = 7.
  @Test func goesBackThroughSoftmax() {
    #expect(differentiated(.softmax, output: [0.25, 0.75], [4, 8]) == [-0.75, 0.75])
  }

  /// The derivative is the slope that central differences measure.
  @Test(arguments: all.filter { $0 != .softmax })
  func differentiatesWhatItComputes(kernel: ActivationKernel) {
    let inputs = (0..<50).map { Double($0) * 0.13 - 3.2 }
    let step = 1e-6
    let above = activated(kernel, inputs.map { $0 + step })
    let below = activated(kernel, inputs.map { $0 - step })
    let quotients = zip(above, below).map { ($0 - $1) / (2 * step) }
    #expect(zip(slopes(of: kernel, at: inputs), quotients).allSatisfy { abs($0 - $1) < 1e-8 })
  }

  private func slopes<Scalar: MatrixScalar>(of kernel: ActivationKernel, at inputs: [Scalar]) -> [Scalar] {
    differentiated(
      kernel, sums: inputs, output: activated(kernel, inputs),
      inputs.indices.map { kernel == .softmax && $0 > 0 ? 0 : 1 })
  }

  private func activated<Scalar: MatrixScalar>(
    _ kernel: ActivationKernel, _ z: [Scalar], bias: [Scalar]? = nil, parameter: Double = 0.25
  ) -> [Scalar] {
    var z = z
    let units = bias?.count ?? z.count
    let rows = z.count / units
    if let bias {
      Scalar.kernels.activate(
        kernel, parameter: parameter, &z, bias: bias, keepingSums: nil, rows: rows, units: units)
    } else {
      Scalar.kernels.activate(
        kernel, parameter: parameter, &z, bias: nil, keepingSums: nil, rows: rows, units: units)
    }
    return z
  }

  private func differentiated<Scalar: MatrixScalar>(
    _ kernel: ActivationKernel, sums: [Scalar] = [], output: [Scalar], _ gradient: [Scalar]
  ) -> [Scalar] {
    var gradient = gradient
    Scalar.kernels.activateBackward(
      kernel, parameter: 0.25, sums: sums, output: output, gradient: &gradient, rows: 1, units: output.count)
    return gradient
  }
}
