/// A dense matrix of `rows` × `columns` scalars, stored row after row.
///
/// A value type: copies share their memory until one of them is changed.
///
///     let x = Matrix<Float>([[1, 2], [3, 4]])
///     x[1, 0]        // 3
public struct Matrix<Scalar: MatrixScalar>: @unchecked Sendable {
  // Sendable holds because `buffer` is private to this value: every change goes through
  // `withUnsafeMutableBufferPointer`, which first makes the buffer unique.
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  private var buffer: AlignedBuffer<Scalar>

  /// Creates a matrix of zeros.
  ///
  /// - Precondition: neither size is negative.
  public init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "A matrix of \(rows) × \(columns) does not exist.")
    self.rows = rows
    self.columns = columns
    buffer = AlignedBuffer(count: rows * columns)
  }

  /// Creates a matrix from its scalars, row after row.
  ///
  /// - Precondition: `scalars.count == rows * columns`.
  public init(rows: Int, columns: Int, scalars: some Collection<Scalar>) {
    precondition(
      scalars.count == rows * columns,
      "A matrix of \(rows) × \(columns) takes \(rows * columns) scalars, received \(scalars.count).")
    self.init(rows: rows, columns: columns)
    _ = UnsafeMutableBufferPointer(start: buffer.pointer, count: buffer.count).update(fromContentsOf: scalars)
  }

  /// Creates a matrix from its rows.
  ///
  /// - Precondition: all rows have the same length.
  public init(_ rows: [[Scalar]]) {
    let columns = rows.first?.count ?? 0
    for row in rows {
      precondition(row.count == columns, "Every row has \(columns) scalars, received one of \(row.count).")
    }
    self.init(rows: rows.count, columns: columns, scalars: rows.flatMap { $0 })
  }

  /// Creates a matrix of one column: the shape of a target, (rows, 1).
  public init(column: some Collection<Scalar>) {
    self.init(rows: column.count, columns: 1, scalars: column)
  }

  /// Creates a matrix by converting each scalar of another, rounding to nearest. Shapes: both (rows, columns)
  public init<Other: MatrixScalar>(_ other: Matrix<Other>) {
    if let same = other as? Matrix {
      self = same
      return
    }
    self.init(rows: other.rows, columns: other.columns)
    Scalar.convert(other.buffer.pointer, to: buffer.pointer, count: buffer.count)
  }

  /// Creates a matrix whose scalars stay in a file, row after row; a change makes a copy in memory.
  ///
  /// - Precondition: `file` holds a whole number of rows of `columns` scalars.
  package init(_ file: MappedFile, columns: Int) {
    buffer = AlignedBuffer(file)
    precondition(
      buffer.count * MemoryLayout<Scalar>.stride == file.count && buffer.count % columns == 0,
      "A file of \(file.count) bytes does not hold rows of \(columns) scalars.")
    rows = buffer.count / columns
    self.columns = columns
  }

  /// Returns the memory of some rows to the system, if they can be read from their file again.
  package func release(rows range: Range<Int>) {
    let stride = columns * MemoryLayout<Scalar>.stride
    buffer.file?.release(range.lowerBound * stride..<range.upperBound * stride)
  }

  /// The scalar at a row and column, counted from 0.
  ///
  /// - Precondition: both are within the matrix.
  public subscript(row: Int, column: Int) -> Scalar {
    get {
      check(row, column)
      return buffer.pointer[row * columns + column]
    }
    set {
      check(row, column)
      makeUnique()
      buffer.pointer[row * columns + column] = newValue
    }
  }

  /// A copy of the given rows, in their order. Shapes: (rows, columns) → (range, columns)
  ///
  /// - Precondition: the range is within the matrix.
  public subscript(rows range: Range<Int>) -> Matrix {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= rows, "Rows \(range) of a matrix of \(rows) rows.")
    var result = Matrix(rows: range.count, columns: columns)
    result.withUnsafeMutableBufferPointer { target in
      target.baseAddress!.update(from: buffer.pointer + range.lowerBound * columns, count: target.count)
    }
    return result
  }

  /// A copy of the rows with the given indices, in their order. An index may be repeated.
  ///
  /// Shapes: (rows, columns) → (places, columns)
  /// - Precondition: every index is within the matrix.
  public subscript(rows places: [Int]) -> Matrix {
    var result = Matrix(rows: places.count, columns: columns)
    let (rows, columns) = (rows, columns)
    result.withUnsafeMutableBufferPointer { target in
      withUnsafeBufferPointer { source in
        for (place, row) in places.enumerated() {
          precondition(row >= 0 && row < rows, "Row \(row) of a matrix of \(rows) rows.")
          guard columns > 0 else { continue }
          (target.baseAddress! + place * columns).update(
            from: source.baseAddress! + row * columns, count: columns)
        }
      }
    }
    return result
  }

  /// The scalars of one row, counted from 0. Shape: (columns)
  ///
  /// - Precondition: the matrix has such a row.
  public func row(_ index: Int) -> [Scalar] {
    precondition((0..<rows).contains(index), "Row \(index) of a matrix of \(rows) rows.")
    return Array(UnsafeBufferPointer(start: buffer.pointer + index * columns, count: columns))
  }

  /// The scalars of one column, counted from 0. Shape: (rows)
  ///
  /// - Precondition: the matrix has such a column.
  public func column(_ index: Int) -> [Scalar] {
    precondition((0..<columns).contains(index), "Column \(index) of a matrix of \(columns) columns.")
    return (0..<rows).map { buffer.pointer[$0 * columns + index] }
  }

  /// All scalars, row after row.
  public var scalars: [Scalar] { Array(UnsafeBufferPointer(start: buffer.pointer, count: buffer.count)) }

  /// Calls `body` with the scalars, row after row, valid only during the call.
  public func withUnsafeBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeBufferPointer(start: buffer.pointer, count: buffer.count))
  }

  /// Calls `body` with the scalars, row after row, to be changed in place; valid only during the call.
  public mutating func withUnsafeMutableBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    makeUnique()
    return try body(UnsafeMutableBufferPointer(start: buffer.pointer, count: buffer.count))
  }

  private mutating func makeUnique() {
    if buffer.file != nil || !isKnownUniquelyReferenced(&buffer) { buffer = AlignedBuffer(copying: buffer) }
  }

  private func check(_ row: Int, _ column: Int) {
    precondition(
      row >= 0 && row < rows && column >= 0 && column < columns,
      "Place (\(row), \(column)) of a matrix of \(rows) × \(columns).")
  }
}

extension Matrix {
  /// The product of two matrices.
  ///
  /// Shapes: left (rows, inner) · right (inner, columns) → (rows, columns)
  /// - Precondition: `left.columns == right.rows`.
  public static func * (left: Matrix, right: Matrix) -> Matrix {
    precondition(
      left.columns == right.rows,
      "A product needs as many rows on the right as columns on the left, received"
        + " \(left.rows) × \(left.columns) times \(right.rows) × \(right.columns).")
    let result = Matrix(rows: left.rows, columns: right.columns)
    Scalar.multiply(
      rows: left.rows, columns: right.columns, inner: left.columns, alpha: 1,
      left.buffer.pointer, leadingA: max(left.columns, 1), transposeA: false,
      right.buffer.pointer, leadingB: max(right.columns, 1), transposeB: false,
      beta: 0, into: result.buffer.pointer, leadingC: max(right.columns, 1))
    return result
  }

  /// The matrix with rows and columns exchanged. Shape: (rows, columns) → (columns, rows)
  public func transposed() -> Matrix {
    let result = Matrix(rows: columns, columns: rows)
    for row in 0..<rows {
      for column in 0..<columns {
        result.buffer.pointer[column * rows + row] = buffer.pointer[row * columns + column]
      }
    }
    return result
  }
}

extension Matrix: Equatable {
  public static func == (left: Matrix, right: Matrix) -> Bool {
    left.rows == right.rows && left.columns == right.columns
      && left.withUnsafeBufferPointer { a in right.withUnsafeBufferPointer { b in a.elementsEqual(b) } }
  }
}

extension Matrix: CustomStringConvertible, CustomReflectable {
  /// The size and the first rows, of which a line has the first values.
  public var description: String {
    "Matrix of \(rows) × \(columns): "
      + (0..<Swift.min(rows, 4)).map { text(ofRow: $0) }.joined(separator: ", ") + (rows > 4 ? ", …" : "")
  }

  private func text(ofRow index: Int) -> String {
    columns > 12 ? "[\(Brief.list(row(index), limit: 12))]" : "\(row(index))"
  }

  public var customMirror: Mirror {
    Mirror(
      self,
      children: [("rows", rows as Any), ("columns", columns)]
        + (0..<Swift.min(rows, 4)).map { ("\($0)", Array(row($0).prefix(12)) as Any) }, displayStyle: .struct)
  }
}
