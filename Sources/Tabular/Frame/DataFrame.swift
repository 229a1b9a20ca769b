/// A table of named, typed columns of equal length.
///
///     let frame = DataFrame(columns: [
///       Column(name: "alcohol", [9.4, 9.8, 9.8]),
///       Column(name: "quality", [5, 5, 6]),
///     ])
///     try frame["alcohol"].values(as: Double.self)   // [9.4, 9.8, 9.8]
///     frame[rows: 0..<2]                             // the first two rows
///
/// A value type: every operation returns a new frame, and columns that it does not change are shared.
///
/// Each row keeps the number that it had in its original table (`rowNumbers`) when it is sampled, sorted or
/// filtered. Subscripts take indices in this frame, from 0; `dropping(rows:)` takes row numbers.
public struct DataFrame: Sendable {
  /// The columns, in their order.
  public let columns: [Column]
  /// The number of rows.
  public let rowCount: Int
  /// The number of each row in its original table; `nil` where they are 0, 1, 2, …
  let storedRowNumbers: RowNumbers?
  private let places: [String: Int]

  /// Creates a frame from columns. Its rows are numbered from 0.
  ///
  /// - Precondition: the columns are of equal length and have different names.
  public init(columns: [Column]) {
    self.init(columns: columns, rowCount: columns.first?.count ?? 0, rowNumbers: nil)
  }

  /// Creates a frame that may have rows without columns, and whose rows have numbers already.
  init(columns: [Column], rowCount: Int, rowNumbers: RowNumbers?) {
    var places = [String: Int](minimumCapacity: columns.count)
    for (place, column) in columns.enumerated() {
      precondition(
        column.count == rowCount,
        "Every column has \(rowCount) rows, received \(column.count) in \(column.name).")
      let earlier = places.updateValue(place, forKey: column.name)
      precondition(earlier == nil, "Columns have different names, received \(column.name) twice.")
    }
    self.columns = columns
    self.rowCount = rowCount
    self.places = places
    storedRowNumbers = rowNumbers
  }

  /// The frame with other columns of the same rows.
  func replacing(columns: [Column]) -> DataFrame {
    DataFrame(columns: columns, rowCount: rowCount, rowNumbers: storedRowNumbers)
  }

  /// The names of the columns, in their order.
  public var columnNames: [String] { columns.map(\.name) }

  /// The number, counted from 0, that each row had in its original table: a file, or a frame made of columns.
  ///
  /// They stay with the rows in samples, filters, sorts and row ranges, as an index does in pandas.
  public var rowNumbers: [Int] { rowNumbers(at: 0..<rowCount) }

  /// The numbers of the rows at some indices.
  func rowNumbers(at places: some Collection<Int>) -> [Int] {
    storedRowNumbers.map { numbers in places.map { numbers[$0] } } ?? Array(places)
  }

  /// The index of a column, or `nil` where no column has this name.
  public func index(ofColumn name: String) -> Int? { places[name] }

  /// The column of a name, or `nil` where there is none: in constant time, where `columns[name]` searches.
  package func column(named name: String) -> Column? { places[name].map { columns[$0] } }

  /// The column of a name.
  ///
  /// - Throws: `TabularError.unknownColumn` with the nearest name.
  public subscript(name: String) -> Column {
    get throws(TabularError) { columns[try place(ofColumn: name)] }
  }

  /// The values of a column as one Swift type; a missing one is `nil`.
  ///
  ///     let alcohol: [Double?] = try wine["alcohol", Double.self]
  ///
  /// - Throws: `TabularError.unknownColumn`; `TabularError.wrongType`, as ``Column/values(as:)``.
  public subscript<Value: ColumnValue>(name: String, type: Value.Type) -> [Value?] {
    get throws(TabularError) { try self[name].values(as: type) }
  }

  /// The index of a column that has to exist.
  func place(ofColumn name: String) throws(TabularError) -> Int {
    guard let place = places[name] else { throw .unknownColumn(name, among: columnNames) }
    return place
  }
}

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

  /// The frame with another column instead of the one of the same name.
  ///
  /// - Throws: `TabularError.unknownColumn` where there is none.
  /// - Precondition: the column has as many rows as the frame.
  public func replacing(column: Column) throws(TabularError) -> DataFrame {
    var changed = columns
    changed[try place(ofColumn: column.name)] = column
    return replacing(columns: changed)
  }
}

extension [Column] {
  /// The column of a name, or `nil` where there is none: `frame.columns["alcohol"]`.
  public subscript(name: String) -> Column? { first { $0.name == name } }
}

extension DataFrame: Equatable {
  /// Whether two frames have equal columns in the same order. Their row numbers may differ.
  public static func == (left: DataFrame, right: DataFrame) -> Bool {
    left.rowCount == right.rowCount && left.columns == right.columns
  }
}
