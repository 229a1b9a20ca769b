import LinearAlgebra

/// A loss as a metric: its mean over an epoch's rows.
///
///     Training(loss: .meanSquaredError, metrics: [.meanAbsoluteError])
///
/// Shapes: predictions (rows, outputs), targets (rows, outputs)
/// Source: Keras, `keras.metrics.MeanMetricWrapper`.
public struct MeanLoss: Metric, Equatable {
  /// The loss whose mean is reported.
  public var loss: any Loss
  public var name: String

  /// Creates the metric from its properties.
  public init(_ loss: any Loss, name: String? = nil) {
    self.loss = loss
    self.name = name ?? loss.name
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.name == right.name && areEqual(left.loss, right.loss)
  }

  public init(from decoder: any Decoder) throws { self.init(try LossDescription(from: decoder).value) }

  public func encode(to encoder: any Encoder) throws { try loss.encode(to: encoder) }

  public func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    let byIndex = rows.classes.flatMap { loss.takes(targets: 1, outputs: rows.outputs) ? $0 : nil }
    state[0] += loss.sum(
      LossRows(
        prediction: rows.prediction, target: byIndex ?? rows.target, weights: rows.weights, scale: 1,
        count: rows.count, outputs: rows.outputs, targets: byIndex == nil ? rows.outputs : 1))
    state[1] += rows.totalWeight
  }
}

/// The root of the mean squared error, in the target's units.
///
///     √(mean over all outputs of (ŷ − y)²)
///
/// Shapes: predictions (rows, outputs), targets (rows, outputs)
/// Source: Keras, `keras.metrics.RootMeanSquaredError`.
public struct RootMeanSquaredError: Metric, Configurable, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration("root_mean_squared_error", also: ["rmse", "RootMeanSquaredError"], defaults: Self())
  }
  public var name: String

  /// Creates the metric from its properties; the defaults are Keras's.
  public init(name: String = "root_mean_squared_error") { self.name = name }

  public func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    MeanLoss(.meanSquaredError).add(rows, to: state)
  }

  public func result(of state: UnsafePointer<Double>, outputs: Int) -> Double {
    (state[0] / state[1]).squareRoot()
  }
}

extension Metric where Self == MeanLoss {
  /// The mean absolute error, `mae`.
  public static var meanAbsoluteError: Self { Self(MeanAbsoluteError()) }
  /// The mean squared error, `mse`.
  public static var meanSquaredError: Self { Self(MeanSquaredError()) }
  /// The mean of a loss.
  public static func mean(of loss: any Loss) -> Self { Self(loss) }
}

extension Metric where Self == RootMeanSquaredError {
  /// The root of the mean squared error.
  public static var rootMeanSquaredError: Self { Self() }
}
