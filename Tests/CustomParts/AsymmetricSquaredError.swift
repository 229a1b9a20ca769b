import Vintner

/// The squared error, of which predictions above their target count more.
///
///     loss = f·e²,   gradient = 2f·e,   with e = ŷ − y and f = `over` where e > 0, else 1
struct AsymmetricSquaredError: Loss, Equatable {
  static var configuration: Configuration<Self> {
    Configuration(
      "asymmetric_squared_error", inKeras: nil, defaults: Self(),
      options: [ConfigurableOption("over", \.over, .aboveZero)])
  }

  /// How much errors above the target count, above 0.
  var over: Double

  init(over: Double = 2) {
    self.over = over
    checkOptions()
  }

  func sum<Scalar: MatrixScalar>(_ rows: LossRows<Scalar>) -> Double {
    var sum = 0.0
    for row in 0..<rows.count {
      let weight = rows.weights.map { Double($0[row]) } ?? 1
      var loss = 0.0
      for place in row * rows.outputs..<(row + 1) * rows.outputs {
        let error = Double(rows.prediction[place]) - Double(rows.target[place])
        let factor = (error > 0 ? over : 1) / Double(rows.outputs)
        loss += factor * error * error
        rows.gradient?[place] = Scalar(rows.scale * weight * 2 * factor * error)
      }
      sum += weight * loss
    }
    return sum
  }
}
