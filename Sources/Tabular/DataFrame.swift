/// A table of named, typed columns of equal length.
///
/// A value type: every operation returns a new frame, and columns that it does not change are shared.
public struct DataFrame: Sendable {
  public private(set) var columns: [Column]
  /// The number of rows.
  public let rowCount: Int

  /// Creates a frame from columns.
  ///
  /// - Precondition: the columns are of equal length and have different names.
  public init(columns: [Column]) {
    rowCount = columns.first?.count ?? 0
    for column in columns {
      precondition(
        column.count == rowCount,
        "Every column has \(rowCount) rows, received \(column.count) in \(column.name).")
    }
    precondition(Set(columns.map(\.name)).count == columns.count, "Columns have different names.")
    self.columns = columns
  }
}
