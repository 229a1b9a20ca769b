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

  /// Inserts the rows of another set, shifted by `offset`. None of them is in this set.
  mutating func insert(_ other: MissingRows, offset: Int) {
    let first = offset >> 6
    let shift = UInt64(offset & 63)
    for (place, word) in other.words.enumerated() where word != 0 {
      words[first + place] |= word << shift
      if shift > 0, word >> (64 - shift) != 0 { words[first + place + 1] |= word >> (64 - shift) }
    }
    count += other.count
  }

  /// The set of those indices of `rows` whose row is in this set.
  func selecting<Place: BinaryInteger>(rows: some RandomAccessCollection<Place>) -> MissingRows {
    var result = MissingRows(rows: rows.count)
    for (place, row) in rows.enumerated() where contains(Int(row)) { result.insert(place) }
    return result
  }
}

extension MissingRows {
  /// Calls `body` with every row of the set, in ascending order.
  @inline(__always)
  func forEach(_ body: (Int) -> Void) {
    for (place, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        body(place << 6 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }

  /// The first row of the set.
  var first: Int? {
    guard let place = words.firstIndex(where: { $0 != 0 }) else { return nil }
    return place << 6 + words[place].trailingZeroBitCount
  }

  /// The rows of either set.
  func union(_ other: MissingRows) -> MissingRows {
    var result = self
    other.forEach { result.insert($0) }
    return result
  }
}
