import LinearAlgebra

/// Memory for the values of one column, which several threads fill, each its own rows.
final class ColumnMemory {
  private let type: Column.ValueType
  private let rows: Int
  /// The first row's value.
  let start: UnsafeMutableRawPointer

  /// Reserves memory without touching it, except for texts: these are all empty.
  init(type: Column.ValueType, rows: Int) {
    (self.type, self.rows) = (type, rows)
    func allocate<Value: ColumnValue>(_: Value.Type) -> UnsafeMutablePointer<Value> {
      .allocate(capacity: rows)
    }
    switch type {
    case .integer: start = .init(allocate(Int.self))
    case .number: start = .init(allocate(Double.self))
    case .boolean: start = .init(allocate(Bool.self))
    case .text:
      let texts = allocate(String.self)
      texts.initialize(repeating: "", count: rows)
      start = .init(texts)
    }
    PageMemory.willFill(start, count: rows * (type == .boolean ? 1 : type == .text ? 16 : 8))
  }

  deinit {
    if type == .text { start.assumingMemoryBound(to: String.self).deinitialize(count: rows) }
    start.deallocate()
  }

  /// The column's values. Every row has been written.
  var storage: Column.Storage {
    func values<Value>(_: Value.Type) -> [Value] {
      [Value](unsafeUninitializedCapacity: rows) { elements, count in
        if rows > 0 {
          PageMemory.willFill(elements.baseAddress!, count: rows * MemoryLayout<Value>.stride)
          _ = elements.initialize(from: UnsafeBufferPointer(
            start: start.assumingMemoryBound(to: Value.self), count: rows))
        }
        count = rows
      }
    }
    return switch type {
    case .integer: .integer(values(Int.self))
    case .number: .number(values(Double.self))
    case .boolean: .boolean(values(Bool.self))
    case .text: .text(values(String.self))
    }
  }
}
