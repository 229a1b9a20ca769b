extension LineChart.Series {
  /// Creates the line of a function: its values at `count` places, equally far apart, 201 by default.
  ///
  /// - Precondition: at least two places.
  public init(
    _ name: String, over range: ClosedRange<Double>, count: Int = 201, form: LineChart.Form = .line,
    function: (Double) -> Double
  ) {
    precondition(count >= 2, "At least two places, received \(count).")
    let step = (range.upperBound - range.lowerBound) / Double(count - 1)
    let places = (0..<count).map { range.lowerBound + Double($0) * step }
    self.init(name, points: places.map { LineChart.Point(x: $0, y: function($0)) }, form: form)
  }

  /// Creates the line of several runs: their median at each place, with a band around the middle half of them.
  ///
  /// Runs of different lengths are summed up as far as each goes. A value that is not finite counts as larger
  /// than all others: a loss that diverged.
  /// - Parameters:
  ///   - name: what the legend calls it.
  ///   - runs: the values of each run, place by place.
  ///   - places: where the values stand; by default 1, 2, 3, ….
  ///   - shares: which part of the runs, sorted, the band spans; by default from a quarter to three quarters.
  /// - Precondition: a place for each value of the longest run; shares within 0 and 1.
  public init(
    _ name: String, runs: [[Double]], at places: [Double]? = nil, shares: ClosedRange<Double> = 0.25...0.75
  ) {
    let count = runs.map(\.count).max() ?? 0
    let places = places ?? (0..<count).map { Double($0 + 1) }
    precondition(places.count >= count, "\(count) values need as many places, received \(places.count).")
    precondition(shares.lowerBound >= 0 && shares.upperBound <= 1, "Shares of 0 to 1, received \(shares).")
    var points: [LineChart.Point] = []
    var band: [LineChart.Interval] = []
    for index in 0..<count {
      let values = runs.filter { $0.count > index }.map { $0[index].isFinite ? $0[index] : .infinity }
        .sorted()
      let x = places[index]
      points.append(.init(x: x, y: Self.quantile(values, 0.5)))
      band.append(
        .init(
          x: x, lower: Self.quantile(values, shares.lowerBound),
          upper: Self.quantile(values, shares.upperBound)))
    }
    self.init(name, points: points, band: band)
  }

  /// A quantile of sorted values, between two of them in proportion, as NumPy's default computes it.
  private static func quantile(_ values: [Double], _ share: Double) -> Double {
    let place = share * Double(values.count - 1)
    let (low, high) = (values[Int(place.rounded(.down))], values[Int(place.rounded(.up))])
    if low == high { return low }
    return low + (place - place.rounded(.down)) * (high - low)
  }
}
