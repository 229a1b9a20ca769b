import Foundation

/// What a table takes of memory.
extension DataFrame {
  /// The bytes of memory that the columns take. Columns that are shared with other frames count in each.
  package var byteCount: Int {
    columns.reduce(0) { $0 + $1.base.byteCount + ($1.missing == nil ? 0 : rowCount / 8) }
  }

  /// An estimate, on the high side, of what reading a CSV file takes of memory besides the file itself; made in a time
  /// that grows with the file's size alone.
  ///
  /// - Parameter bytes: the text, unpacked.
  /// - Returns: the bytes of memory, and the number of columns by the first line.
  package static func estimate(ofCSV bytes: Data) -> (memory: Int, columns: Int) {
    let delimiters = [ASCII.comma, ASCII.semicolon, ASCII.bar, ASCII.tab]
    return bytes.withUnsafeBytes { bytes in
      var counts = [Int](repeating: 0, count: 256)
      var columns = 0
      for byte in bytes {
        counts[Int(byte)] &+= 1
        if columns == 0, byte == ASCII.lineFeed || byte == ASCII.carriageReturn {
          columns = 1 + (delimiters.map { counts[Int($0)] }.max() ?? 0)
        }
      }
      let cells = (delimiters + [ASCII.space, ASCII.lineFeed, ASCII.carriageReturn]).reduce(1) {
        $0 + counts[Int($1)]
      }
      // A number takes 8 bytes, a text its bytes and a place; and a part of all that is there twice for a moment.
      return (12 * cells + bytes.count, columns)
    }
  }
}

extension Column.Storage {
  fileprivate var byteCount: Int {
    switch self {
    case .integer(let values): 8 * values.count
    case .number(let values): 8 * values.count
    case .boolean(let values): values.count
    case .text(let texts): texts.bytes.count + 8 * texts.starts.count + 4 * (texts.codes?.count ?? 0)
    }
  }
}
