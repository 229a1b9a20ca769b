extension DataFrame {
  /// The frame with the spelling of a column's values that its file has: a class `False` or `01` keeps that name.
  ///
  ///     let table = try DataFrame(contentsOfCSVFile: "titanic.csv").spelling("alive", asInCSVFile: "titanic.csv")
  ///
  /// The column's values stay what they are; of a value that the file spells in several ways, the first counts, and
  /// the file is read again as far as the last of those. A column of texts needs none.
  ///
  /// - Parameters:
  ///   - name: the column.
  ///   - path: the file that the frame was read from, with all its rows.
  ///   - options: how it was read.
  /// - Throws: `TabularError` where the file or the column is not there.
  public func spelling(
    _ name: String, asInCSVFile path: String, options: CSVReadingOptions = .init()
  ) throws(TabularError) -> DataFrame {
    var column = try self[name]
    guard column.type != .text, let (values, codes) = column.distinctValues() else { return self }
    var firstRows = [Int?](repeating: nil, count: values.count)
    for (row, code) in codes.enumerated() where code >= 0 && firstRows[code] == nil { firstRows[code] = row }
    var options = options
    options.columns = [name]
    options.columnTypes = [name: .text]
    var table = try CSVTable(path: path, options: options)
    let isAsBefore = table.layout.rowCount == column.count
    let last = firstRows.compactMap { $0 }.max() ?? 0
    let texts = try table.read(first: isAsBefore ? last + 1 : .max)[name]
    guard table.layout.rowCount == column.count else { return self }
    column.spellings = [:]
    for (value, row) in zip(values, firstRows) {
      guard let row, case .text(let text)? = texts[row] else { continue }
      let spelling = String(text.trimmingBlanks)
      // Classes that are whole numbers are called 1 where the file may have 1.0.
      if spelling != value.description || column.type == .number { column.spellings[value] = spelling }
    }
    return try replacing(column: column)
  }
}
