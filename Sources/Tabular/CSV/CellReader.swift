/// The value of a cell.
enum CellValue {
  case missing
  case integer(Int)
  case number(Double)
  /// A number larger than every finite one of 64 bits.
  case overflow
  case boolean(Bool)
  case text

  /// The narrowest type that holds it; `nil` for a missing value.
  var type: Column.ValueType? {
    switch self {
    case .missing: nil
    case .integer: .integer
    case .number, .overflow: .number
    case .boolean: .boolean
    case .text: .text
    }
  }
}

/// The kinds of values in a column's cells, and the type that follows from them.
struct CellKinds: OptionSet {
  let rawValue: UInt8
  static let integer = CellKinds(rawValue: 1)
  static let number = CellKinds(rawValue: 2)
  static let boolean = CellKinds(rawValue: 4)
  static let text = CellKinds(rawValue: 8)

  /// The kind of the values of a type.
  static func of(_ type: Column.ValueType) -> CellKinds {
    switch type {
    case .integer: .integer
    case .number: .number
    case .boolean: .boolean
    case .text: .text
    }
  }

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

/// Reads the value of a cell, regardless of its column.
///
/// - Missing: an empty cell, and the texts given.
/// - Number: see `NumberParser`.
/// - Boolean: `true` and `false`, in letters of either case.
/// - Anything else is text.
///
/// Blanks around a value are ignored, and so are quotes.
struct CellReader {
  let numbers: NumberParser
  private let missingTexts: [[UInt8]]
  /// For every byte, whether a value that is neither a text nor a digit begins with it.
  private let beginsOther: [Bool]
  /// For every byte, whether every value that begins with it is a text.
  private let beginsText: [Bool]
  /// Whether a text for missing values looks like a number, such as `-999`.
  let hasNumericMissingText: Bool

  init(point: UInt8, missingTexts: [String]) {
    let numbers = NumberParser(point: point)
    let texts = missingTexts.map { Array($0.utf8) }
    self.numbers = numbers
    self.missingTexts = texts
    let beginnings = Array("+-iItTfF".utf8) + [point] + texts.compactMap(\.first)
    beginsOther = (0...UInt8.max).map(beginnings.contains)
    let digitsAndBlanks = Array("0123456789 \t".utf8)
    beginsText = (0...UInt8.max).map { !beginnings.contains($0) && !digitsAndBlanks.contains($0) }
    hasNumericMissingText = texts.contains { text in
      text.withUnsafeBytes { numbers.parse($0) }.type != .text
    }
  }

  /// Whether a content that begins with a byte is a text, whatever follows.
  @inline(__always)
  func beginsText(_ byte: UInt8) -> Bool { beginsText[Int(byte)] }

  /// The value of a field's content.
  func value(of content: UnsafeRawBufferPointer) -> CellValue {
    let bytes = Self.trimmed(content)
    guard let first = bytes.first else { return .missing }
    let beginsLikeOther = beginsOther[Int(first)]
    if first &- ASCII.zero > 9 {
      if !beginsLikeOther { return .text }
      if isMissing(bytes) { return .missing }
      if let boolean = Self.boolean(bytes) { return .boolean(boolean) }
    } else if beginsLikeOther, isMissing(bytes) {
      return .missing
    }
    return numbers.parse(bytes)
  }

  private func isMissing(_ bytes: UnsafeRawBufferPointer) -> Bool {
    for text in missingTexts
    where text.count == bytes.count && text.first == bytes.first && bytes.elementsEqual(text) {
      return true
    }
    return false
  }

  @inline(__always)
  private static func boolean(_ bytes: UnsafeRawBufferPointer) -> Bool? {
    guard bytes.count == 4 || bytes.count == 5 else { return nil }
    // Letters of either case differ in one bit.
    let word = UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)) | 0x2020_2020
    if bytes.count == 4 { return word == 0x6575_7274 ? true : nil }
    return word == 0x736C_6166 && bytes[4] | 0x20 == UInt8(ascii: "e") ? false : nil
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
