/// A hash a row: equal rows have equal hashes, whether a number stands as integer or as number.
enum RowHashes {
  /// Calls `body` with the hashes of some rows of some columns.
  static func with(
    _ columns: [Column], _ block: RowWalk.Block, mask: UInt64, _ body: (UnsafeBufferPointer<UInt64>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: block.count) { hashes in
      hashes.initialize(repeating: 0)
      for column in columns { mix(column, block, into: hashes) }
      for index in hashes.indices { hashes[index] = mixed(hashes[index], 0) & mask }
      body(UnsafeBufferPointer(hashes))
    }
  }

  private static func mix(
    _ column: Column, _ block: RowWalk.Block, into hashes: UnsafeMutableBufferPointer<UInt64>
  ) {
    switch column.base {
    case .integer(let values): mix(values, column, block, into: hashes) { Double($0).bitPattern }
    case .number(let values):
      // All zeros alike, all NaNs alike.
      mix(values, column, block, into: hashes) { $0 == 0 ? 0 : $0.isNaN ? 1 : $0.bitPattern }
    case .text(let values):
      mix(values, column, block, into: hashes) { UInt64(bitPattern: Int64($0.hashValue)) }
    case .boolean(let values): mix(values, column, block, into: hashes) { $0 ? 3 : 2 }
    }
  }

  @inline(__always)
  private static func mix<Value>(
    _ values: [Value], _ column: Column, _ block: RowWalk.Block,
    into hashes: UnsafeMutableBufferPointer<UInt64>, _ bits: (Value) -> UInt64
  ) {
    block.withPlaces(in: column) { places in
      values.withUnsafeBufferPointer { values in
        if let missing = column.missing {
          for index in hashes.indices {
            hashes[index] = mixed(
              hashes[index], missing.contains(block.rows[index]) ? 4 : bits(values[places[index]]))
          }
        } else {
          for index in hashes.indices { hashes[index] = mixed(hashes[index], bits(values[places[index]])) }
        }
      }
    }
  }

  /// The upper half of a product added to its lower one, so that every bit of a value stirs every bit.
  ///
  /// Source: the multiplication of wyhash (Wang Yi), with the fraction of the golden ratio.
  @inline(__always)
  private static func mixed(_ hash: UInt64, _ bits: UInt64) -> UInt64 {
    let product = (hash ^ bits ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
    return product.high ^ product.low
  }
}
