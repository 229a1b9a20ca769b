extension [Double] {
  /// Σ x / n. NaN where there are no values.
  var mean: Double { sumOfBlocks { $0 } / Double(count) }

  /// Σ (x − centre)².
  func squaredDeviations(from centre: Double) -> Double {
    sumOfBlocks { ($0 - centre) * ($0 - centre) }
  }

  /// The sum of a term, summed in blocks of 1024 whose sums are summed in turn: in a long column the
  /// rounding errors of a running sum would show in the figures.
  @inline(__always)
  private func sumOfBlocks(_ term: (Double) -> Double) -> Double {
    var total = 0.0
    for start in stride(from: 0, to: count, by: 1024) {
      var sum = 0.0
      for place in start..<Swift.min(start + 1024, count) { sum += term(self[place]) }
      total += sum
    }
    return total
  }
}

extension [Double] {
  /// The value below which a share of these sorted values lies: between two of them in proportion.
  ///
  ///     (n − 1)·share = i + t,  0 ≤ t < 1        quantile = xᵢ + (xᵢ₊₁ − xᵢ)·t
  ///
  /// Source: R. Hyndman, Y. Fan, "Sample quantiles in statistical packages", 1996, definition 7; the default
  /// of NumPy and pandas.
  func quantile(_ share: Double) -> Double {
    let position = Double(count - 1) * share
    let below = Int(position)
    guard below + 1 < count else { return self[count - 1] }
    let part = position - Double(below)
    return part == 0 ? self[below] : self[below] + (self[below + 1] - self[below]) * part
  }
}
