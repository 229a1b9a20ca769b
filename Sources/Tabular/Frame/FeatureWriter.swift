/// Writes what one feature becomes into rows of zeros.
struct FeatureWriter: Sendable {
  enum Content: Sendable {
    /// (x − shift) / divisor, and 0 where the divisor is 0. What stands in for a missing x, where there is
    /// such a thing.
    case numbers(Column, shift: Double, divisor: Double, fill: Double?)
    /// For every row the column that is 1, counted from the first; negative where none is.
    case codes([Int32])
    case indicator(MissingRows)
  }

  /// The first of the columns that are the feature's.
  let place: Int
  let content: Content

  /// Shape: target (block, width)
  func write(_ block: RowWalk.Block, into target: UnsafeMutablePointer<Double>, width: Int) {
    let first = target + place
    switch content {
    case .numbers(let column, let shift, let divisor, let fill):
      // A constant column stays 0.
      guard divisor != 0 else { return }
      block.withPlaces(in: column) {
        column.base.write($0, into: first, stride: width, shift: shift, divisor: divisor)
      }
      guard let fill, let missing = column.missing else { return }
      let filled = (fill - shift) / divisor
      for (index, row) in block.rows.enumerated() where missing.contains(row) {
        first[index * width] = filled
      }
    case .codes(let codes):
      for (index, row) in block.rows.enumerated() where codes[row] >= 0 {
        first[index * width + Int(codes[row])] = 1
      }
    case .indicator(let missing):
      for (index, row) in block.rows.enumerated() where missing.contains(row) { first[index * width] = 1 }
    }
  }
}

extension Column.Storage {
  /// Writes (x − shift) / divisor of the values at some places to every `stride`-th place of the target.
  fileprivate func write(
    _ places: UnsafeBufferPointer<Int>, into target: UnsafeMutablePointer<Double>, stride: Int, shift: Double,
    divisor: Double
  ) {
    switch self {
    case .number(let values): Self.scatter(values, places, target, stride) { ($0 - shift) / divisor }
    case .integer(let values): Self.scatter(values, places, target, stride) { (Double($0) - shift) / divisor }
    case .boolean(let values):
      Self.scatter(values, places, target, stride) { (($0 ? 1 : 0) - shift) / divisor }
    case .text: preconditionFailure("A matrix takes numbers, received a text column.")
    }
  }

  @inline(__always)
  private static func scatter<Value>(
    _ values: [Value], _ places: UnsafeBufferPointer<Int>, _ first: UnsafeMutablePointer<Double>,
    _ stride: Int, _ number: (Value) -> Double
  ) {
    values.withUnsafeBufferPointer { values in
      var target = first
      for place in places {
        target.pointee = number(values[place])
        target += stride
      }
    }
  }
}
