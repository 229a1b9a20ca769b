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

  /// The numbers that are written for readers rather than programs.
  private let written: WrittenNumbers
  /// The texts that may mean a missing number.
  let placeholders: [[UInt8]]
  private let longestPlaceholder: Int

  init(
    point: UInt8, missingTexts: [String], thousands: UInt8? = nil,
    placeholders: [String] = CSVReadingOptions.numberPlaceholders
  ) {
    let numbers = NumberParser(point: point)
    written = WrittenNumbers(
      numbers: numbers, group: thousands ?? (point == ASCII.comma ? ASCII.point : ASCII.comma))
    self.placeholders = placeholders.map { Array($0.utf8) }
    longestPlaceholder = self.placeholders.map(\.count).max() ?? 0
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
      if first == ASCII.minus, bytes.count > 1, bytes[1] &- ASCII.zero <= 9, !hasNumericMissingText {
        return numbers.parse(bytes)
      }
      if isMissing(bytes) { return .missing }
      if let boolean = Self.boolean(bytes) { return .boolean(boolean) }
    } else if beginsLikeOther, isMissing(bytes) {
      return .missing
    }
    return numbers.parse(bytes)
  }

  /// The kinds of a text that is not a number: whether it may mean a missing number, or is a number in another
  /// writing.
  func kinds(ofText content: UnsafeRawBufferPointer) -> CellKinds {
    let bytes = Self.trimmed(content)
    if let place = placeholder(bytes) { return .placeholder(place) }
    return written.read(bytes)?.kinds ?? .text
  }

  /// The index of a content without blanks around it, if it is a placeholder.
  private func placeholder(_ bytes: UnsafeRawBufferPointer) -> Int? {
    guard let first = bytes.first, bytes.count <= longestPlaceholder, first &- ASCII.zero > 9 else { return nil }
    return placeholders.firstIndex { bytes.elementsEqual($0) }
  }

  /// Whether a content is the placeholder of an index.
  func isPlaceholder(_ content: UnsafeRawBufferPointer, _ place: Int) -> Bool {
    Self.trimmed(content).elementsEqual(placeholders[place])
  }

  /// The number that a text is in another writing.
  func writtenNumber(_ content: UnsafeRawBufferPointer) -> WrittenNumbers.Reading? {
    written.read(Self.trimmed(content))
  }

  /// What the writing of some numbers has besides digits, in words.
  func words(for kinds: CellKinds) -> String {
    var words: [String] = []
    if let currency = kinds.currency { words.append("the currency \(WrittenNumbers.currencies[currency])") }
    if kinds.contains(.thousands) {
      let group = kinds.contains(.blankThousands) ? ASCII.space : written.group
      words.append("separators of thousands (1\(Character(Unicode.Scalar(group)))234)")
    }
    if kinds.contains(.percent) { words.append("percent signs (12% is 12)") }
    return words.joined(separator: " and ")
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
