/// The header of a safetensors file.
struct SafeTensorsHeader {
  /// One tensor's description, as in the header.
  struct Entry {
    var name: String
    var type: String
    var shape: [Int]
    /// The range of its bytes, counted from the header's end.
    var begin: Int
    var end: Int

    var byteCount: Int { end - begin }
  }

  /// The longest header that is read: one of a model has a few hundred bytes a column. The reference
  /// implementation's limit is 100 MB.
  static let byteLimit = 64 << 20

  /// In the header's order.
  var entries: [Entry] = []
  /// Nil if the header has none.
  var metadata: [String: String]?
  /// The positions of the checksum's digits, counted from the header's start.
  var checksumDigits: Range<Int>?

  /// The tensors in the order of their bytes, each beginning where the previous one ends.
  ///
  /// - Throws: a fault if the header contradicts itself or the size of the data.
  func places(
    dataByteCount: Int
  ) throws(ModelFileError.Fault) -> [(entry: Entry, elementType: Tensor.ElementType)] {
    var places: [(entry: Entry, elementType: Tensor.ElementType)] = []
    var position = 0
    for entry in entries.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
      places.append((entry, try entry.elementType()))
      if entry.begin > position {
        throw .hole(before: entry.name, expectedBegin: position, begin: entry.begin)
      }
      if entry.begin < position {
        throw .overlap(tensor: entry.name, expectedBegin: position, begin: entry.begin)
      }
      position = entry.end
    }
    if position > dataByteCount {
      throw .truncatedTensors(expectedBytes: position, foundBytes: dataByteCount)
    }
    if position < dataByteCount { throw .trailingBytes(count: dataByteCount - position) }
    return places
  }
}

extension SafeTensorsHeader.Entry {
  /// The type of the tensor's numbers, of which the shape and the offsets hold equally many.
  fileprivate func elementType() throws(ModelFileError.Fault) -> Tensor.ElementType {
    guard let elementType = Tensor.ElementType(rawValue: type) else {
      throw .unsupportedType(tensor: name, type: type)
    }
    guard begin <= end else { throw .reversedOffsets(tensor: name, begin: begin, end: end) }
    var expected = elementType.byteCount
    for size in shape {
      let (product, overflow) = expected.multipliedReportingOverflow(by: size)
      if overflow { throw .shapeOverflow(tensor: name, shape: shape) }
      expected = product
    }
    guard expected == byteCount else {
      throw .sizeMismatch(tensor: name, shape: shape, expectedBytes: expected, foundBytes: byteCount)
    }
    return elementType
  }
}

/// Reads a safetensors header.
///
/// A general JSON reader would not do: duplicate names must be errors, and the position of the checksum in the
/// bytes must be known.
///
///     {"__metadata__": {name: text, …}, name: {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …}
struct SafeTensorsHeaderParser {
  private typealias Fault = ModelFileError.Fault

  private let bytes: [UInt8]
  private var position = 0
  private var header = SafeTensorsHeader()

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  static func parse(_ bytes: [UInt8]) throws(ModelFileError.Fault) -> SafeTensorsHeader {
    var parser = Self(bytes)
    guard bytes.first == UInt8(ascii: "{") else { throw parser.fault("'{'") }
    try parser.object { (parser, name) throws(Fault) in
      if name == SafeTensors.metadataName {
        try parser.metadata()
      } else {
        parser.header.entries.append(try parser.tensor(name))
      }
    }
    parser.skipBlanks()
    guard parser.position == bytes.count else { throw parser.fault("its end") }
    return parser.header
  }

  private mutating func metadata() throws(Fault) {
    header.metadata = [:]
    try object { (parser, name) throws(Fault) in
      parser.skipBlanks()
      let start = parser.position
      let text = try parser.string()
      parser.header.metadata?[name] = text
      if name == SafeTensors.checksumName {
        parser.header.checksumDigits = start + 1..<parser.position - 1
      }
    }
  }

  private mutating func tensor(_ name: String) throws(Fault) -> SafeTensorsHeader.Entry {
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
    try object { (parser, entry) throws(Fault) in
      switch entry {
      case "dtype": type = try parser.string()
      case "shape": shape = try parser.integers()
      case "data_offsets":
        offsets = try parser.integers()
        guard offsets?.count == 2 else { throw parser.fault("two offsets for tensor '\(name)'") }
      default: throw parser.fault("'dtype', 'shape' or 'data_offsets' (not '\(entry)')")
      }
    }
    guard let type else { throw .missingEntry(tensor: name, entry: "dtype") }
    guard let shape else { throw .missingEntry(tensor: name, entry: "shape") }
    guard let offsets else { throw .missingEntry(tensor: name, entry: "data_offsets") }
    return .init(name: name, type: type, shape: shape, begin: offsets[0], end: offsets[1])
  }

  /// Reads an object; `member` is called after each name and colon to read the value.
  private mutating func object(
    _ member: (inout Self, String) throws(Fault) -> Void
  ) throws(Fault) {
    var names: Set<String> = []
    try expect("{")
    if accept("}") { return }
    repeat {
      let name = try string()
      guard names.insert(name).inserted else { throw .duplicateName(name) }
      try expect(":")
      try member(&self, name)
    } while accept(",")
    try expect("}")
  }

  /// Reads a list of non-negative whole numbers.
  private mutating func integers() throws(Fault) -> [Int] {
    var result: [Int] = []
    try expect("[")
    if accept("]") { return result }
    repeat { result.append(try integer()) } while accept(",")
    try expect("]")
    return result
  }

  private mutating func integer() throws(Fault) -> Int {
    skipBlanks()
    let digits = bytes[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard let value = Int(String(decoding: digits, as: UTF8.self)),
      digits.count == 1 || digits.first != UInt8(ascii: "0")
    else { throw fault("a whole number from 0 to \(Int.max)") }
    position += digits.count
    return value
  }

  private mutating func string() throws(Fault) -> String {
    try expect("\"")
    var result: [UInt8] = []
    while position < bytes.count {
      let plain = bytes[position...].prefix {
        $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
      }
      result.append(contentsOf: plain)
      position = plain.endIndex
      guard position < bytes.count else { break }
      guard bytes[position] >= 0x20 else { throw fault("an escape instead of a control character") }
      position += 1
      if bytes[position - 1] == UInt8(ascii: "\"") {
        guard let text = String(validating: result, as: UTF8.self) else { throw fault("UTF-8") }
        return text
      }
      try appendEscape(to: &result)
    }
    throw fault("a closing '\"'")
  }

  /// Reads an escape after its backslash.
  private mutating func appendEscape(to result: inout [UInt8]) throws(Fault) {
    let byte = position < bytes.count ? bytes[position] : 0
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"): result.append(contentsOf: String(try escapedCharacter()).utf8)
    default:
      position -= 1
      throw fault("an escape that JSON has")
    }
  }

  /// Reads the digits of `\uXXXX`, or of a surrogate pair.
  private mutating func escapedCharacter() throws(Fault) -> Character {
    var units = [try hexadecimalUnit()]
    if UTF16.isLeadSurrogate(units[0]), bytes[position...].starts(with: "\\u".utf8) {
      position += 2
      units.append(try hexadecimalUnit())
    }
    guard let text = String(validating: units, as: UTF16.self) else { throw fault("a whole surrogate pair") }
    return Character(text)
  }

  private mutating func hexadecimalUnit() throws(Fault) -> UInt16 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw fault("four hexadecimal digits") }
    position += 4
    return unit
  }

  private mutating func expect(_ symbol: Character) throws(Fault) {
    guard accept(symbol) else { throw fault("'\(symbol)'") }
  }

  private mutating func accept(_ symbol: Character) -> Bool {
    skipBlanks()
    guard position < bytes.count, bytes[position] == symbol.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func skipBlanks() {
    while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  /// - Returns: the fault at the current byte of the file, whose header begins after eight.
  private func fault(_ expected: String) -> Fault {
    .malformedHeader(expected: expected, byte: 8 + position)
  }
}
