extension [Double] {
  /// Σ x / n. NaN where there are no values.
  package var mean: Double { sumOfBlocks { $0 } / Double(count) }

  /// Σ (x − centre)².
  package func squaredDeviations(from centre: Double) -> Double {
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
