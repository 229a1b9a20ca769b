extension Matrix {
  /// A copy of the rows at the given places, in their order. A place may be given more than once.
  ///
  /// Shapes: (rows, columns) → (places, columns)
  /// - Precondition: every place lies within the matrix.
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
}
