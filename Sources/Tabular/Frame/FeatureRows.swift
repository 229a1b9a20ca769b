import LinearAlgebra

/// The features of a frame's rows as numbers, which are computed when they are requested, some rows at a time.
///
/// It shares the frame's columns: a table becomes a matrix of single precision without a second copy in double
/// precision.
public struct FeatureRows: Sendable {
  /// The number of columns.
  package private(set) var width: Int
  private var writers: [FeatureWriter]
  private let walk: RowWalk

  /// - Parameter inputs: the columns that the writers read.
  init(_ writers: [FeatureWriter], width: Int, inputs: [Column], rowCount: Int) {
    self.writers = writers
    self.width = width
    walk = RowWalk(over: inputs, rowCount: rowCount)
  }

  /// The numbers of columns as they are. Shape: (rows, columns)
  ///
  /// - Precondition: columns of numbers, integers or booleans, none missing.
  package init(_ columns: [Column], rowCount: Int) {
    self.init(
      columns.enumerated().map { FeatureWriter(place: $0, content: .numbers($1)) }, width: columns.count,
      inputs: columns, rowCount: rowCount)
  }

  package var rowCount: Int { walk.rowCount }

  /// The most categories of a column of codes that ``expandingCodes`` keeps.
  private static let mostExpanded = 1_000

  /// The same rows for linear models, which cannot use codes: each category is a column of 0 and 1. Columns of more than
  /// 1,000 categories are left out.
  package var expandingCodes: FeatureRows {
    var (expanded, taken, width) = ([FeatureWriter](), 0, 0)
    for writer in writers {
      width += writer.place - taken
      taken = writer.place
      guard case .codes(let places, let count) = writer.content else {
        expanded.append(FeatureWriter(place: width, content: writer.content))
        continue
      }
      taken += 1
      guard count <= Self.mostExpanded else { continue }
      expanded.append(FeatureWriter(place: width, content: .indicators(places)))
      width += count
    }
    var result = self
    (result.writers, result.width) = (expanded, width + self.width - taken)
    return result
  }

  /// Few enough that they and their features stay in the cache.
  private static let rowsAtATime = 128

  /// Calls `body` with all rows, some at a time and in any order: their indices in the frame, and their
  /// features.
  ///
  /// Shape: (places, width)
  package func forEachBlock(
    _ body: (_ places: UnsafeBufferPointer<Int>, _ features: UnsafeMutablePointer<Double>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: max(Self.rowsAtATime * width, 1)) { memory in
      let features = memory.baseAddress!
      walk.forEachBlock(of: Self.rowsAtATime) { block in
        features.update(repeating: 0, count: block.count * width)
        for writer in writers { writer.write(block, into: features, width: width) }
        body(block.rows, features)
      }
    }
  }

  /// All rows as a matrix, rounded to its precision. Shape: (rows, width)
  package func matrix<Scalar: MatrixScalar>() -> Matrix<Scalar> {
    var matrix = Matrix<Scalar>(rows: rowCount, columns: width)
    guard width > 0 else { return matrix }
    let rowSize = width * MemoryLayout<Scalar>.stride
    matrix.withUnsafeMutableBufferPointer { target in
      let target = target.baseAddress!
      withUnsafeTemporaryAllocation(of: Scalar.self, capacity: Self.rowsAtATime * width) { rounded in
        forEachBlock { places, features in
          if walk.isInOrder {
            return Scalar.convert(features, to: target + places[0] * width, count: places.count * width)
          }
          Scalar.convert(features, to: rounded.baseAddress!, count: places.count * width)
          let (source, rows) = (UnsafeRawPointer(rounded.baseAddress!), UnsafeMutableRawPointer(target))
          for (index, place) in places.enumerated() {
            (rows + place * rowSize).copyMemory(from: source + index * rowSize, byteCount: rowSize)
          }
        }
      }
    }
    return matrix
  }

  /// Row and column of the first feature, row by row, whose magnitude is larger than a limit, or that is NaN.
  package func firstPlace(beyond limit: Double) -> (row: Int, column: Int)? {
    var first: Int?
    forEachBlock { places, features in
      let count = places.count * width
      // Without a branch per feature, so that it costs next to nothing where all are within the limit.
      var beyond = 0
      for index in 0..<count { beyond += abs(features[index]) <= limit ? 0 : 1 }
      guard beyond > 0 else { return }
      for index in 0..<count where !(abs(features[index]) <= limit) {
        let place = places[index / width] * width + index % width
        first = min(first ?? place, place)
      }
    }
    return first.map { ($0 / width, $0 % width) }
  }
}

/// Writes the numbers of one feature into rows of zeros.
struct FeatureWriter: Sendable {
  enum Content: Sendable {
    /// (x − shift) / divisor, or 0 where the divisor is 0. A missing x is replaced by `fill`, where there is
    /// one.
    case numbers(Column, shift: Double = 0, divisor: Double = 1, fill: Double? = nil)
    /// For every row the column that is 1, counted from the feature's first; negative where none is.
    case indicators([Int32])
    /// For every row 1 where the place is 0, −1 where it is 1; 0 where it is negative.
    case signs([Int32])
    /// For every row the place among `count` of them, written as one more; 0 where it is negative.
    case codes([Int32], count: Int)
    case indicator(MissingRows)
  }

  /// The first of the feature's columns.
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
        column.base.forEachNumber(at: $0) { first[$0 &* width] = ($1 - shift) / divisor }
      }
      guard let fill, let missing = column.missing else { return }
      let filled = (fill - shift) / divisor
      for (index, row) in block.rows.enumerated() where missing.contains(row) {
        first[index * width] = filled
      }
    case .indicators(let places):
      for (index, row) in block.rows.enumerated() where places[row] >= 0 {
        first[index * width + Int(places[row])] = 1
      }
    case .signs(let places):
      for (index, row) in block.rows.enumerated() where places[row] >= 0 {
        first[index * width] = places[row] == 0 ? 1 : -1
      }
    case .codes(let places, _):
      for (index, row) in block.rows.enumerated() { first[index * width] = Double(max(places[row] + 1, 0)) }
    case .indicator(let missing):
      for (index, row) in block.rows.enumerated() where missing.contains(row) { first[index * width] = 1 }
    }
  }
}
