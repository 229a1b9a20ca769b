import LinearAlgebra

/// The values of one column while several threads write them, each its own rows.
///
/// The memory is that of the column's final array: to copy the values from another buffer would take a sixth of
/// the time of reading a file, and twice the memory. The pointer to it outlives the closure that supplies it. An
/// array's elements stay in place as long as the array is neither mutated nor copied for mutation; this type does
/// neither, and checks it when the values are taken.
struct ColumnMemory {
  private enum Values {
    case integer([Int])
    case number([Double])
    case boolean([Bool])
    case text([UInt32])
  }

  private let values: Values
  /// The first row's value; of a text, what `TextCells` stores in a row.
  let start: UnsafeMutableRawPointer

  /// Reserves memory without touching it.
  init(type: Column.ValueType, rows: Int) {
    func reserve<Value: BitwiseCopyable>(_ values: ([Value]) -> Values) -> (Values, UnsafeMutableRawPointer) {
      var start: UnsafeMutableRawPointer?
      let array = [Value](unsafeUninitializedCapacity: max(rows, 1)) { memory, initializedCount in
        start = UnsafeMutableRawPointer(memory.baseAddress!)
        PageMemory.willFill(start!, count: rows * MemoryLayout<Value>.stride)
        initializedCount = rows
      }
      return (values(array), start!)
    }
    (values, start) =
      switch type {
      case .integer: reserve(Values.integer)
      case .number: reserve(Values.number)
      case .boolean: reserve(Values.boolean)
      case .text: reserve(Values.text)
      }
  }

  /// The values of a column that is not of texts. Every row has been written.
  var storage: Column.Storage {
    switch values {
    case .integer(let array): .integer(written(array))
    case .number(let array): .number(written(array))
    case .boolean(let array): .boolean(written(array))
    case .text: preconditionFailure("The rows of a text column need a dictionary.")
    }
  }

  /// What has been written for the rows of a column of texts.
  var textRows: [UInt32] {
    guard case .text(let array) = values else { preconditionFailure("The column is not of texts.") }
    return written(array)
  }

  private func written<Value>(_ array: [Value]) -> [Value] {
    let isInPlace = array.withUnsafeBytes { $0.baseAddress! == start }
    precondition(isInPlace, "A column's memory stays in place while it is filled.")
    return array
  }
}

extension [ColumnPlan] {
  /// Refuses a table for which the process has no memory, before it is requested.
  ///
  /// - Throws: `CSVFault` of the kind `tooLarge`.
  func requireMemory(rows: Int, file: String) throws(TabularError) {
    let bytesOfRow = reduce(0) { sum, plan in
      switch plan.type {
      case .integer, .number: sum + 8
      case .text: sum + 4
      case .boolean: sum + 1
      case nil: sum
      }
    }
    let (bytes, isBeyond) = rows.multipliedReportingOverflow(by: bytesOfRow)
    guard isBeyond || bytes > PageMemory.smallestSize else { return }
    let available = PageMemory.available
    // Texts, and what is noted of each column, come on top.
    guard isBeyond || UInt64(bytes) > available / 5 * 4 else { return }
    throw .csv(.init(.tooLarge(available: available), file: file))
  }
}
