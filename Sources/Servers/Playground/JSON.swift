/// A value to be written as JSON. A number that is none (NaN or infinite) is `null`.
///
///     JSON.object(["epoch": .integer(12), "loss": .number(0.25)]).text
///
/// Texts are written so that they stay harmless wherever they are pasted: `<`, `>` and `&` as `\u003c` and so on.
public indirect enum JSON: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  /// A number of single precision, which takes fewer digits.
  case single(Float)
  case text(String)
  case array([JSON])
  /// The members in the order in which they are written.
  case object(KeyValuePairs<String, JSON>)
  /// Members that were put together one by one.
  case members([(String, JSON)])

  /// The bytes of the value.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(512)
    write(to: &bytes)
    return bytes
  }

  /// The value as a text.
  public var string: String { String(decoding: bytes, as: UTF8.self) }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += Array("null".utf8)
    case .bool(let value): bytes += Array((value ? "true" : "false").utf8)
    case .integer(let value): bytes += Array("\(value)".utf8)
    case .number(let value): bytes += Array((value.isFinite ? "\(value)" : "null").utf8)
    case .single(let value): bytes += Array((value.isFinite ? "\(value)" : "null").utf8)
    case .text(let text): Self.write(text, to: &bytes)
    case .array(let values):
      bytes.append(UInt8(ascii: "["))
      for (place, value) in values.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members): Self.write(members.map { ($0.key, $0.value) }, to: &bytes)
    case .members(let members): Self.write(members, to: &bytes)
    }
  }

  private static func write(_ members: [(String, JSON)], to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    for (place, member) in members.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      write(member.0, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      member.1.write(to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\\"): bytes += [byte, byte]
      case ..<0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
        bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static let digits = Array("0123456789abcdef".utf8)
}

extension JSON {
  /// Numbers.
  static func numbers(_ values: [Double]) -> JSON { .array(values.map { .number($0) }) }
  /// Whole numbers.
  static func integers(_ values: [Int]) -> JSON { .array(values.map { .integer($0) }) }
  /// Texts.
  static func texts(_ values: [String]) -> JSON { .array(values.map { .text($0) }) }
  /// A text, or `null`.
  static func optional(_ text: String?) -> JSON { text.map { .text($0) } ?? .null }
  /// A number, or `null`.
  static func optional(_ number: Double?) -> JSON { number.map { .number($0) } ?? .null }
}
