import LinearAlgebra

/// How a parameter's first values are sampled.
///
/// The names, scales and defaults are Keras's; the numbers come from a stream of the training's seed and the
/// parameter's place. The fan in of a kernel is the number of its inputs, the fan out that of its units; of a
/// bias both are its units. What cannot be sampled (a deviation below 0, a minimum above the maximum) stops the
/// program when weights are initialized; in a file it is refused.
///
/// Shapes: a kernel (inputs, units), a bias (units)
/// Source: `keras.initializers`; the papers are named with the cases.
public enum Initializer: Sendable, Equatable {
  /// 0 everywhere: Keras's default for biases.
  case zeros
  /// 1 everywhere.
  case ones
  /// The same number everywhere, by default 0.
  case constant(Double = 0)
  /// Uniform in [minimum, maximum), by default [−0.05, 0.05).
  case randomUniform(minimum: Double = -0.05, maximum: Double = 0.05)
  /// Normal, by default of mean 0 and standard deviation 0.05.
  case randomNormal(mean: Double = 0, standardDeviation: Double = 0.05)
  /// Normal as above, but values beyond two standard deviations are sampled again.
  case truncatedNormal(mean: Double = 0, standardDeviation: Double = 0.05)
  /// Uniform in [−l, l) with l = √(6 / (fan in + fan out)): Keras's default for kernels.
  ///
  /// Source: X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural
  /// networks", AISTATS 2010, equation 16.
  case glorotUniform
  /// Truncated normal of variance 2 / (fan in + fan out), as is left after the cut. Source: as above.
  case glorotNormal
  /// Uniform in [−l, l) with l = √(6 / fan in).
  ///
  /// Source: K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", ICCV 2015, equation 10.
  case heUniform
  /// Truncated normal of variance 2 / fan in, as is left after the cut. Source: as above.
  case heNormal
  /// Uniform in [−l, l) with l = √(3 / fan in).
  ///
  /// Source: Y. LeCun, L. Bottou, G. Orr, K. Müller, "Efficient backprop", 1998, section 4.6.
  case lecunUniform
  /// Truncated normal of variance 1 / fan in, as is left after the cut. Source: as above.
  case lecunNormal
  /// Orthonormal columns (rows, where there are fewer of them) times the gain, by default 1: Q of the QR
  /// decomposition of normal numbers, its signs set so that every such matrix is as likely as every other. It
  /// fills kernels only.
  ///
  /// Source: A. Saxe, J. McClelland, S. Ganguli, "Exact solutions to the nonlinear dynamics of learning in
  /// deep linear neural networks", ICLR 2014.
  case orthogonal(gain: Double = 1)

  /// Every way, with its defaults.
  package static let all: [Initializer] = [
    .zeros, .ones, .constant(), .randomUniform(), .randomNormal(), .truncatedNormal(), .glorotUniform,
    .glorotNormal, .heUniform, .heNormal, .lecunUniform, .lecunNormal, .orthogonal(),
  ]

  /// The name in files: Keras's.
  package var name: String {
    switch self {
    case .zeros: "zeros"
    case .ones: "ones"
    case .constant: "constant"
    case .randomUniform: "random_uniform"
    case .randomNormal: "random_normal"
    case .truncatedNormal: "truncated_normal"
    case .glorotUniform: "glorot_uniform"
    case .glorotNormal: "glorot_normal"
    case .heUniform: "he_uniform"
    case .heNormal: "he_normal"
    case .lecunUniform: "lecun_uniform"
    case .lecunNormal: "lecun_normal"
    case .orthogonal: "orthogonal"
    }
  }
}

extension Initializer {
  /// Fills a parameter.
  ///
  /// The numbers are sampled in double precision and rounded, so that both precisions begin alike.
  /// Shape: values (shape[0], shape[1]…), row after row; the first size is the fan in, the last the fan out.
  func fill<Scalar: MatrixScalar>(
    _ values: UnsafeMutableBufferPointer<Scalar>, shape: [Int], from stream: inout RandomStream
  ) {
    if let fault = fault(shape: shape) { preconditionFailure("\(name): \(fault).") }
    let distribution = distribution(fanIn: Double(shape.first!), fanOut: Double(shape.last!))
    switch distribution {
    case .constant(let value):
      values.update(repeating: Scalar(value))
    case .uniform(let middle, let limit):
      for index in values.indices { values[index] = Scalar(middle + limit * (2 * stream.uniform() - 1)) }
    case .normal(let mean, let deviation):
      for index in values.indices { values[index] = Scalar(mean + deviation * stream.normal()) }
    case .truncatedNormal(let mean, let deviation):
      for index in values.indices { values[index] = Scalar(mean + deviation * stream.truncatedNormal()) }
    case .orthogonal(let gain):
      let matrix = Self.orthonormal(rows: values.count / shape.last!, columns: shape.last!, from: &stream)
      matrix.withUnsafeBufferPointer { source in
        for index in values.indices { values[index] = Scalar(gain * source[index]) }
      }
    }
  }

  /// What is wrong with its parameters, or with a shape to fill; `nil` where nothing is.
  func fault(shape: [Int]) -> String? {
    if case .orthogonal = self, shape.count < 2 {
      return "it fills kernels, not a parameter of shape \(shape)"
    }
    return fault
  }

  private enum Distribution {
    case constant(Double)
    /// In [middle − limit, middle + limit).
    case uniform(middle: Double, limit: Double)
    case normal(mean: Double, deviation: Double)
    case truncatedNormal(mean: Double, deviation: Double)
    case orthogonal(gain: Double)
  }

  private func distribution(fanIn: Double, fanOut: Double) -> Distribution {
    switch self {
    case .zeros: .constant(0)
    case .ones: .constant(1)
    case .constant(let value): .constant(value)
    case .randomUniform(let minimum, let maximum):
      .uniform(middle: (minimum + maximum) / 2, limit: (maximum - minimum) / 2)
    case .randomNormal(let mean, let deviation): .normal(mean: mean, deviation: deviation)
    case .truncatedNormal(let mean, let deviation): .truncatedNormal(mean: mean, deviation: deviation)
    case .glorotUniform: Self.uniform(squaredLimit: 6 / (fanIn + fanOut))
    case .glorotNormal: Self.normal(variance: 2 / (fanIn + fanOut))
    case .heUniform: Self.uniform(squaredLimit: 6 / fanIn)
    case .heNormal: Self.normal(variance: 2 / fanIn)
    case .lecunUniform: Self.uniform(squaredLimit: 3 / fanIn)
    case .lecunNormal: Self.normal(variance: 1 / fanIn)
    case .orthogonal(let gain): .orthogonal(gain: gain)
    }
  }

  private static func uniform(squaredLimit: Double) -> Distribution {
    .uniform(middle: 0, limit: squaredLimit.squareRoot())
  }

  /// The constant is the standard deviation of a normal distribution that is cut at two of them.
  private static func normal(variance: Double) -> Distribution {
    .truncatedNormal(mean: 0, deviation: variance.squareRoot() / 0.87962566103423978)
  }

  private static func orthonormal(rows: Int, columns: Int, from stream: inout RandomStream) -> Matrix<Double>
  {
    let (long, short) = (max(rows, columns), min(rows, columns))
    var normal = Matrix<Double>(rows: long, columns: short)
    normal.withUnsafeMutableBufferPointer { values in
      for index in values.indices { values[index] = stream.normal() }
    }
    let (q, r) = orthogonalFactors(normal)
    let signs = (0..<short).map { r[$0, $0] < 0 ? -1.0 : 1 }
    let signed = Matrix(
      rows: long, columns: short,
      scalars: (0..<long * short).map { q[$0 / short, $0 % short] * signs[$0 % short] })
    return rows < columns ? signed.transposed() : signed
  }
}

extension RandomStream {
  /// A number from the normal distribution, sampled again until it lies within two standard deviations.
  fileprivate mutating func truncatedNormal() -> Double {
    while true {
      let number = normal()
      if abs(number) <= 2 { return number }
    }
  }
}

extension Initializer: NamedFunction {
  static let article = "an initializer"
  static let kerasModule = "keras.initializers"

  var options: [ConfigurableOption<Self>] {
    switch self {
    case .constant(let value): [ConfigurableOption("value", value) { .constant($0) }]
    case .randomUniform(let low, let high):
      [
        ConfigurableOption("minval", low) { .randomUniform(minimum: $0, maximum: high) },
        ConfigurableOption("maxval", high) { .randomUniform(minimum: low, maximum: $0) },
      ]
    case .randomNormal(let mean, let deviation):
      [
        ConfigurableOption("mean", mean) { .randomNormal(mean: $0, standardDeviation: deviation) },
        ConfigurableOption("stddev", deviation, .zeroOrMore) {
          .randomNormal(mean: mean, standardDeviation: $0)
        },
      ]
    case .truncatedNormal(let mean, let deviation):
      [
        ConfigurableOption("mean", mean) { .truncatedNormal(mean: $0, standardDeviation: deviation) },
        ConfigurableOption("stddev", deviation, .zeroOrMore) {
          .truncatedNormal(mean: mean, standardDeviation: $0)
        },
      ]
    case .orthogonal(let gain): [ConfigurableOption("gain", gain) { .orthogonal(gain: $0) }]
    default: []
    }
  }

  var conflict: String? {
    guard case .randomUniform(let low, let high) = self, !(low <= high) else { return nil }
    return "minval is not above maxval, received \(low) and \(high)"
  }

  public init(from decoder: any Decoder) throws { self = try Self(decoding: decoder) }
  public func encode(to encoder: any Encoder) throws { try encode(encoding: encoder) }
}
