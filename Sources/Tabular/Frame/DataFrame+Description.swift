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
  /// - Parameter maximumRows: how many rows are shown where there are more: one half from the head, the
  ///   other from the tail.
  /// - Parameter maximumWidth: the characters a line may have; columns that do not fit are left out before
  ///   the last one, with "…" in their place.
  public func description(maximumRows: Int, maximumWidth: Int) -> String {
    let size = "\(Self.counted(rowCount, "row")) × \(Self.counted(columns.count, "column"))"
    guard !columns.isEmpty else { return size }
    let isCut = rowCount > maximumRows
    let head = isCut ? Array(0..<(maximumRows + 1) / 2) : Array(0..<rowCount)
    let tail = isCut ? Array(rowCount - maximumRows / 2..<rowCount) : []
    let gap = isCut ? ["…"] : []
    let numbers = TextColumn(
      .right, titles: ["", ""],
      cells: rowNumbers(at: head).map(String.init) + gap + rowNumbers(at: tail).map(String.init))
    let texts = columns.map { column in
      TextColumn(
        column.alignment, titles: [displayed(text: column.name), column.type.rawValue],
        cells: head.map(column.displayed) + gap + tail.map(column.displayed))
    }
    let lines = TextColumn.lines(of: [numbers] + Self.fitting(texts, width: maximumWidth - numbers.width))
    return ([size] + lines).joined(separator: "\n")
  }

  /// The columns that fit: as many of the first as there is room for beside the last.
  private static func fitting(_ columns: [TextColumn], width: Int) -> [TextColumn] {
    let widths = columns.map { $0.width + 2 }
    guard let last = columns.last, columns.count > 2, widths.reduce(0, +) > width else { return columns }
    let ellipsis = TextColumn(
      .left, titles: ["…"], cells: [String](repeating: "", count: last.lines.count - 1))
    var room = width - widths[columns.count - 1] - ellipsis.width - 2
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
  fileprivate var alignment: TextColumn.Alignment {
    switch type {
    case .integer: .right
    case .number: .decimalPoint
    case .text, .boolean: .left
    }
  }

  fileprivate func displayed(_ row: Int) -> String {
    switch self[row] {
    case .integer(let value): "\(value)"
    case .number(let value): Tabular.displayed(number: value)
    case .text(let value): Tabular.displayed(text: value)
    case .boolean(let value): "\(value)"
    case nil: "—"
    }
  }
}
