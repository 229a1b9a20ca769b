import LinearAlgebra

/// The features of a frame's rows as numbers, which are made when they are asked for, some rows at a time.
///
/// It shares the frame's columns: a table needs no second copy in double precision to become a matrix of
/// single precision.
public struct FeatureRows: Sendable {
  /// The number of columns.
  package let width: Int
  private let writers: [FeatureWriter]
  private let walk: RowWalk

  /// - Parameter inputs: the columns that the writers read.
  init(_ writers: [FeatureWriter], width: Int, inputs: [Column], rowCount: Int) {
    self.writers = writers
    self.width = width
    walk = RowWalk(over: inputs, rowCount: rowCount)
  }

  /// The numbers of a column as they are. Shape: (rows, 1)
  ///
  /// - Precondition: a column of numbers, integers or booleans, none missing.
  package init(_ column: Column) {
    self.init(
      [FeatureWriter(place: 0, content: .numbers(column, shift: 0, divisor: 1, fill: nil))], width: 1,
      inputs: [column], rowCount: column.count)
  }

  package var rowCount: Int { walk.rowCount }

  /// So many that they and what is made of them stay in the cache.
  private static let rowsAtATime = 128

  /// Calls `body` with all rows, some at a time and in any order: their places in the frame, and their
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

  /// The column of the first figure, row after row, that is larger than a limit, its sign apart, or a NaN.
  package func firstColumn(beyond limit: Double) -> Int? {
    var first: Int?
    forEachBlock { places, features in
      let count = places.count * width
      // Without a branch a figure, so that it costs next to nothing where all are within.
      var beyond = 0
      for index in 0..<count { beyond += abs(features[index]) <= limit ? 0 : 1 }
      guard beyond > 0 else { return }
      for index in 0..<count where !(abs(features[index]) <= limit) {
        let place = places[index / width] * width + index % width
        first = min(first ?? place, place)
      }
    }
    return first.map { $0 % width }
  }
}
