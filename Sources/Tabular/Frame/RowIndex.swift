import LinearAlgebra

/// Finds rows by their values: a hash table of rows, the first of equal ones.
///
/// A slot takes 8 bytes and holds no value: rows are compared in their columns. They are inserted and looked up
/// in blocks, so that each loop runs over values of one type and the processor fetches many slots in parallel.
struct RowIndex {
  private let columns: [Column]
  /// The upper half of a row's hash, followed by the row's index + 1; 0 in an empty slot. A row is in the slot
  /// given by the lower half of its hash or, where that is taken, in a later one.
  private var slots: [UInt64]
  /// The bits of a hash that are used: all of them, except in tests of equal hashes.
  private let hashMask: UInt64
  private var pairs: [RowPair] = []

  /// Creates an empty index for rows of some columns.
  ///
  /// - Precondition: 2³² − 2 rows at most.
  init(columns: [Column], rowCount: Int, hashMask: UInt64 = .max) {
    precondition(rowCount < Int(UInt32.max), "An index has at most 2³² − 2 rows, received \(rowCount).")
    self.columns = columns
    self.hashMask = hashMask
    var capacity = 2
    // A quarter to a half of the slots are taken: with more of them, searches would take longer.
    while capacity < 2 * rowCount { capacity *= 2 }
    slots = [UInt64](unsafeUninitializedCapacity: capacity) { slots, count in
      PageMemory.willFill(slots.baseAddress!, count: capacity * MemoryLayout<UInt64>.stride)
      slots.initialize(repeating: 0)
      count = capacity
    }
  }

  /// Inserts rows of the index's own columns, unless equal ones are in it already.
  ///
  /// - Parameter repeats: called for every row that was not inserted, with the equal row of the index.
  mutating func insert(_ walk: RowWalk, repeats: (_ row: Int, _ indexed: Int) -> Void = { _, _ in }) {
    let hashed = RowHashes(columns)
    walk.forEachBlock(of: Self.rowsAtATime) { block in
      hashed.with(block, mask: hashMask) { hashes in
        match(block.rows, hashes, of: columns, inserts: true, isFound: repeats)
      }
    }
  }

  /// Looks for rows of other columns.
  ///
  /// - Parameter isFound: called for every row that equals one of the index, with that one.
  mutating func find(
    _ walk: RowWalk, of others: [Column], isFound: (_ row: Int, _ indexed: Int) -> Void
  ) {
    let hashed = RowHashes(others)
    walk.forEachBlock(of: Self.rowsAtATime) { block in
      hashed.with(block, mask: hashMask) { hashes in
        match(block.rows, hashes, of: others, inserts: false, isFound: isFound)
      }
    }
  }

  private static let rowsAtATime = 256

  /// Assumes that the first row with the same upper half of the hash is equal, and compares all such pairs at
  /// the end; where the assumption was wrong, the row is looked up again.
  private mutating func match(
    _ rows: UnsafeBufferPointer<Int>, _ hashes: UnsafeBufferPointer<UInt64>, of others: [Column],
    inserts: Bool, isFound: (_ row: Int, _ indexed: Int) -> Void
  ) {
    // None of these accesses has to wait for another one, and later ones find the slots in the cache.
    if taken(of: hashes) == 0 && !inserts { return }
    pairs.removeAll(keepingCapacity: true)
    for (index, row) in rows.enumerated() {
      let slot = slot(of: hashes[index]) { _ in true }
      if slots[slot] != 0 {
        pairs.append(RowPair(row: row, place: index, partner: Self.row(in: slots[slot])))
      } else if inserts {
        slots[slot] = Self.content(row, hashes[index])
      }
    }
    for (other, column) in zip(others, columns) { pairs.compare(other, with: column) }
    for pair in pairs {
      let row = pair.row
      if pair.isEqual {
        isFound(row, pair.partner)
        continue
      }
      let hash = hashes[pair.place]
      let slot = slot(of: hash) { candidate in
        columns.indices.allSatisfy { columns[$0].holds(candidate, equalTo: row, of: others[$0]) }
      }
      if slots[slot] != 0 {
        isFound(row, Self.row(in: slots[slot]))
      } else if inserts {
        slots[slot] = Self.content(row, hash)
      }
    }
  }

  /// The number of slots taken among those where the search for each hash begins.
  private func taken(of hashes: UnsafeBufferPointer<UInt64>) -> Int {
    let mask = slots.count - 1
    return slots.withUnsafeBufferPointer { slots in
      var count = 0
      for hash in hashes { count += slots[Int(truncatingIfNeeded: hash) & mask] == 0 ? 0 : 1 }
      return count
    }
  }

  /// The first slot whose row has this hash and satisfies the condition, or otherwise the first empty one.
  @inline(__always)
  private func slot(of hash: UInt64, _ isMeant: (_ row: Int) -> Bool) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash >> 32 && isMeant(Self.row(in: slots[slot])) { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private static func content(_ row: Int, _ hash: UInt64) -> UInt64 { (hash >> 32) << 32 | UInt64(row + 1) }

  private static func row(in content: UInt64) -> Int { Int(UInt32(truncatingIfNeeded: content)) - 1 }
}

/// Hashes of rows: equal rows have equal hashes, whether a number is stored as an integer or as a number.
struct RowHashes {
  private let columns: [Column]
  /// For each column of texts that repeat, the hash of each text.
  private let textHashes: [[UInt64]?]

  init(_ columns: [Column]) {
    self.columns = columns
    textHashes = columns.map { if case .text(let texts) = $0.base { texts.entryHashes } else { nil } }
  }

  /// Calls `body` with the hashes of some rows.
  func with(_ block: RowWalk.Block, mask: UInt64, _ body: (UnsafeBufferPointer<UInt64>) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: block.count) { hashes in
      hashes.initialize(repeating: 0)
      for place in columns.indices { Self.mix(columns[place], textHashes[place], block, into: hashes) }
      for index in hashes.indices { hashes[index] = Self.mixed(hashes[index], 0) & mask }
      body(UnsafeBufferPointer(hashes))
    }
  }

  private static func mix(
    _ column: Column, _ textHashes: [UInt64]?, _ block: RowWalk.Block,
    into hashes: UnsafeMutableBufferPointer<UInt64>
  ) {
    switch column.base {
    case .integer(let values): mix(values, column, block, into: hashes) { Double($0).bitPattern }
    case .number(let values):
      // All zeros alike, all NaNs alike.
      mix(values, column, block, into: hashes) { $0 == 0 ? 0 : $0.isNaN ? 1 : $0.bitPattern }
    case .text(let texts):
      mix(column, block, into: hashes) { place in
        textHashes.map { $0[texts.entry(ofRow: place)] } ?? texts.hash(ofRow: place)
      }
    case .boolean(let values): mix(values, column, block, into: hashes) { $0 ? 3 : 2 }
    }
  }

  @inline(__always)
  private static func mix<Value>(
    _ values: [Value], _ column: Column, _ block: RowWalk.Block,
    into hashes: UnsafeMutableBufferPointer<UInt64>, _ bits: (Value) -> UInt64
  ) {
    values.withUnsafeBufferPointer { values in mix(column, block, into: hashes) { bits(values[$0]) } }
  }

  @inline(__always)
  private static func mix(
    _ column: Column, _ block: RowWalk.Block, into hashes: UnsafeMutableBufferPointer<UInt64>,
    bits: (_ place: Int) -> UInt64
  ) {
    block.withPlaces(in: column) { places in
      if let missing = column.missing {
        for index in hashes.indices {
          hashes[index] = mixed(hashes[index], missing.contains(block.rows[index]) ? 4 : bits(places[index]))
        }
      } else {
        for index in hashes.indices { hashes[index] = mixed(hashes[index], bits(places[index])) }
      }
    }
  }

  /// The upper half of a product combined with the lower half, so that every bit of a value affects every bit.
  ///
  /// Source: the multiplication of wyhash (Wang Yi), with the fraction of the golden ratio.
  @inline(__always)
  private static func mixed(_ hash: UInt64, _ bits: UInt64) -> UInt64 {
    let product = (hash ^ bits ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
    return product.high ^ product.low
  }
}

/// A row, and a row to which it may be equal.
private struct RowPair {
  let row: Int
  /// The index of the row in its block.
  let place: Int
  let partner: Int
  /// Whether the two are equal in all columns that have been compared.
  var isEqual = true
}

extension [RowPair] {
  /// Compares the rows' values in a column with their partners' in another.
  fileprivate mutating func compare(_ column: Column, with other: Column) {
    let isComplete = column.missing == nil && other.missing == nil
    switch (column.base, other.base) {
    case (.number(let a), .number(let b)) where isComplete:
      compare(a, column, b, other) { $0 == $1 || $0.isNaN && $1.isNaN }
    case (.integer(let a), .integer(let b)) where isComplete: compare(a, column, b, other, ==)
    case (.boolean(let a), .boolean(let b)) where isComplete: compare(a, column, b, other, ==)
    case (.text(let a), .text(let b)) where isComplete:
      compare(column, other) { a.isEqual($0, to: $1, of: b) }
    default:
      for pair in indices where self[pair].isEqual {
        self[pair].isEqual = column.holds(self[pair].row, equalTo: self[pair].partner, of: other)
      }
    }
  }

  @inline(__always)
  private mutating func compare<Value>(
    _ a: [Value], _ column: Column, _ b: [Value], _ other: Column, _ isEqual: (Value, Value) -> Bool
  ) {
    compare(column, other) { isEqual(a[$0], b[$1]) }
  }

  @inline(__always)
  private mutating func compare(
    _ column: Column, _ other: Column, isEqual: (_ place: Int, _ otherPlace: Int) -> Bool
  ) {
    for pair in indices where self[pair].isEqual {
      self[pair].isEqual = isEqual(
        column.place(ofRow: self[pair].row), other.place(ofRow: self[pair].partner))
    }
  }
}
