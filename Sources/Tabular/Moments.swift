extension [Double] {
  /// Σ x / n, the sum taken from the first to the last. NaN where there are no values.
  var mean: Double {
    var sum = 0.0
    for value in self { sum += value }
    return sum / Double(count)
  }

  /// Σ (x − centre)².
  func squaredDeviations(from centre: Double) -> Double {
    var sum = 0.0
    for value in self { sum += (value - centre) * (value - centre) }
    return sum
  }
}
