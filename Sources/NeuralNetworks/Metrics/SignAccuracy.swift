/// The share of outputs on the same side of 0 as their targets; 0 itself counts as positive.
///
///     accuracy = mean over all outputs of [(ŷ ≥ 0) = (y ≥ 0)]
///
/// It suits classes called −1 and +1. A NaN is wrong.
///
/// Shapes: predictions (rows, outputs), targets (rows, outputs)
/// Source: the labels of the TensorFlow Playground. Keras has none.
public struct SignAccuracy: Metric, Configurable, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration("sign_accuracy", defaults: Self())
  }
  public var name: String

  /// Creates the metric from its properties.
  public init(name: String = "sign_accuracy") { self.name = name }

  public func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    for index in 0..<rows.scalars {
      let prediction = rows.prediction[index]
      guard !prediction.isNaN, (prediction >= 0) == (rows.target[index] >= 0) else { continue }
      state[0] += rows.weight(ofRow: index / rows.outputs)
    }
    state[1] += rows.totalWeight * Double(rows.outputs)
  }
}

extension Metric where Self == SignAccuracy {
  /// The share of outputs on the same side of 0 as their targets.
  public static var signAccuracy: Self { Self() }
}
