import Foundation

extension DataFrame {
  /// The table as CSV: a header, and a line for each row, ended by line feeds.
  ///
  /// Texts are quoted where RFC 4180 asks for it. A number has the fewest digits that read back as the same
  /// number, a missing value is an empty cell, an empty text is `""`.
  /// - Parameter delimiter: what stands between cells, by default a comma.
  /// - Precondition: the delimiter is an ASCII character, and neither a quote nor a line break.
  public func csvRepresentation(delimiter: Character = ",") -> String {
    String(decoding: csvBytes(delimiter: delimiter), as: UTF8.self)
  }

  /// Writes the table as CSV (see `csvRepresentation`): to a new file beside the target, which then takes
  /// the target's name, so that no half-written file is left.
  ///
  /// - Throws: `TabularError.cannotWrite`.
  public func write(toCSVFile path: String, delimiter: Character = ",") throws(TabularError) {
    do {
      try Data(csvBytes(delimiter: delimiter)).write(to: URL(filePath: path), options: .atomic)
    } catch {
      let code = ((error as? CocoaError)?.underlying as? POSIXError)?.code
      let reason = code.map { String(cString: strerror($0.rawValue)) } ?? error.localizedDescription
      throw .cannotWrite(path: path, reason: reason)
    }
  }

  /// The bytes of `csvRepresentation`.
  package func csvBytes(delimiter: Character = ",") -> [UInt8] {
    guard let separator = delimiter.asciiValue, !Self.quotedBytes.contains(separator) else {
      preconditionFailure(
        "A delimiter is an ASCII character and no quote or line break, received \(delimiter).")
    }
    guard !columns.isEmpty else { return [] }
    var bytes: [UInt8] = []
    bytes.reserveCapacity((rowCount + 1) * columns.count * 6)
    for (place, column) in columns.enumerated() {
      if place > 0 { bytes.append(separator) }
      Self.append(column.name, to: &bytes, separator)
    }
    bytes.append(Self.lineFeed)
    for row in 0..<rowCount {
      for (place, column) in columns.enumerated() {
        if place > 0 { bytes.append(separator) }
        if column.isMissing(row) { continue }
        switch column.storage {
        case .integer(let values): bytes.append(contentsOf: "\(values[row])".utf8)
        case .number(let values): bytes.append(contentsOf: "\(values[row])".utf8)
        case .text(let values): Self.append(values[row], to: &bytes, separator)
        case .boolean(let values): bytes.append(contentsOf: values[row] ? "true".utf8 : "false".utf8)
        }
      }
      bytes.append(Self.lineFeed)
    }
    return bytes
  }

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let space = UInt8(ascii: " ")
  private static let quotedBytes = [quote, lineFeed, UInt8(ascii: "\r")]

  /// Appends a text, in quotes where it is empty, has blanks at an end, or holds what separates cells.
  private static func append(_ text: String, to bytes: inout [UInt8], _ separator: UInt8) {
    let utf8 = text.utf8
    let isPlain =
      !utf8.isEmpty && utf8.first != space && utf8.last != space
      && !utf8.contains { $0 == separator || quotedBytes.contains($0) }
    if isPlain { return bytes.append(contentsOf: utf8) }
    bytes.append(quote)
    for byte in utf8 {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }
}
