/// The values of one column while several threads fill it, each its own rows.
struct ColumnMemory {
  private enum Values {
    case integer([Int])
    case number([Double])
    case boolean([Bool])
    /// Texts are kept chunk by chunk and joined at the end.
    case text
  }

  private let values: Values
  /// The first row's place, `nil` for texts.
  let start: UnsafeMutableRawPointer?

  /// Reserves memory without touching it.
  init(type: Column.ValueType, rows: Int) {
    switch type {
    case .integer:
      let (array, start) = Self.uninitialized(rows, of: Int.self)
      (values, self.start) = (.integer(array), start)
    case .number:
      let (array, start) = Self.uninitialized(rows, of: Double.self)
      (values, self.start) = (.number(array), start)
    case .boolean:
      let (array, start) = Self.uninitialized(rows, of: Bool.self)
      (values, self.start) = (.boolean(array), start)
    case .text: (values, start) = (.text, nil)
    }
  }

  /// The column's values. Every row has been written.
  func storage(texts: @autoclosure () -> [String]) -> Column.Storage {
    switch values {
    case .integer(let array): .integer(checked(array))
    case .number(let array): .number(checked(array))
    case .boolean(let array): .boolean(checked(array))
    case .text: .text(texts())
    }
  }

  /// An array whose elements are written through a pointer before anybody reads them.
  ///
  /// The pointer outlives the closure that hands it out: an array's elements stay in place as long as the
  /// array is neither changed nor copied for a change, and this type does neither; `checked` makes sure.
  private static func uninitialized<Element: BitwiseCopyable>(
    _ count: Int, of: Element.Type
  ) -> ([Element], UnsafeMutableRawPointer) {
    var start: UnsafeMutableRawPointer?
    let array = [Element](unsafeUninitializedCapacity: max(count, 1)) { elements, initializedCount in
      start = UnsafeMutableRawPointer(elements.baseAddress!)
      initializedCount = count
    }
    MemoryAdvice.willFill(start!, count: count * MemoryLayout<Element>.stride)
    return (array, start!)
  }

  private func checked<Element: BitwiseCopyable>(_ array: [Element]) -> [Element] {
    let isInPlace = array.withUnsafeBytes { $0.baseAddress == start.map { UnsafeRawPointer($0) } }
    precondition(isInPlace, "The column's memory stays in place while it is filled.")
    return array
  }
}
