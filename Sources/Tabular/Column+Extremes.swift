extension Column {
  /// The smallest and the largest number; `nil` in a column of texts and where no row has a value.
  package var extremes: (minimum: Double, maximum: Double)? {
    guard type != .text else { return nil }
    let numbers = presentNumbers
    return numbers.isEmpty ? nil : numbers.extremes
  }
}
