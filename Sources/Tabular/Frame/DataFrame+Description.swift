import LinearAlgebra

extension DataFrame: CustomStringConvertible {
  /// The size and the first and last five rows, aligned, in at most 100 characters a line.
  public var description: String { description(maximumRows: 10, maximumWidth: 100) }

  /// The size, the columns' names and types, and some rows with their numbers.
  ///
  ///     1599 rows × 12 columns
  ///           fixed acidity  volatile acidity  …  quality
  ///                  number            number     integer
  ///        0            7.4              0.7            5
  ///
  /// A missing value is shown as "—".
  /// - Parameter maximumRows: the number of rows to show where there are more: half from the head, half from
  ///   the tail.
  /// - Parameter maximumWidth: the maximum length of a line; columns before the last that do not fit are
  ///   replaced by "…".
  public func description(maximumRows: Int, maximumWidth: Int) -> String {
    let size = "\(Self.counted(rowCount, "row")) × \(Self.counted(columns.count, "column"))"
    guard !columns.isEmpty else { return size }
    let isCut = rowCount > maximumRows
    let head = Array(0..<(isCut ? (maximumRows + 1) / 2 : rowCount))
    let tail = Array((isCut ? rowCount - maximumRows / 2 : rowCount)..<rowCount)
    func lines(_ alignment: TextTable.Alignment, _ titles: [String], _ cell: (Int) -> String) -> [String] {
      let cells = head.map(cell) + (isCut ? ["…"] : []) + tail.map(cell)
      return TextTable.Column(alignment: alignment, titles: titles, cells: cells).lines
    }
    let numbers = lines(.right, ["", ""]) { "\(storedRowNumbers?[$0] ?? $0)" }
    let texts = columns.map { column in
      lines(column.alignment, [displayed(column.name), column.type.rawValue], column.displayedCell)
    }
    let fitting = Self.fitting(texts, width: maximumWidth - numbers[0].count)
    return ([size] + TextTable.lines(of: [numbers] + fitting)).joined(separator: "\n")
  }

  /// The columns that fit: as many of the first as there is room for before the last.
  private static func fitting(_ columns: [[String]], width: Int) -> [[String]] {
    let widths = columns.map { $0[0].count + 2 }
    guard let last = columns.last, columns.count > 2, widths.reduce(0, +) > width else { return columns }
    let ellipsis = ["…"] + [String](repeating: " ", count: last.count - 1)
    var room = width - widths[columns.count - 1] - 3
    let fitting = columns.indices.prefix { place in
      room -= widths[place]
      return room >= 0
    }
    return columns[..<max(fitting.count, 1)] + [ellipsis, last]
  }

  private static func counted(_ count: Int, _ thing: String) -> String {
    "\(count) \(thing)\(count == 1 ? "" : "s")"
  }
}

extension Column {
  fileprivate var alignment: TextTable.Alignment {
    switch type {
    case .integer: .right
    case .number: .decimalPoint
    case .text, .boolean: .left
    }
  }

  fileprivate func displayedCell(_ row: Int) -> String {
    switch self[row] {
    case .number(let value): displayed(value)
    case .text(let value): displayed(value)
    case let value: value?.description ?? "—"
    }
  }
}

extension DataFrame.Row: CustomStringConvertible {
  /// `row 3: alcohol 9.8, quality 6, pH — and 9 more`
  public var description: String {
    let cells = frame.columns.map { "\($0.name) \($0[index].map { displayed("\($0)") } ?? "—")" }
    return "row \(number): " + Brief.list(cells)
  }
}

extension DataFrame.Rows: CustomStringConvertible {
  public var description: String { Brief.count(count, "row") }
}

extension RowGrouping: CustomStringConvertible, CustomReflectable {
  /// `6 groups by quality`
  public var description: String {
    "\(Brief.count(count, "group")) by \(keys.columnNames.joined(separator: ", "))"
  }

  public var customMirror: Mirror {
    Mirror(self, children: ["keys": keys, "count": count], displayStyle: .struct)
  }
}

extension Aggregate: CustomStringConvertible {
  public var description: String { name }
}
