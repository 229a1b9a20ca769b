extension [Double] {
  /// A quantile of these sorted values, by linear interpolation.
  ///
  ///     (n − 1)·share = i + t,  0 ≤ t < 1        quantile = xᵢ + (xᵢ₊₁ − xᵢ)·t
  ///
  /// Source: R. Hyndman, Y. Fan, "Sample quantiles in statistical packages", 1996, definition 7; the default
  /// of NumPy and pandas.
  package func quantile(_ share: Double) -> Double {
    let (below, part) = Self.position(of: share, count: count)
    return part == 0 ? self[below] : Self.between(self[below], self[below + 1], part)
  }

  /// A number between two: their difference may overflow, what lies between them does not.
  private static func between(_ lower: Double, _ upper: Double, _ part: Double) -> Double {
    let difference = upper - lower
    return difference.isFinite ? lower + difference * part : lower * (1 - part) + upper * part
  }

  /// The quantiles of values in any order, identical to those of the sorted values, in linear time.
  ///
  /// - Parameter shares: in ascending order.
  /// - Precondition: one value at least, and no NaN.
  package consuming func quantilesOfUnsorted(_ shares: [Double]) -> [Double] {
    var values = self
    return values.withUnsafeMutableBufferPointer { values in
      var start = 0
      return shares.map { share in
        let (below, part) = Self.position(of: share, count: values.count)
        values.select(below, from: start)
        start = below
        guard part > 0 else { return values[below] }
        let next = values[(below + 1)...].min()!
        return Self.between(values[below], next, part)
      }
    }
  }

  /// i and t.
  private static func position(of share: Double, count: Int) -> (below: Int, part: Double) {
    let position = Double(count - 1) * share
    let below = Int(position)
    return below + 1 < count ? (below, position - Double(below)) : (count - 1, 0)
  }
}

extension UnsafeMutableBufferPointer<Double> {
  /// Moves values so that one index holds the value that it would hold after sorting: no earlier value is
  /// larger, no later one smaller.
  ///
  /// - Parameter start: the index from which on no value is smaller than any before it.
  /// Source: C. A. R. Hoare, "Algorithm 65: Find", 1961, as in N. Wirth, "Algorithms + Data Structures".
  fileprivate func select(_ place: Int, from start: Int) {
    var (left, right) = (start, count - 1)
    var patience = 2 * (Int.bitWidth - count.leadingZeroBitCount)
    while left < right {
      // Values in an adversarial order would take quadratic time: sort the rest of them.
      guard patience > 0 else {
        var rest = UnsafeMutableBufferPointer(rebasing: self[left...right])
        return rest.sort()
      }
      patience -= 1
      let (first, middle, last) = (self[left], self[left + (right - left) / 2], self[right])
      let pivot = Swift.max(Swift.min(first, middle), Swift.min(Swift.max(first, middle), last))
      var (i, j) = (left, right)
      repeat {
        while self[i] < pivot { i += 1 }
        while pivot < self[j] { j -= 1 }
        if i <= j {
          swapAt(i, j)
          i += 1
          j -= 1
        }
      } while i <= j
      if j < place { left = i }
      if place < i { right = j }
    }
  }
}
