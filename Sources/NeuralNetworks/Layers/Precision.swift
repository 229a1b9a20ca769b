import LinearAlgebra

/// The width of the numbers that a network is trained in.
public enum Precision: String, Sendable, Codable, CaseIterable {
  /// 32 bits: Keras's default, and twice as fast.
  case single
  /// 64 bits: for gradient checks and exact replays.
  case double
}

extension MatrixScalar {
  /// The precision of this type's numbers.
  static var precision: Precision { self == Float.self ? .single : .double }
}
