import LinearAlgebra

/// The values of one column that is not of texts, while several threads write them, each its own rows.
///
/// The memory is that of the column's final array: to copy the values from another buffer would take a sixth of
/// the time of reading a file, and twice the memory. The pointer to it outlives the closure that supplies it. An
/// array's elements stay in place as long as the array is neither mutated nor copied for mutation; this type does
/// neither, and `storage` checks it.
struct ColumnMemory {
  private let values: Column.Storage
  /// The first row's value.
  let start: UnsafeMutableRawPointer

  /// Reserves memory without touching it. Returns `nil` for texts, whose memory depends on what they are.
  init?(type: Column.ValueType, rows: Int) {
    switch type {
    case .integer: (values, start) = Self.reserve(rows, of: Int.self)
    case .number: (values, start) = Self.reserve(rows, of: Double.self)
    case .boolean: (values, start) = Self.reserve(rows, of: Bool.self)
    case .text: return nil
    }
  }

  private static func reserve<Value: ColumnValue>(
    _ rows: Int, of: Value.Type
  ) -> (Column.Storage, UnsafeMutableRawPointer) {
    var start: UnsafeMutableRawPointer?
    let array = [Value](unsafeUninitializedCapacity: max(rows, 1)) { values, initializedCount in
      start = UnsafeMutableRawPointer(values.baseAddress!)
      PageMemory.willFill(start!, count: rows * MemoryLayout<Value>.stride)
      initializedCount = rows
    }
    return (Value.columnStorage.storing(array), start!)
  }

  /// The column's values. Every row has been written.
  var storage: Column.Storage {
    func isInPlace<Value>(_ array: [Value]) -> Bool { array.withUnsafeBytes { $0.baseAddress! == start } }
    let isInPlace =
      switch values {
      case .integer(let array): isInPlace(array)
      case .number(let array): isInPlace(array)
      case .boolean(let array): isInPlace(array)
      case .text: false
      }
    precondition(isInPlace, "A column's memory stays in place while it is filled.")
    return values
  }
}
