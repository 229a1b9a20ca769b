/// Finds rows by their values: a hash table of rows, the first of equal ones.
///
/// The hashes of all rows are made column by column, so that each loop runs over packed values of one type.
struct RowIndex {
  private let columns: [Column]
  private let hashes: [UInt64]
  /// Places of rows, −1 where empty; a row stands at its hash or, where that is taken, further on.
  private var slots: [Int]

  /// Creates an empty index for the rows of some columns.
  init(columns: [Column], rowCount: Int) {
    self.columns = columns
    hashes = Self.hashes(of: columns, rowCount: rowCount)
    var capacity = 2
    while capacity < 2 * rowCount { capacity *= 2 }
    slots = [Int](repeating: -1, count: capacity)
  }

  /// Enters a row, unless an equal one is there already.
  ///
  /// - Returns: whether it was entered.
  mutating func insert(_ row: Int) -> Bool {
    let slot = slot(of: row, of: columns, hash: hashes[row])
    guard slots[slot] < 0 else { return false }
    slots[slot] = row
    return true
  }

  /// Whether a row equal to one of other columns has been entered.
  func contains(_ row: Int, of others: [Column], hash: UInt64) -> Bool {
    slots[slot(of: row, of: others, hash: hash)] >= 0
  }

  /// The slot where an equal row stands, or else the empty one where it would stand.
  private func slot(of row: Int, of others: [Column], hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      let candidate = slots[slot]
      if hashes[candidate] == hash && isEqual(candidate, to: row, of: others) { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private func isEqual(_ row: Int, to otherRow: Int, of others: [Column]) -> Bool {
    columns.indices.allSatisfy { columns[$0].holds(row, equalTo: otherRow, of: others[$0]) }
  }

  /// A hash a row: equal rows have equal hashes, whether a number stands as integer or as number.
  static func hashes(of columns: [Column], rowCount: Int) -> [UInt64] {
    var hashes = [UInt64](repeating: 0, count: rowCount)
    for column in columns {
      switch column.storage {
      case .integer(let values): mix(values, column.missing, into: &hashes) { Double($0).bitPattern }
      case .number(let values):
        // All zeros alike, all NaNs alike.
        mix(values, column.missing, into: &hashes) { $0 == 0 ? 0 : $0.isNaN ? 1 : $0.bitPattern }
      case .text(let values):
        mix(values, column.missing, into: &hashes) { UInt64(bitPattern: Int64($0.hashValue)) }
      case .boolean(let values): mix(values, column.missing, into: &hashes) { $0 ? 3 : 2 }
      }
    }
    return hashes
  }

  @inline(__always)
  private static func mix<Value>(
    _ values: [Value], _ missing: MissingRows?, into hashes: inout [UInt64], _ bits: (Value) -> UInt64
  ) {
    if let missing {
      for row in values.indices {
        hashes[row] = mixed(hashes[row], missing.contains(row) ? 4 : bits(values[row]))
      }
    } else {
      for row in values.indices { hashes[row] = mixed(hashes[row], bits(values[row])) }
    }
  }

  /// Source: the finalizer of MurmurHash3 (A. Appleby).
  @inline(__always)
  private static func mixed(_ hash: UInt64, _ bits: UInt64) -> UInt64 {
    var mixed = (hash &* 31) ^ bits
    mixed = (mixed ^ (mixed >> 33)) &* 0xff51_afd7_ed55_8ccd
    mixed = (mixed ^ (mixed >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    return mixed ^ (mixed >> 33)
  }
}
