extension DataFrame {
  /// Counts, moments and quartiles of every column.
  ///
  ///     print(wine.summary())
  ///     wine.summary()["alcohol"]?.statistics?.mean
  ///
  /// Source: pandas, `DataFrame.describe`.
  public func summary() -> DataFrameSummary {
    DataFrameSummary(columns: columns.map(ColumnSummary.init))
  }
}
