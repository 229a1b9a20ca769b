/// The share of predicted positives that are right.
///
///     precision = true positives / (true positives + false positives), 0 where nothing was predicted positive
///
/// A prediction is positive above the threshold, a target where it is not 0. Several outputs count as one list.
/// Shapes: predictions (rows, outputs), targets (rows, outputs)
/// Source: Keras, `keras.metrics.Precision`.
public struct BinaryPrecision: Metric, Configurable, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "precision", also: ["Precision"], defaults: Self(),
      options: [ConfigurableOption("thresholds", \.threshold, label: "threshold")])
  }

  /// What a prediction must exceed to be positive.
  public var threshold: Double
  public var name: String

  /// Creates the metric from its properties; the defaults are Keras's.
  public init(threshold: Double = 0.5, name: String = "precision") {
    self.threshold = threshold
    self.name = name
  }

  public func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    for index in 0..<rows.scalars where rows.prediction[index] > threshold {
      state[rows.target[index] != 0 ? 0 : 1] += rows.weight(ofRow: index / rows.outputs)
    }
  }

  public func result(of state: UnsafePointer<Double>, outputs: Int) -> Double {
    ratio(state[0], of: state[0] + state[1])
  }
}

/// The share of actual positives that were found.
///
///     recall = true positives / (true positives + false negatives), 0 where no target is positive
///
/// A prediction is positive above the threshold, a target where it is not 0. Several outputs count as one list.
/// Shapes: predictions (rows, outputs), targets (rows, outputs)
/// Source: Keras, `keras.metrics.Recall`.
public struct BinaryRecall: Metric, Configurable, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "recall", also: ["Recall"], defaults: Self(),
      options: [ConfigurableOption("thresholds", \.threshold, label: "threshold")])
  }

  /// What a prediction must exceed to be positive.
  public var threshold: Double
  public var name: String

  /// Creates the metric from its properties; the defaults are Keras's.
  public init(threshold: Double = 0.5, name: String = "recall") {
    self.threshold = threshold
    self.name = name
  }

  public func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    for index in 0..<rows.scalars where rows.target[index] != 0 {
      state[rows.prediction[index] > threshold ? 0 : 1] += rows.weight(ofRow: index / rows.outputs)
    }
  }

  public func result(of state: UnsafePointer<Double>, outputs: Int) -> Double {
    ratio(state[0], of: state[0] + state[1])
  }
}

/// A share, 0 of nothing.
private func ratio(_ part: Double, of whole: Double) -> Double { whole == 0 ? 0 : part / whole }

extension Metric where Self == BinaryPrecision {
  /// The share of predicted positives that are right.
  public static var precision: Self { Self() }
}

extension Metric where Self == BinaryRecall {
  /// The share of actual positives that were found.
  public static var recall: Self { Self() }
}
