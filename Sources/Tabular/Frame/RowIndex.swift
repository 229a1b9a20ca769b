import LinearAlgebra

/// Finds rows by their values: a hash table of rows, the first of equal ones.
///
/// A slot takes 8 bytes and holds no value: rows are compared where they lie. They are entered and looked for
/// some at a time, so that each loop runs over values of one type, and that the processor fetches many slots
/// side by side.
struct RowIndex {
  private let columns: [Column]
  /// The upper half of a row's hash and below it the row's place + 1; 0 in an empty slot. A row stands where
  /// the lower half of its hash says or, where that is taken, further on.
  private var slots: [UInt64]
  /// The bits of a hash that count: all of them, but for who tests what becomes of equal hashes.
  private let hashMask: UInt64
  private var pairs = RowPairs()

  /// Creates an empty index for rows of some columns.
  ///
  /// - Precondition: 2³² − 2 rows at most.
  init(columns: [Column], rowCount: Int, hashMask: UInt64 = .max) {
    precondition(rowCount < Int(UInt32.max), "An index is of 2³² − 2 rows at most, received \(rowCount).")
    self.columns = columns
    self.hashMask = hashMask
    var capacity = 2
    // A quarter to a half of the slots are taken: more of them, and rows would have to be sought further on.
    while capacity < 2 * rowCount { capacity *= 2 }
    slots = [UInt64](unsafeUninitializedCapacity: capacity) { slots, count in
      MemoryAdvice.willFill(slots.baseAddress!, count: capacity * MemoryLayout<UInt64>.stride)
      slots.initialize(repeating: 0)
      count = capacity
    }
  }

  /// Enters rows of the index's own columns, unless equal ones are there already.
  ///
  /// - Parameter repeats: told of every row that was not entered, and of the one in the index that it equals.
  mutating func insert(_ walk: RowWalk, repeats: (_ row: Int, _ entered: Int) -> Void = { _, _ in }) {
    walk.forEachBlock(of: Self.rowsAtATime) { block in
      RowHashes.with(columns, block, mask: hashMask) { hashes in
        match(block.rows, hashes, of: columns, enters: true, isFound: repeats)
      }
    }
  }

  /// Looks for rows of other columns.
  ///
  /// - Parameter isFound: told of every row that equals one of the index, and of that one.
  mutating func find(
    _ walk: RowWalk, of others: [Column], isFound: (_ row: Int, _ entered: Int) -> Void
  ) {
    walk.forEachBlock(of: Self.rowsAtATime) { block in
      RowHashes.with(others, block, mask: hashMask) { hashes in
        match(block.rows, hashes, of: others, enters: false, isFound: isFound)
      }
    }
  }

  private static let rowsAtATime = 256

  /// Takes the first row in the table whose hash looks the same to be equal, and compares all such pairs at
  /// the end; a row that was mistaken is then looked for once more.
  private mutating func match(
    _ rows: UnsafeBufferPointer<Int>, _ hashes: UnsafeBufferPointer<UInt64>, of others: [Column],
    enters: Bool, isFound: (_ row: Int, _ entered: Int) -> Void
  ) {
    // None of these looks has to wait for another one, and those that follow find the slots in the cache.
    if taken(of: hashes) == 0 && !enters { return }
    pairs.removeAll()
    for (index, row) in rows.enumerated() {
      let slot = slot(of: hashes[index]) { _ in true }
      if slots[slot] != 0 {
        pairs.append(row: row, place: index, partner: Self.row(in: slots[slot]))
      } else if enters {
        slots[slot] = Self.content(row, hashes[index])
      }
    }
    pairs.compare(others, with: columns)
    for pair in pairs.indices {
      let row = pairs.rows[pair]
      if pairs.areEqual[pair] {
        isFound(row, pairs.partners[pair])
        continue
      }
      let hash = hashes[pairs.places[pair]]
      let slot = slot(of: hash) { candidate in
        columns.indices.allSatisfy { columns[$0].holds(candidate, equalTo: row, of: others[$0]) }
      }
      if slots[slot] != 0 {
        isFound(row, Self.row(in: slots[slot]))
      } else if enters {
        slots[slot] = Self.content(row, hash)
      }
    }
  }

  /// How many of the slots are taken where rows are sought first.
  private func taken(of hashes: UnsafeBufferPointer<UInt64>) -> Int {
    let mask = slots.count - 1
    return slots.withUnsafeBufferPointer { slots in
      var count = 0
      for hash in hashes { count += slots[Int(truncatingIfNeeded: hash) & mask] == 0 ? 0 : 1 }
      return count
    }
  }

  /// The first slot whose row has this hash and is the one that is meant, or else the empty one behind.
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
