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
/// Each row keeps the number that it had in the table it comes from (`rowNumbers`), whatever is sampled,
/// sorted or filtered. Subscripts count places in this frame from 0; `dropping(rows:)` takes row numbers.
public struct DataFrame: Sendable {
  /// The columns, in their order.
  public let columns: [Column]
  /// The number of rows.
  public let rowCount: Int
  /// The number of each row in the table that it comes from; `nil` where they are 0, 1, 2, …
  let storedRowNumbers: RowNumbers?
  private let places: [String: Int]

  /// Creates a frame from columns. Its rows are numbered from 0.
  ///
  /// - Precondition: the columns are of equal length and have different names.
  public init(columns: [Column]) {
    self.init(columns: columns, rowCount: columns.first?.count ?? 0, rowNumbers: nil)
  }

  /// Creates a frame that may have rows without having columns, and whose rows have numbers already.
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

  /// The number that each row had, counted from 0, in the table it comes from: a file, or a frame made of
  /// columns.
  ///
  /// They travel with the rows through samples, filters, sorts and row ranges, as an index does in pandas.
  public var rowNumbers: [Int] { (0..<rowCount).map { storedRowNumbers?[$0] ?? $0 } }

  /// The numbers of the rows at some places.
  func rowNumbers(at places: [Int]) -> [Int] {
    storedRowNumbers.map { numbers in places.map { numbers[$0] } } ?? places
  }

  /// The place of a column, counted from 0, or `nil` where no column has this name.
  public func index(ofColumn name: String) -> Int? { places[name] }

  /// The column of a name.
  ///
  /// - Throws: `TabularError.unknownColumn` with the nearest name.
  public subscript(name: String) -> Column {
    get throws(TabularError) { columns[try place(ofColumn: name)] }
  }

  /// The place of a column that has to be there.
  func place(ofColumn name: String) throws(TabularError) -> Int {
    guard let place = places[name] else { throw .unknownColumn(name, among: columnNames) }
    return place
  }
}

extension [Column] {
  /// The column of a name, or `nil` where there is none: `frame.columns["alcohol"]`.
  public subscript(name: String) -> Column? { first { $0.name == name } }
}
