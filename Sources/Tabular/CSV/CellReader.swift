/// What a cell says.
enum CellValue {
  case missing
  case integer(Int)
  case number(Double)
  /// A number too large for 64 bits.
  case overflow
  case boolean(Bool)
  case text
}

/// The kinds of values that a column's cells have, and the type that follows from them.
struct CellKinds: OptionSet {
  let rawValue: UInt8
  static let integer = CellKinds(rawValue: 1)
  static let number = CellKinds(rawValue: 2)
  static let boolean = CellKinds(rawValue: 4)
  static let text = CellKinds(rawValue: 8)

  /// The narrowest type that holds all values: integers widen to numbers, anything else mixed is text. A
  /// column without any value is a number column.
  var type: Column.ValueType {
    switch self {
    case [.integer]: .integer
    case [], [.number], [.integer, .number]: .number
    case [.boolean]: .boolean
    default: .text
    }
  }
}

/// Tells what a cell says, whatever column it stands in.
///
/// - Missing: an empty cell, and the spellings given.
/// - Number: see `NumberParser`.
/// - Boolean: `true` and `false`, in letters of either case.
/// - Anything else is text.
///
/// Blanks around a value do not count, nor do quotes.
struct CellReader {
  let numbers: NumberParser
  private let missingSpellings: [[UInt8]]
  /// Whether a spelling such as `-999` has to be looked for before numbers are.
  let hasNumberLikeSpelling: Bool

  init(point: UInt8, missingSpellings: [String]) {
    let numbers = NumberParser(point: point)
    let spellings = missingSpellings.map { Array($0.utf8) }
    self.numbers = numbers
    self.missingSpellings = spellings
    hasNumberLikeSpelling = spellings.contains { spelling in
      spelling.withUnsafeBytes { numbers.parse($0) } != .noNumber
    }
  }

  /// What the bytes say. They are a field's content.
  func value(of content: UnsafeRawBufferPointer) -> CellValue {
    let bytes = Self.trimmed(content)
    guard let first = bytes.first else { return .missing }
    if hasNumberLikeSpelling, isMissing(bytes) { return .missing }
    if first &- ASCII.zero > 9 {
      if first >= 0x80 { return isMissing(bytes) ? .missing : .text }
      if isMissing(bytes) { return .missing }
      if let boolean = Self.boolean(bytes) { return .boolean(boolean) }
      if !canBeginNumber(first) { return .text }
    }
    return switch numbers.parse(bytes) {
    case .noNumber: isMissing(bytes) ? .missing : .text
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .overflow: .overflow
    }
  }

  @inline(__always)
  private func canBeginNumber(_ byte: UInt8) -> Bool {
    byte == ASCII.minus || byte == ASCII.plus || byte == numbers.point || byte | 0x20 == UInt8(ascii: "i")
  }

  private func isMissing(_ bytes: UnsafeRawBufferPointer) -> Bool {
    for spelling in missingSpellings
    where spelling.count == bytes.count && spelling.first == bytes.first && bytes.elementsEqual(spelling) {
      return true
    }
    return false
  }

  private static func boolean(_ bytes: UnsafeRawBufferPointer) -> Bool? {
    if bytes.count == 4, bytes.elementsEqual("true".utf8, by: { $0 | 0x20 == $1 }) { return true }
    if bytes.count == 5, bytes.elementsEqual("false".utf8, by: { $0 | 0x20 == $1 }) { return false }
    return nil
  }

  /// The bytes without the blanks around them.
  @inline(__always)
  static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var start = 0
    var end = bytes.count
    while start < end, bytes[start] == ASCII.space || bytes[start] == ASCII.tab { start += 1 }
    while end > start, bytes[end - 1] == ASCII.space || bytes[end - 1] == ASCII.tab { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }
}
