extension DataFrame {
  /// The frame with the spelling of a column's values that its file has: a class `False` or `01` keeps that name.
  ///
  ///     let table = try DataFrame(contentsOfCSVFile: "titanic.csv").spelling("alive", asInCSVFile: "titanic.csv")
  ///
  /// The column's values stay what they are; of a value that the file spells in several ways, the first counts. A
  /// column of texts needs none.
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
    guard column.type != .text else { return self }
    var options = options
    options.columns = [name]
    options.columnTypes = [name: .text]
    let texts = try DataFrame(contentsOfCSVFile: path, options: options)[name]
    guard texts.count == column.count else { return self }
    var spellings: [Column.Value: String] = [:]
    for row in 0..<column.count {
      guard let value = column[row], spellings[value] == nil, case .text(let text)? = texts[row] else {
        continue
      }
      spellings[value] = String(text.trimmingBlanks)
    }
    // Classes that are whole numbers are called 1 where the file may have 1.0.
    column.spellings = spellings.filter { $0.value != $0.key.description || column.type == .number }
    return try replacing(column: column)
  }
}

extension String {
  fileprivate var trimmingBlanks: Substring {
    let text = drop { $0 == " " || $0 == "\t" }
    return text.prefix(text.count - text.reversed().prefix { $0 == " " || $0 == "\t" }.count)
  }
}
