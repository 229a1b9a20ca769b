import LinearAlgebra

/// Bytes that mean something in every CSV dialect.
enum ASCII {
  static let tab: UInt8 = 9
  static let lineFeed: UInt8 = 10
  static let carriageReturn: UInt8 = 13
  static let space: UInt8 = 32
  static let quote: UInt8 = 34
  static let plus: UInt8 = 43
  static let comma: UInt8 = 44
  static let minus: UInt8 = 45
  static let point: UInt8 = 46
  static let zero: UInt8 = 48
  static let semicolon: UInt8 = 59
  static let bar: UInt8 = 124
}

/// Finds where fields, lines and records end. It knows quoting and nothing of values.
///
/// Offsets count from the first byte of the file.
///
/// - A field whose first byte other than a blank is a quote ends at the next quote that is not doubled; only
///   blanks may follow it (RFC 4180). A quote elsewhere in a field is a character like any other.
/// - A line ends with `\n`, `\r\n`, `\r` or `\r\r\n`.
struct CSVScanner {
  let base: UnsafeRawPointer
  /// The end of the bytes.
  let end: Int
  let delimiter: UInt8

  /// Where a field is.
  struct Field {
    /// The content: without the quotes around it, with the blanks around it if it is not quoted.
    var start: Int
    var end: Int
    /// The delimiter or line break after the field, or the end of the bytes.
    var terminator: Int
    var isQuoted = false
    var hasDoubledQuotes = false
    var damage: Damage?
  }

  enum Damage {
    case unclosedQuote, textAfterQuote

    var fault: CSVFault.Kind { self == .unclosedQuote ? .unclosedQuote : .textAfterQuote }
  }

  @inline(__always)
  func byte(_ offset: Int) -> UInt8 { base.load(fromByteOffset: offset, as: UInt8.self) }

  /// Whether a byte is a space or a tab, and not the delimiter.
  @inline(__always)
  func isBlank(_ byte: UInt8) -> Bool {
    (byte == ASCII.space || byte == ASCII.tab) && byte != delimiter
  }

  @inline(__always)
  static func isLineBreak(_ byte: UInt8) -> Bool {
    byte == ASCII.lineFeed || byte == ASCII.carriageReturn
  }

  /// The field that begins at `start`.
  @inline(__always)
  func field(at start: Int) -> Field {
    var offset = start
    while offset < end, isBlank(byte(offset)) { offset += 1 }
    if offset < end, byte(offset) == ASCII.quote { return quotedField(at: offset) }
    let stop = endOfUnquotedField(from: offset)
    return Field(start: start, end: stop, terminator: stop)
  }

  /// The field whose opening quote is at `opening`.
  func quotedField(at opening: Int) -> Field {
    var field = Field(start: opening + 1, end: end, terminator: end, isQuoted: true)
    var offset = opening + 1
    while true {
      offset = firstOffset(of: ASCII.quote, from: offset)
      if offset == end {
        field.damage = .unclosedQuote
        return field
      }
      if offset + 1 < end, byte(offset + 1) == ASCII.quote {
        field.hasDoubledQuotes = true
        offset += 2
        continue
      }
      break
    }
    field.end = offset
    offset += 1
    while offset < end, isBlank(byte(offset)) { offset += 1 }
    field.terminator = offset
    if offset < end, byte(offset) != delimiter, !Self.isLineBreak(byte(offset)) {
      field.damage = .textAfterQuote
      field.terminator = endOfUnquotedField(from: offset)
    }
    return field
  }

  /// The first delimiter or line break at `start` or after it.
  @inline(__always)
  func endOfUnquotedField(from start: Int) -> Int {
    var offset = start
    let delimiters = UInt64(repeating: delimiter)
    while offset + 8 <= end {
      let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      let hits =
        word.marks(of: delimiters) | word.marks(of: .lineFeeds)
        | word.marks(of: .carriageReturns)
      if hits != 0 { return offset + hits.trailingZeroBitCount >> 3 }
      offset += 8
    }
    while offset < end, byte(offset) != delimiter, !Self.isLineBreak(byte(offset)) { offset += 1 }
    return offset
  }

  private func firstOffset(of wanted: UInt8, from start: Int) -> Int {
    var offset = start
    let pattern = UInt64(repeating: wanted)
    while offset + 8 <= end {
      let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      let hits = word.marks(of: pattern)
      if hits != 0 { return offset + hits.trailingZeroBitCount >> 3 }
      offset += 8
    }
    while offset < end, byte(offset) != wanted { offset += 1 }
    return offset
  }
}

extension CSVScanner {
  /// The start of the line after the line break at `offset`, or `offset` itself at the end of the bytes.
  @inline(__always)
  func afterLineBreak(at offset: Int) -> Int {
    if offset >= end { return end }
    if byte(offset) == ASCII.lineFeed { return offset + 1 }
    if offset + 1 < end, byte(offset + 1) == ASCII.lineFeed { return offset + 2 }
    if offset + 2 < end, byte(offset + 1) == ASCII.carriageReturn, byte(offset + 2) == ASCII.lineFeed {
      return offset + 3
    }
    return offset + 1
  }

  /// The end of the line that begins at `start`, and the beginning of the next.
  func endOfLine(from start: Int) -> (end: Int, next: Int) {
    var offset = start
    while offset < end, !Self.isLineBreak(byte(offset)) { offset += 1 }
    return (offset, afterLineBreak(at: offset))
  }

  /// The first line at `start` or after it that holds more than blanks.
  func skippingBlankLines(from start: Int) -> Int {
    var lineStart = start
    var offset = start
    while offset < end {
      let byte = byte(offset)
      offset += 1
      if Self.isLineBreak(byte) {
        lineStart = offset
      } else if !isBlank(byte) {
        return lineStart
      }
    }
    return end
  }

  /// The fields of the record at `start`, and where its line ends.
  func record(at start: Int) -> (fields: [Field], terminator: Int) {
    var fields: [Field] = []
    var offset = start
    while true {
      let field = field(at: offset)
      fields.append(field)
      if field.terminator == end || byte(field.terminator) != delimiter { return (fields, field.terminator) }
      offset = field.terminator + 1
    }
  }

  @inline(__always)
  func content(of field: Field) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base + field.start, count: field.end - field.start)
  }

  /// A field's content with doubled quotes made single.
  func text(of field: Field) -> String {
    guard field.hasDoubledQuotes else { return String(decoding: content(of: field), as: UTF8.self) }
    let bytes = TextBytes()
    bytes.append(content(of: field), isQuoted: true)
    return String(decoding: bytes.content, as: UTF8.self)
  }

  /// The bytes as text, for messages.
  func rawText(_ range: Range<Int>) -> String {
    let bytes = UnsafeRawBufferPointer(start: base + range.lowerBound, count: min(range.count, 400))
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Eight bytes examined together.
extension UInt64 {
  static let lineFeeds = UInt64(0x0A0A_0A0A_0A0A_0A0A)
  static let carriageReturns = UInt64(0x0D0D_0D0D_0D0D_0D0D)

  @inline(__always)
  init(repeating byte: UInt8) { self = UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// Marks the top bit of the bytes that equal those of `pattern`. The lowest mark is exact; a mark above
  /// it may be false.
  @inline(__always)
  func marks(of pattern: UInt64) -> UInt64 {
    let difference = self ^ pattern
    return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
  }
}
