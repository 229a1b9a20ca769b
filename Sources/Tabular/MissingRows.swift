/// A set of row numbers, one bit a row.
struct MissingRows: Sendable, Equatable {
  private var words: [UInt64]
  private(set) var count = 0

  init(rows: Int) { words = [UInt64](repeating: 0, count: (rows + 63) / 64) }

  func contains(_ row: Int) -> Bool { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }

  mutating func insert(_ row: Int) {
    let bit: UInt64 = 1 << UInt64(row & 63)
    if words[row >> 6] & bit == 0 {
      words[row >> 6] |= bit
      count += 1
    }
  }

  /// The set of those places in `rows` whose row is in this set.
  func selecting(rows: some RandomAccessCollection<Int>) -> MissingRows {
    var result = MissingRows(rows: rows.count)
    for (place, row) in rows.enumerated() where contains(row) { result.insert(place) }
    return result
  }
}
