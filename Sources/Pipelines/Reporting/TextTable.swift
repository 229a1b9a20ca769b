/// Rows of cells in aligned columns.
package struct TextTable {
  package enum Alignment { case left, right }

  private let titles: [String]
  private let alignments: [Alignment]
  private var rows: [[String]] = []

  package init(_ columns: [(title: String, alignment: Alignment)]) {
    titles = columns.map(\.title)
    alignments = columns.map(\.alignment)
  }

  /// - Precondition: a cell for each column.
  package mutating func append(_ cells: [String]) {
    precondition(cells.count == titles.count, "\(titles.count) cells, received \(cells.count).")
    rows.append(cells.map { $0.count <= 32 ? $0 : $0.prefix(31) + "…" })
  }

  /// The table's lines, joined by line breaks.
  package var text: String {
    let lines = [titles] + rows
    let widths = titles.indices.map { column in lines.map { $0[column].count }.max()! }
    return lines.map { cells in
      let padded = zip(zip(cells, alignments), widths).map { cell, width in
        let padding = String(repeating: " ", count: width - cell.0.count)
        return cell.1 == .left ? cell.0 + padding : padding + cell.0
      }
      let line = padded.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }
}
