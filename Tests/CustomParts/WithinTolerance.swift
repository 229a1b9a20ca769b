import Vintner

/// The share of predictions that are near their target.
struct WithinTolerance: Metric, Configurable, Equatable {
  static var configuration: Configuration<Self> {
    Configuration(
      "within_tolerance", inKeras: nil, defaults: Self(),
      options: [ConfigurableOption("tolerance", \.tolerance, .aboveZero)])
  }

  /// The largest error that is near, above 0.
  var tolerance: Double
  var name = "within_tolerance"

  init(tolerance: Double = 0.1) {
    self.tolerance = tolerance
    checkOptions()
  }

  func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    for row in 0..<rows.count {
      let weight = rows.weight(ofRow: row)
      for place in row * rows.outputs..<(row + 1) * rows.outputs {
        if abs(rows.prediction[place] - rows.target[place]) <= tolerance { state[0] += weight }
        state[1] += weight
      }
    }
  }
}
