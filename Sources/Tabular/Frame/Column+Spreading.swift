extension Column {
  /// The column with its values at some places among more rows, the others being missing.
  ///
  /// - Parameter count: the number of rows.
  /// - Precondition: a place below `count` for every value, none twice.
  package func spread(to places: [Int], of count: Int) -> Column {
    precondition(
      places.count == self.count, "\(self.count) values take as many places, received \(places.count).")
    guard places.count < count else { return self }
    func spread<Value: ColumnValue>(_ values: [Value]) -> Column {
      var result = [Value?](repeating: nil, count: count)
      for (value, place) in zip(values.indices, places) where !isMissing(value) {
        result[place] = values[value]
      }
      return Column(name: name, result)
    }
    return switch storage {
    case .integer(let values): spread(values)
    case .number(let values): spread(values)
    case .text(let values): spread(values)
    case .boolean(let values): spread(values)
    }
  }
}
