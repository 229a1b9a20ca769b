import CVectorKernels

/// The type of a matrix's scalars: `Float` or `Double`, and no other type.
public protocol MatrixScalar: BinaryFloatingPoint, Sendable, BitwiseCopyable {
  /// The precision of this type.
  static var precision: Precision { get }
}

extension Float: MatrixScalar {
  public static var precision: Precision { .single }
}

extension Double: MatrixScalar {
  public static var precision: Precision { .double }
}

/// The precision of a matrix's scalars, or of those in which a network computes.
public enum Precision: String, Sendable, Codable, CaseIterable {
  /// 32 bits: Keras's default, and twice as fast.
  case single
  /// 64 bits: for gradient checks and exact replays.
  case double
}

extension MatrixScalar {
  /// The C loops in this precision, on bare memory; see the headers of `CVectorKernels`.
  ///
  /// A call costs a few instructions more than its loop, in generic code too: nothing is specialized for it. The
  /// caller ensures that the memory holds scalars of this type.
  package static var kernels: Kernels { precision == .single ? .single : .double }

  /// Copies scalars of either type, rounding to nearest.
  package static func convert<Source: MatrixScalar>(
    _ source: UnsafePointer<Source>, to target: UnsafeMutablePointer<Self>, count: Int
  ) {
    vk_convert(Source.kernels, source, kernels, target, count)
  }

  /// base raised to exponent, as the C library rounds it in this precision.
  package static func power(_ base: Self, _ exponent: Self) -> Self {
    Self(vk_power(kernels, Double(base), Double(exponent)))
  }

  /// The cosine of an angle in radians, as the C library rounds it in this precision.
  package static func cosine(_ angle: Self) -> Self { Self(vk_cosine(kernels, Double(angle))) }

  /// The natural logarithm, as the C library rounds it in this precision.
  package static func logarithm(_ value: Self) -> Self { Self(vk_logarithm(kernels, Double(value))) }
}
