extension DataFrame {
  /// The frame of the named columns, in the order of the names.
  ///
  /// - Throws: `TabularError.unknownColumn`; `TabularError.repeatedColumn` where a name is given twice.
  public func selecting(columns names: [String]) throws(TabularError) -> DataFrame {
    var selected: [Column] = []
    var seen: Set<String> = []
    for name in names {
      guard seen.insert(name).inserted else { throw .repeatedColumn(name) }
      selected.append(try self[name])
    }
    return replacing(columns: selected)
  }

  /// The frame without the named columns.
  ///
  /// - Throws: `TabularError.unknownColumn`.
  public func dropping(columns names: [String]) throws(TabularError) -> DataFrame {
    for name in names { _ = try place(ofColumn: name) }
    let dropped = Set(names)
    return replacing(columns: columns.filter { !dropped.contains($0.name) })
  }

  /// The frame with one more column, the last.
  ///
  /// - Throws: `TabularError.repeatedColumn` where the name is taken.
  /// - Precondition: the column has as many rows as the frame, unless the frame has no columns and no rows.
  public func appending(column: Column) throws(TabularError) -> DataFrame {
    guard index(ofColumn: column.name) == nil else { throw .repeatedColumn(column.name) }
    if columns.isEmpty && rowCount == 0 { return DataFrame(columns: [column]) }
    return replacing(columns: columns + [column])
  }

  /// The frame with another column in the place of the one of the same name.
  ///
  /// - Throws: `TabularError.unknownColumn` where there is none.
  /// - Precondition: the column has as many rows as the frame.
  public func replacing(column: Column) throws(TabularError) -> DataFrame {
    var changed = columns
    changed[try place(ofColumn: column.name)] = column
    return replacing(columns: changed)
  }
}
