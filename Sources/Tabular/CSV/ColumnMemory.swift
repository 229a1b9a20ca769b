import LinearAlgebra

/// The values of one column while several threads fill it, each its own rows.
struct ColumnMemory {
  private enum Values {
    case integer([Int])
    case number([Double])
    case boolean([Bool])
    case text([String])
  }

  private let values: Values
  /// The first row's place.
  let start: UnsafeMutableRawPointer

  /// Reserves memory without touching it, but for texts: those are all empty.
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
    case .text:
      let (array, start) = Self.uninitialized(rows, of: String.self) { $0.initialize(repeating: "") }
      (values, self.start) = (.text(array), start)
    }
  }

  /// The column's values. Every row has been written.
  var storage: Column.Storage {
    switch values {
    case .integer(let array): .integer(checked(array))
    case .number(let array): .number(checked(array))
    case .boolean(let array): .boolean(checked(array))
    case .text(let array): .text(checked(array))
    }
  }

  /// An array whose elements are written through a pointer before anybody reads them.
  ///
  /// The pointer outlives the closure that hands it out: an array's elements stay in place as long as the
  /// array is neither changed nor copied for a change, and this type does neither; `checked` makes sure.
  private static func uninitialized<Element>(
    _ count: Int, of: Element.Type,
    prepare: (UnsafeMutableBufferPointer<Element>) -> Void = { _ in }
  ) -> ([Element], UnsafeMutableRawPointer) {
    var start: UnsafeMutableRawPointer?
    let array = [Element](unsafeUninitializedCapacity: max(count, 1)) { elements, initializedCount in
      start = UnsafeMutableRawPointer(elements.baseAddress!)
      MemoryAdvice.willFill(start!, count: count * MemoryLayout<Element>.stride)
      prepare(UnsafeMutableBufferPointer(rebasing: elements.prefix(count)))
      initializedCount = count
    }
    return (array, start!)
  }

  private func checked<Element>(_ array: [Element]) -> [Element] {
    let isInPlace = array.withUnsafeBytes { $0.baseAddress == UnsafeRawPointer(start) }
    precondition(isInPlace, "The column's memory stays in place while it is filled.")
    return array
  }
}
