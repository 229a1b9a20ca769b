extension [Double] {
  /// Σ x / n. NaN where there are no values. Where the sum overflows, which the mean cannot, Σ (x / n).
  package var mean: Double {
    let (sum, count) = (sumOfBlocks { $0 }, Double(count))
    return sum.isFinite ? sum / count : sumOfBlocks { $0 / count }
  }

  /// Σ (x − centre)².
  package func squaredDeviations(from centre: Double) -> Double {
    sumOfBlocks { ($0 - centre) * ($0 - centre) }
  }

  /// √(Σ (x − mean)² / (n − 1)); `nil` for a single value.
  package var sampleStandardDeviation: Double? {
    count > 1 ? (squaredDeviations(from: mean) / Double(count - 1)).squareRoot() : nil
  }

  /// The sum of a term, in blocks of 1024 whose sums are added in turn: in a long column, the rounding errors
  /// of a running sum would be visible.
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

extension Column {
  /// Calls `body` with the numbers of those rows of a block that have one.
  @inline(__always)
  fileprivate func withNumbers(of block: RowWalk.Block, _ body: (UnsafeBufferPointer<Double>) -> Void) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: block.count) { numbers in
      block.withPlaces(in: self) { base.forEachNumber(at: $0) { numbers[$0] = $1 } }
      var count = block.count
      if let missing {
        count = 0
        for (index, row) in block.rows.enumerated() where !missing.contains(row) {
          numbers[count] = numbers[index]
          count += 1
        }
      }
      body(UnsafeBufferPointer(start: numbers.baseAddress!, count: count))
    }
  }
}

extension [Column] {
  /// The smallest and the largest number of every column; `nil` for a text column and where every row is
  /// missing.
  package var extremes: [(minimum: Double, maximum: Double)?] {
    var extremes = [(minimum: Double, maximum: Double)?](repeating: nil, count: count)
    RowWalk(over: self, rowCount: first?.count ?? 0).forEachBlock(of: 1024) { block in
      for (place, column) in enumerated() where column.type != .text {
        column.withNumbers(of: block) { numbers in
          guard !numbers.isEmpty else { return }
          var (minimum, maximum) = extremes[place] ?? (numbers[0], numbers[0])
          for number in numbers {
            minimum = number < minimum ? number : minimum
            maximum = number > maximum ? number : maximum
          }
          extremes[place] = (minimum, maximum)
        }
      }
    }
    return extremes
  }
}
