/// What `DataFrame.summary()` finds, printed as a table with a line for each column.
public struct DataFrameSummary: Sendable, Equatable {
  /// The columns' summaries, in the order of the frame.
  public let columns: [ColumnSummary]

  /// The summary of a column, or `nil` where no column has this name.
  public subscript(name: String) -> ColumnSummary? { columns.first { $0.name == name } }
}

extension DataFrameSummary: CustomStringConvertible {
  /// An aligned table with a line for each column.
  public var description: String {
    func figures(_ title: String, _ figure: (ColumnSummary.Statistics) -> Double?) -> TextColumn {
      TextColumn(
        .decimalPoint, titles: [title],
        cells: columns.map { $0.statistics.flatMap(figure).map { displayed(number: $0) } ?? "" })
    }
    return TextColumn.lines(of: [
      TextColumn(.left, titles: ["column"], cells: columns.map { displayed(text: $0.name) }),
      TextColumn(.left, titles: ["type"], cells: columns.map(\.type.rawValue)),
      TextColumn(.right, titles: ["count"], cells: columns.map { "\($0.count)" }),
      TextColumn(.right, titles: ["missing"], cells: columns.map { "\($0.missingCount)" }),
      figures("mean", \.mean), figures("sd", \.standardDeviation), figures("min", \.minimum),
      figures("25%", \.lowerQuartile), figures("50%", \.median), figures("75%", \.upperQuartile),
      figures("max", \.maximum),
    ]).joined(separator: "\n")
  }
}
