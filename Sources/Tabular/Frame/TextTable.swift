import Foundation

/// Columns of text, padded so that the cells of a column are below each other.
package struct TextTable {
  package enum Alignment {
    case left, right
    /// To the right, with the decimal points below each other.
    case decimalPoint
  }

  /// One column: a title of one or more lines, and the cells below it.
  struct Column {
    let alignment: Alignment
    let titles: [String]
    var cells: [String] = []

    /// The titles and cells, all padded to the same width.
    var lines: [String] {
      let all = titles + (alignment == .decimalPoint ? cellsAlignedAtPoint : cells)
      let width = all.map(\.count).max() ?? 0
      return all.map { text in
        let padding = spaces(width - text.count)
        return alignment == .left ? text + padding : padding + text
      }
    }

    private var cellsAlignedAtPoint: [String] {
      // The length of what follows the digits before the point, including the point.
      let tails = cells.map { cell in cell.firstIndex(of: ".").map { cell[$0...].count } ?? 0 }
      let longest = tails.max() ?? 0
      return zip(cells, tails).map { cell, tail in cell + spaces(longest - tail) }
    }
  }

  private(set) var columns: [Column]

  package init(_ columns: [(title: String, alignment: Alignment)]) {
    self.columns = columns.map { Column(alignment: $0.alignment, titles: [$0.title]) }
  }

  /// Adds a row.
  ///
  /// - Parameter limit: the length from which on a cell is cut. Default: 32 characters.
  /// - Precondition: a cell for each column.
  package mutating func append(_ cells: [String], limit: Int = 32) {
    precondition(cells.count == columns.count, "\(columns.count) cells, received \(cells.count).")
    for (place, cell) in cells.enumerated() { columns[place].cells.append(displayed(cell, limit: limit)) }
  }

  /// The table's lines, joined by line breaks.
  package var text: String { Self.lines(of: columns.map(\.lines)).joined(separator: "\n") }

  /// The lines of a table of padded columns, two spaces between them.
  static func lines(of columns: [[String]]) -> [String] {
    (columns.first ?? []).indices.map { line in
      let text = columns.map { $0[line] }.joined(separator: "  ")
      return String(text[..<(text.lastIndex { $0 != " " }.map(text.index(after:)) ?? text.startIndex)])
    }
  }
}

private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

/// A number for display: rounded to significant digits, but with all digits before the point, and without
/// trailing zeros.
///
/// - Parameter digits: the number of significant digits. Default: 6.
/// - Parameter limit: the number from which an exponent is written. Default: 10¹⁵.
package func displayed(_ number: Double, digits: Int = 6, exponentFrom limit: Double = 1e15) -> String {
  let magnitude = abs(number)
  let isWhole = magnitude >= pow(10, Double(digits)) - 0.5 && magnitude < limit
  return String(format: isWhole ? "%.0f" : "%.\(digits)g", number)
}

/// The text with its control characters escaped: a terminal obeys some of them.
///
/// - Parameter isKept: control characters that stay. Default: none.
package func visible(_ text: String, keeping isKept: (Unicode.Scalar) -> Bool = { _ in false }) -> String {
  guard text.unicodeScalars.contains(where: { $0.isControl && !isKept($0) }) else { return text }
  return text.unicodeScalars.reduce(into: "") { result, scalar in
    if scalar.isControl && !isKept(scalar) {
      result += scalar.escaped(asASCII: true)
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
}

extension Unicode.Scalar {
  /// Whether it controls how text is shown instead of being shown: C0, DEL, C1, and what turns the direction.
  package var isControl: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

/// A text for display on one line, cut where it is longer than a limit. Default: 32 characters.
package func displayed(_ text: String, limit: Int = 32) -> String {
  let line = text.prefix(limit).map { $0.isNewline ? "⏎" : $0 == "\t" ? " " : $0 }
  return visible(text.count <= limit ? String(line) : String(line.dropLast()) + "…")
}
