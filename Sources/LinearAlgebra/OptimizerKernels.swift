/// The loops of an update: the rules by which gradients change weights, and what is done to either around
/// them. Each formula is rounded operation by operation, as it is written.
///
/// All memory of a call holds `count` scalars.
public protocol OptimizerKernels {
  /// w −= rate · g.
  static func gradientDescent(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, rate: Self, count: Int)

  /// v = μ·v − rate·g, then w += v or, Nesterov's way, w += μ·v − rate·g.
  static func momentumDescent(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, velocity: UnsafeMutablePointer<Self>,
    rate: Self, momentum: Self, nesterov: Bool, count: Int)

  /// m += (g − m)·(1 − β₁), v += (g² − v)·(1 − β₂), w −= m·alpha / (√v + ε).
  static func adam(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, mean: UnsafeMutablePointer<Self>,
    variance: UnsafeMutablePointer<Self>, oneMinusBeta1: Self, oneMinusBeta2: Self, alpha: Self,
    epsilon: Self, count: Int)

  /// As `adam`, divided by √highest + ε with highest = max(highest, v).
  static func amsgrad(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, mean: UnsafeMutablePointer<Self>,
    variance: UnsafeMutablePointer<Self>, highest: UnsafeMutablePointer<Self>, oneMinusBeta1: Self,
    oneMinusBeta2: Self, alpha: Self, epsilon: Self, count: Int)

  /// m and v as in `adam`, then w −= m̂·rate / (√(v / (1 − β₂ᵗ)) + ε)
  /// with m̂ = next·m / (1 − nextProduct) + (1 − now)·g / (1 − product).
  static func nadam(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, mean: UnsafeMutablePointer<Self>,
    variance: UnsafeMutablePointer<Self>, oneMinusBeta1: Self, oneMinusBeta2: Self, next: Self,
    oneMinusNextProduct: Self, oneMinusNow: Self, oneMinusProduct: Self, oneMinusBeta2Power: Self,
    rate: Self, epsilon: Self, count: Int)

  /// m as in `adam`, u = max(β₂·u, |g|), w −= rate·m / ((1 − β₁ᵗ)·(u + ε)).
  static func adamax(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, mean: UnsafeMutablePointer<Self>,
    norm: UnsafeMutablePointer<Self>, oneMinusBeta1: Self, beta2: Self, oneMinusBeta1Power: Self,
    rate: Self, epsilon: Self, count: Int)

  /// a += g², w −= rate·g / √(a + ε).
  static func adagrad(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>,
    accumulator: UnsafeMutablePointer<Self>, rate: Self, epsilon: Self, count: Int)

  /// a = ρ·a + (1 − ρ)·g², δ = −√(d + ε)·g / √(a + ε), d = ρ·d + (1 − ρ)·δ², w += rate·δ.
  static func adadelta(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>,
    accumulatedGradient: UnsafeMutablePointer<Self>, accumulatedChange: UnsafeMutablePointer<Self>,
    rho: Self, oneMinusRho: Self, rate: Self, epsilon: Self, count: Int)

  /// v = ρ·v + (1 − ρ)·g², i = rate·g / √(v + ε), w −= i.
  ///
  /// With `mean`, mean = ρ·mean + (1 − ρ)·g and v − mean² stands under the root; with `velocity`,
  /// velocity = μ·velocity + i is what w loses.
  static func rmsprop(
    weights: UnsafeMutablePointer<Self>, gradient: UnsafePointer<Self>, variance: UnsafeMutablePointer<Self>,
    mean: UnsafeMutablePointer<Self>?, velocity: UnsafeMutablePointer<Self>?, rho: Self, oneMinusRho: Self,
    momentum: Self, rate: Self, epsilon: Self, count: Int)

  /// g += l1·sign(w) + l2·2w, the gradient of l1·Σ|w| + l2·Σw².
  static func addPenalty(
    to gradient: UnsafeMutablePointer<Self>, weights: UnsafePointer<Self>, l1: Self, l2: Self, count: Int)

  /// Σ|x|, in double precision and in an order that depends on `count` alone.
  static func sumOfMagnitudes(_ values: UnsafePointer<Self>, count: Int) -> Double

  /// Σx², in double precision and in an order that depends on `count` alone.
  static func sumOfSquares(_ values: UnsafePointer<Self>, count: Int) -> Double

  /// x = max(−limit, min(x, limit)).
  static func clamp(_ values: UnsafeMutablePointer<Self>, limit: Self, count: Int)

  /// x = x·factor / divisor.
  static func rescale(_ values: UnsafeMutablePointer<Self>, by factor: Self, over divisor: Self, count: Int)

  /// w −= w·decay·rate.
  static func decay(_ weights: UnsafeMutablePointer<Self>, by decay: Self, rate: Self, count: Int)

  /// w = max(w, 0).
  static func raiseToZero(_ weights: UnsafeMutablePointer<Self>, count: Int)

  /// Multiplies each column by min(norm, limit) / (ε + norm), where norm is the root of its sum of squares.
  ///
  /// Shapes: weights (rows, columns) · norms (columns), memory to work in
  static func limitNorms(
    ofColumns weights: UnsafeMutablePointer<Self>, norms: UnsafeMutablePointer<Self>, limit: Self,
    epsilon: Self, rows: Int, columns: Int)
}
