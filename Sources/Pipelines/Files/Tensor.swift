import LinearAlgebra

/// Numbers of one shape, stored as in a safetensors file: row by row, little-endian.
public struct Tensor: Equatable, Sendable {
  /// The type of a tensor's numbers, by its name in safetensors files.
  public enum ElementType: String, Sendable {
    /// Single precision.
    case float32 = "F32"
    /// Double precision.
    case float64 = "F64"

    /// The number of bytes of one number.
    public var byteCount: Int { self == .float32 ? 4 : 8 }
  }

  /// The type of the numbers.
  public let elementType: ElementType
  /// The sizes from the outermost to the innermost dimension; empty for a single number.
  public let shape: [Int]
  /// The numbers as stored in a file.
  public let bytes: [UInt8]

  /// Creates a tensor from its stored bytes.
  ///
  /// - Precondition: the number of bytes matches the shape.
  public init(_ elementType: ElementType, shape: [Int], bytes: [UInt8]) {
    precondition(shape.allSatisfy { $0 >= 0 }, "A shape has no negative size, received \(shape).")
    let expected = shape.reduce(elementType.byteCount, *)
    precondition(
      bytes.count == expected,
      "A tensor of shape \(shape) takes \(expected) bytes, received \(bytes.count).")
    self.elementType = elementType
    self.shape = shape
    self.bytes = bytes
  }

  /// Creates a tensor from its numbers, row by row, in their precision.
  ///
  /// - Precondition: the number of numbers matches the shape.
  public init<Scalar: MatrixScalar>(shape: [Int], _ scalars: [Scalar]) {
    func bytes(_ patterns: [some FixedWidthInteger]) -> [UInt8] { patterns.withUnsafeBytes { Array($0) } }
    if let singles = scalars as? [Float], Scalar.self == Float.self {
      self.init(.float32, shape: shape, bytes: bytes(singles.map(\.bitPattern.littleEndian)))
    } else if let doubles = scalars as? [Double] {
      self.init(.float64, shape: shape, bytes: bytes(doubles.map(\.bitPattern.littleEndian)))
    } else {
      preconditionFailure("A tensor is made of Float or Double, received \(Scalar.self).")
    }
  }

  /// Creates a tensor of the matrix's shape (rows, columns) and precision.
  public init<Scalar: MatrixScalar>(_ matrix: Matrix<Scalar>) {
    self.init(shape: [matrix.rows, matrix.columns], matrix.scalars)
  }

  /// The number of numbers: the product of the shape.
  public var count: Int { bytes.count / elementType.byteCount }

  /// The numbers, row by row, rounded to nearest when the tensor has higher precision.
  public func scalars<Scalar: MatrixScalar>(as type: Scalar.Type = Scalar.self) -> [Scalar] {
    switch elementType {
    case .float32: Self.converted(patterns(of: UInt32.self).map { Float(bitPattern: $0) })
    case .float64: Self.converted(patterns(of: UInt64.self).map { Double(bitPattern: $0) })
    }
  }

  /// Whether no number is NaN or infinite.
  package var isFinite: Bool {
    switch elementType {
    case .float32: patterns(of: UInt32.self).allSatisfy { Float(bitPattern: $0).isFinite }
    case .float64: patterns(of: UInt64.self).allSatisfy { Double(bitPattern: $0).isFinite }
    }
  }

  /// The numbers as a matrix; a tensor of one dimension becomes a matrix of one row.
  ///
  /// - Precondition: the tensor has one or two dimensions.
  public func matrix<Scalar: MatrixScalar>(of type: Scalar.Type = Scalar.self) -> Matrix<Scalar> {
    precondition(shape.count == 1 || shape.count == 2, "A matrix has two dimensions, received \(shape).")
    return Matrix(
      rows: shape.count == 1 ? 1 : shape[0], columns: shape[shape.count - 1], scalars: scalars(as: type))
  }

  private func patterns<Pattern: FixedWidthInteger & BitwiseCopyable>(of type: Pattern.Type) -> [Pattern] {
    bytes.withUnsafeBytes { buffer in
      (0..<count).map {
        Pattern(littleEndian: buffer.loadUnaligned(fromByteOffset: $0 * elementType.byteCount, as: type))
      }
    }
  }

  private static func converted<Source: MatrixScalar, Scalar: MatrixScalar>(_ source: [Source]) -> [Scalar] {
    source as? [Scalar] ?? Matrix<Scalar>(Matrix(column: source)).scalars
  }
}
