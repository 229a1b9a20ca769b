import Foundation
import Tabular

/// A JSON value; an object's members keep their order. JSON has no NaN and no infinities: they are written as
/// `null`.
///
///     JSON.object(["epoch": .integer(12), "loss": .number(0.25)]).line      // {"epoch": 12, "loss": 0.25}
package indirect enum JSON: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  /// A number of single precision, which takes fewer digits.
  case single(Float)
  case text(String)
  case array([JSON])
  case object([(String, JSON)])

  /// Creates an object from a literal.
  package static func object(_ members: KeyValuePairs<String, JSON>) -> JSON {
    .object(members.map { ($0.key, $0.value) })
  }

  /// Creates a number, or `null`.
  package static func optional(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
  /// Creates a whole number, or `null`.
  package static func optional(_ value: Int?) -> JSON { value.map { .integer($0) } ?? .null }
  /// Creates a text, or `null`.
  package static func optional(_ value: String?) -> JSON { value.map { .text($0) } ?? .null }

  package static func numbers(_ values: [Double]) -> JSON { .array(values.map { .number($0) }) }
  package static func integers(_ values: [Int]) -> JSON { .array(values.map { .integer($0) }) }
  package static func texts(_ values: [String]) -> JSON { .array(values.map { .text($0) }) }
}

// MARK: - Writing

extension JSON {
  /// The value on one line for people and programs, spaces after commas and colons.
  package var line: String { String(decoding: written(as: .line), as: UTF8.self) }

  /// The value without spaces, in a form that is harmless wherever it is pasted in a page: `<`, `>` and `&` are
  /// written as `\u003c` and so on.
  package var bytes: [UInt8] { written(as: .page) }

  /// ``bytes`` as a text.
  package var string: String { String(decoding: bytes, as: UTF8.self) }

  private enum Style { case line, page }

  private func written(as style: Style) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(512)
    write(to: &bytes, style)
    return bytes
  }

  private func write(to bytes: inout [UInt8], _ style: Style) {
    func comma(before place: Int) {
      if place > 0 { bytes += (style == .line ? ", " : ",").utf8 }
    }
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += "\(value)".utf8
    case .integer(let value): bytes += "\(value)".utf8
    case .number(let value): bytes += (value.isFinite ? "\(value)" : "null").utf8
    case .single(let value): bytes += (value.isFinite ? "\(value)" : "null").utf8
    case .text(let text): Self.write(text, to: &bytes, style)
    case .array(let values):
      bytes.append(UInt8(ascii: "["))
      for (place, value) in values.enumerated() {
        comma(before: place)
        value.write(to: &bytes, style)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (place, (name, value)) in members.enumerated() {
        comma(before: place)
        Self.write(name, to: &bytes, style)
        bytes += (style == .line ? ": " : ":").utf8
        value.write(to: &bytes, style)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static let digits = Array("0123456789abcdef".utf8)
  private static let shortEscapes: [UInt8: UInt8] = [
    0x08: UInt8(ascii: "b"), 0x09: UInt8(ascii: "t"), 0x0A: UInt8(ascii: "n"), 0x0C: UInt8(ascii: "f"),
    0x0D: UInt8(ascii: "r"),
  ]

  private static func write(_ text: String, to bytes: inout [UInt8], _ style: Style) {
    if style == .line, text.unicodeScalars.contains(where: { $0.isControl && $0.value >= 0x7F }) {
      return writeVisibly(text, to: &bytes)
    }
    func isEscaped(_ byte: UInt8) -> Bool {
      switch byte {
      case ..<0x20: true
      case 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): style == .page
      default: false
      }
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        bytes += [UInt8(ascii: "\\"), byte]
      } else if !isEscaped(byte) {
        bytes.append(byte)
      } else if style == .line, let short = shortEscapes[byte] {
        bytes += [UInt8(ascii: "\\"), short]
      } else {
        bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

extension JSON {
  /// Writes a text with characters that a terminal obeys, as `\u009b`: the same value, harmless where it is shown.
  private static func writeVisibly(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      if scalar.isControl && scalar.value >= 0x7F {
        bytes += "\\u".utf8
        for shift in stride(from: 12, through: 0, by: -4) {
          bytes.append(digits[Int(scalar.value >> shift & 15)])
        }
      } else {
        var part: [UInt8] = []
        write(String(scalar), to: &part, .line)
        bytes += part.dropFirst().dropLast()
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

// MARK: - Reading

extension JSON: Decodable, Equatable {
  /// Reads any value; an object's members are in alphabetical order.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = Int(exactly: value).map { .integer($0) } ?? .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSON].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSON].self).sorted { $0.key < $1.key })
    }
  }

  /// Whether both are written alike.
  package static func == (left: JSON, right: JSON) -> Bool { left.bytes == right.bytes }

  /// The member of an object.
  package subscript(key: String) -> JSON? { members?.first { $0.0 == key }?.1 }

  package var members: [(String, JSON)]? { if case .object(let members) = self { members } else { nil } }
  package var text: String? { if case .text(let text) = self { text } else { nil } }
  package var array: [JSON]? { if case .array(let values) = self { values } else { nil } }
}

// MARK: - Codable values

extension JSON {
  /// Encodes a value, keys in alphabetical order, the same bytes in every process. NaN and the infinities become
  /// `"nan"`, `"inf"` and `"-inf"`.
  package static func encoded(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return [UInt8](try encoder.encode(value))
    } catch {
      preconditionFailure("\(type(of: value)) can be written as JSON: \(error)")
    }
  }

  /// Decodes a value that `encoded(_:)` wrote.
  package static func decoded<Value: Decodable>(
    _ type: Value.Type = Value.self, from bytes: some Sequence<UInt8>
  ) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: Data(bytes))
  }
}
