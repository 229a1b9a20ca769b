import Foundation

/// A column of a printed table: titles, and cells below them, all padded to one width.
struct TextColumn {
  enum Alignment {
    case left, right
    /// To the right, with the decimal points below each other.
    case decimalPoint
  }

  let lines: [String]

  init(_ alignment: Alignment, titles: [String], cells: [String]) {
    let cells = alignment == .decimalPoint ? Self.alignedAtPoint(cells) : cells
    let all = titles + cells
    let width = all.map(\.count).max() ?? 0
    lines = all.map { text in
      let padding = Self.spaces(width - text.count)
      return alignment == .left ? text + padding : padding + text
    }
  }

  /// How many characters each line has.
  var width: Int { lines.first?.count ?? 0 }

  /// The lines of a table of these columns, two spaces between them.
  static func lines(of columns: [TextColumn]) -> [String] {
    guard let first = columns.first else { return [] }
    return first.lines.indices.map { line in
      let text = columns.map { $0.lines[line] }.joined(separator: "  ")
      return String(text[..<(text.lastIndex { $0 != " " }.map(text.index(after:)) ?? text.startIndex)])
    }
  }

  private static func alignedAtPoint(_ cells: [String]) -> [String] {
    // The length of what follows the digits before the point, the point included.
    let tails = cells.map { cell in cell.firstIndex(of: ".").map { cell[$0...].count } ?? 0 }
    let longest = tails.max() ?? 0
    return zip(cells, tails).map { cell, tail in cell + spaces(longest - tail) }
  }

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}

/// A number to be read: six significant digits, all digits before the point, no zeros at its end.
func displayed(number: Double) -> String {
  let magnitude = abs(number)
  let format = magnitude >= 999_999.5 && magnitude < 1e15 ? "%.0f" : "%.6g"
  return String(format: format, number)
}

/// A text to be read in one line, its end cut off where it is longer than 32 characters.
func displayed(text: String) -> String {
  let start = text.prefix(33).map { $0.isNewline ? "⏎" : $0 == "\t" ? " " : $0 }
  return start.count <= 32 ? String(start) : String(start.prefix(31)) + "…"
}
