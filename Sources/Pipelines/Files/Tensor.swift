import LinearAlgebra

/// Figures of one shape, stored as a safetensors file stores them: row after row, little end first.
public struct Tensor: Equatable, Sendable {
  /// What a tensor's figures are, by the name that a safetensors file gives it.
  public enum ElementType: String, Sendable {
    /// Single precision.
    case float32 = "F32"
    /// Double precision.
    case float64 = "F64"

    /// The bytes one figure takes.
    public var byteCount: Int { self == .float32 ? 4 : 8 }
  }

  /// What the figures are.
  public let elementType: ElementType
  /// The sizes from the outermost to the innermost; empty for a single figure.
  public let shape: [Int]
  /// The figures as a file has them.
  public let bytes: [UInt8]

  /// Creates a tensor from its stored bytes.
  ///
  /// - Precondition: there are as many bytes as the shape takes.
  public init(_ elementType: ElementType, shape: [Int], bytes: [UInt8]) {
    let expected = Self.count(of: shape) * elementType.byteCount
    precondition(
      bytes.count == expected,
      "A tensor of shape \(shape) takes \(expected) bytes, received \(bytes.count).")
    self.elementType = elementType
    self.shape = shape
    self.bytes = bytes
  }

  /// Creates a tensor of single precision from its figures, row after row.
  ///
  /// - Precondition: there are as many figures as the shape takes.
  public init(shape: [Int], _ scalars: [Float]) {
    Self.check(scalars.count, shape)
    self.init(.float32, shape: shape, bytes: Self.bytes(of: scalars.lazy.map(\.bitPattern.littleEndian)))
  }

  /// Creates a tensor of double precision from its figures, row after row.
  ///
  /// - Precondition: there are as many figures as the shape takes.
  public init(shape: [Int], _ scalars: [Double]) {
    Self.check(scalars.count, shape)
    self.init(.float64, shape: shape, bytes: Self.bytes(of: scalars.lazy.map(\.bitPattern.littleEndian)))
  }

  /// Creates a tensor of the matrix's shape (rows, columns) and precision.
  public init<Scalar: MatrixScalar>(_ matrix: Matrix<Scalar>) {
    self.init(shape: [matrix.rows, matrix.columns], scalars: matrix.scalars)
  }

  /// Creates a tensor of the precision of its figures, row after row.
  ///
  /// - Precondition: there are as many figures as the shape takes.
  public init<Scalar: MatrixScalar>(shape: [Int], scalars: [Scalar]) {
    if let singles = scalars as? [Float] {
      self.init(shape: shape, singles)
    } else if let doubles = scalars as? [Double] {
      self.init(shape: shape, doubles)
    } else {
      preconditionFailure("A tensor is made of Float or Double, received \(Scalar.self).")
    }
  }

  /// How many figures there are: the product of the shape.
  public var count: Int { bytes.count / elementType.byteCount }

  /// The figures, row after row, rounded to nearest where the tensor is of higher precision.
  public func scalars<Scalar: MatrixScalar>(as type: Scalar.Type = Scalar.self) -> [Scalar] {
    switch elementType {
    case .float32: Self.convert(floats())
    case .float64: Self.convert(doubles())
    }
  }

  /// The figures as a matrix; a tensor of one dimension is a matrix of one row.
  ///
  /// - Precondition: the tensor has one dimension or two.
  public func matrix<Scalar: MatrixScalar>(of type: Scalar.Type = Scalar.self) -> Matrix<Scalar> {
    precondition(shape.count == 1 || shape.count == 2, "A matrix has two dimensions, received \(shape).")
    return Matrix(
      rows: shape.count == 1 ? 1 : shape[0], columns: shape[shape.count - 1], scalars: scalars(as: type))
  }
}

extension Tensor {
  private func floats() -> [Float] {
    bytes.withUnsafeBytes { buffer in
      (0..<count).map {
        let pattern = buffer.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)
        return Float(bitPattern: UInt32(littleEndian: pattern))
      }
    }
  }

  private func doubles() -> [Double] {
    bytes.withUnsafeBytes { buffer in
      (0..<count).map {
        let pattern = buffer.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)
        return Double(bitPattern: UInt64(littleEndian: pattern))
      }
    }
  }

  private static func convert<Scalar: MatrixScalar>(_ source: [Float]) -> [Scalar] {
    if let same = source as? [Scalar] { return same }
    return [Scalar](unsafeUninitializedCapacity: source.count) { buffer, count in
      if source.count > 0 { Scalar.convert(source, to: buffer.baseAddress!, count: source.count) }
      count = source.count
    }
  }

  private static func convert<Scalar: MatrixScalar>(_ source: [Double]) -> [Scalar] {
    if let same = source as? [Scalar] { return same }
    return [Scalar](unsafeUninitializedCapacity: source.count) { buffer, count in
      if source.count > 0 { Scalar.convert(source, to: buffer.baseAddress!, count: source.count) }
      count = source.count
    }
  }

  private static func bytes<Pattern: FixedWidthInteger>(of patterns: some Sequence<Pattern>) -> [UInt8] {
    Array(patterns).withUnsafeBytes { Array($0) }
  }

  private static func check(_ received: Int, _ shape: [Int]) {
    let expected = count(of: shape)
    precondition(
      received == expected, "A tensor of shape \(shape) takes \(expected) figures, received \(received).")
  }

  private static func count(of shape: [Int]) -> Int {
    precondition(shape.allSatisfy { $0 >= 0 }, "A shape has no negative size, received \(shape).")
    return shape.reduce(1, *)
  }
}
