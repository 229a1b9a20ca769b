/// The loops of a network's layers, on bare memory, for `Float` and `Double`.
///
/// They are for the modules of this package; users of a `Matrix` need none of them.
public protocol LayerScalar {
  /// Z = f(Z + bias) in place. Shapes: Z (rows, units) · bias (units)
  ///
  /// - Parameters:
  ///   - parameter: leaky relu's slope, elu's α; of no meaning to the others.
  ///   - sums: where to keep what f is applied to, shape (rows, units).
  ///   - kernel: which f.
  ///   - z: Z.
  ///   - bias: what is added to each row; `nil` for nothing.
  ///   - rows: the rows of Z.
  ///   - units: the columns of Z.
  static func activate(
    _ kernel: ActivationKernel, parameter: Self, _ z: UnsafeMutablePointer<Self>,
    bias: UnsafePointer<Self>?, keepingSums sums: UnsafeMutablePointer<Self>?, rows: Int, units: Int)

  /// gradient = gradient · f′. Shapes: all (rows, units)
  ///
  /// - Parameter sums: what f was applied to, where ``ActivationKernel/needsSums`` says so; f′ is computed
  ///   from the output elsewhere.
  /// - Parameter kernel: which f.
  /// - Parameter parameter: as in `activate`.
  /// - Parameter output: what f gave.
  /// - Parameter gradient: what is multiplied in place.
  /// - Parameter rows: the rows of each.
  /// - Parameter units: the columns of each.
  static func activateBackward(
    _ kernel: ActivationKernel, parameter: Self, sums: UnsafePointer<Self>?, output: UnsafePointer<Self>,
    gradient: UnsafeMutablePointer<Self>, rows: Int, units: Int)

  /// The mean and the variance (over n, not n − 1) of columns, in TensorFlow's order of sums.
  ///
  /// Shapes: X (rows, columns), whose rows stand `leading` apart → mean, variance (columns)
  static func columnMoments(
    _ x: UnsafePointer<Self>, mean: UnsafeMutablePointer<Self>, variance: UnsafeMutablePointer<Self>,
    rows: Int, leading: Int, columns: Int)

  /// moving = moving · momentum + batch · (1 − momentum). Shapes: all (count)
  static func movingAverage(
    _ moving: UnsafeMutablePointer<Self>, batch: UnsafePointer<Self>, momentum: Double, count: Int)

  /// Y = X·i + (beta − mean·i) with i = gamma / √(variance + epsilon).
  ///
  /// Shapes: X, Y (rows, columns), the others (columns). Without gamma it is 1, without beta 0.
  static func normalize(
    _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, mean: UnsafePointer<Self>,
    variance: UnsafePointer<Self>, gamma: UnsafePointer<Self>?, beta: UnsafePointer<Self>?,
    epsilon: Self, rows: Int, columns: Int)

  /// Sums the gradient G by the normalised Y over all rows: see ``NormalizationSums``.
  ///
  /// Shapes: X, G (rows, columns), whose rows stand `leading` apart; the others (columns)
  static func normalizeSums(
    _ x: UnsafePointer<Self>, gradient: UnsafePointer<Self>, mean: UnsafePointer<Self>,
    variance: UnsafePointer<Self>, gamma: UnsafePointer<Self>?, epsilon: Self,
    into sums: NormalizationSums<Self>, rows: Int, leading: Int, columns: Int)

  /// ∂X = factor ⊙ G + slope ⊙ (X − mean) + offset.
  ///
  /// Shapes: X, G, ∂X (rows, columns), the others (columns)
  static func normalizeBackward(
    _ x: UnsafePointer<Self>, gradient: UnsafePointer<Self>, into inputGradient: UnsafeMutablePointer<Self>,
    mean: UnsafePointer<Self>, sums: NormalizationSums<Self>, rows: Int, columns: Int)

  /// Y = X ⊙ factors, each factor 0 with the probability `rate`, else 1 / (1 − rate).
  ///
  /// Shapes: all (count). Place i takes the stream's i-th number.
  static func dropOut(
    _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, factors: UnsafeMutablePointer<Self>,
    rate: Double, from stream: RandomStream, count: Int)

  /// Y = X + standardDeviation · N with N from the normal distribution.
  ///
  /// Shapes: all (count). The numbers are those of `RandomStream.normal()`.
  static func addNoise(
    _ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, standardDeviation: Self,
    from stream: RandomStream, count: Int)

  /// C = A ⊙ B. Shapes: all (count)
  static func multiplyElements(
    _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, into c: UnsafeMutablePointer<Self>, count: Int)
}

/// What normalisation over a batch gathers on its way back. Shapes: all (columns)
public struct NormalizationSums<Scalar> {
  /// Σ G
  public let betaGradient: UnsafeMutablePointer<Scalar>
  /// r · (Σ G ⊙ X − mean · Σ G) with r = 1 / √(variance + epsilon)
  public let gammaGradient: UnsafeMutablePointer<Scalar>
  /// gamma · r
  public let factor: UnsafeMutablePointer<Scalar>
  /// 2 · (the loss's gradient by the variance) / rows
  public let slope: UnsafeMutablePointer<Scalar>
  /// (the loss's gradient by the mean) / rows
  public let offset: UnsafeMutablePointer<Scalar>

  /// Sums in memory of 5 · columns scalars.
  public init(_ memory: UnsafeMutablePointer<Scalar>, columns: Int) {
    betaGradient = memory
    gammaGradient = memory + columns
    factor = memory + 2 * columns
    slope = memory + 3 * columns
    offset = memory + 4 * columns
  }

  /// The sums from a column on.
  public func advanced(by column: Int) -> Self {
    Self(
      betaGradient: betaGradient + column, gammaGradient: gammaGradient + column, factor: factor + column,
      slope: slope + column, offset: offset + column)
  }

  private init(
    betaGradient: UnsafeMutablePointer<Scalar>, gammaGradient: UnsafeMutablePointer<Scalar>,
    factor: UnsafeMutablePointer<Scalar>, slope: UnsafeMutablePointer<Scalar>,
    offset: UnsafeMutablePointer<Scalar>
  ) {
    self.betaGradient = betaGradient
    self.gammaGradient = gammaGradient
    self.factor = factor
    self.slope = slope
    self.offset = offset
  }
}

/// The functions that `LayerScalar.activate` knows.
public enum ActivationKernel: UInt32, Sendable, CaseIterable {
  case linear, relu, leakyReLU, elu, selu, gelu, geluTanh, swish, softplus, sigmoid, tanh, softmax

  /// Whether the derivative is computed from what the function was applied to.
  public var needsSums: Bool {
    switch self {
    case .gelu, .geluTanh, .swish, .softplus: true
    case .linear, .relu, .leakyReLU, .elu, .selu, .sigmoid, .tanh, .softmax: false
    }
  }
}

/// The 53-bit numbers below which a place is switched off.
func dropoutThreshold(rate: Double) -> UInt64 { UInt64((rate * 0x1p53).rounded(.up)) }
