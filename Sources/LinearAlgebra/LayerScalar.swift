/// The loops of a network's layers, on bare memory, for `Float` and `Double`.
///
/// They are for the modules of this package; users of a `Matrix` need none of them.
public protocol LayerScalar {
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

/// The 53-bit numbers below which a place is switched off.
func dropoutThreshold(rate: Double) -> UInt64 { UInt64((rate * 0x1p53).rounded(.up)) }
