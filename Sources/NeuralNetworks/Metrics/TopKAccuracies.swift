/// The share of rows whose class is among the k with the greatest predictions.
///
///     accuracy = mean over the rows of [#{c : ŷ_c > ŷ_class} < k]
///
/// Classes with equal predictions share a place. A row whose class has a prediction that is not finite is wrong.
/// Shapes: predictions (rows, classes), targets (rows, classes), the greatest of which is the class's
/// Source: Keras, `keras.metrics.TopKCategoricalAccuracy`; TensorFlow, `tf.math.in_top_k`.
public struct TopKCategoricalAccuracy: Metric, Configurable, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "top_k_categorical_accuracy", also: ["TopKCategoricalAccuracy"], defaults: Self(),
      options: [ConfigurableOption("k", \.k, AllowedValues("is 1 or more") { $0 >= 1 })])
  }

  /// How many of the greatest predictions count, 1 or more.
  public var k: Int
  public var name: String

  /// Creates the metric from its properties; the defaults are Keras's.
  ///
  /// - Precondition: k is 1 or more.
  public init(k: Int = 5, name: String = "top_k_categorical_accuracy") {
    self.k = k
    self.name = name
    checkOptions()
  }

  public func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    for row in 0..<rows.count {
      let first = row * rows.outputs
      let predictions = UnsafeBufferPointer(start: rows.prediction + first, count: rows.outputs)
      let own = predictions[CategoricalAccuracy.greatest(rows.target + first, rows.outputs)]
      guard own.isFinite, predictions.count(where: { $0 > own }) < k else { continue }
      state[0] += rows.weight(ofRow: row)
    }
    state[1] += rows.totalWeight
  }
}

/// The share of rows whose class is among the k with the greatest predictions, as ``TopKCategoricalAccuracy``.
///
/// Shapes: predictions (rows, classes), targets (rows, 1), the indices of the classes from 0
/// Source: Keras, `keras.metrics.SparseTopKCategoricalAccuracy`.
public struct SparseTopKCategoricalAccuracy: Metric, Configurable, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "sparse_top_k_categorical_accuracy", also: ["SparseTopKCategoricalAccuracy"], defaults: Self(),
      options: [ConfigurableOption("k", \.k, AllowedValues("is 1 or more") { $0 >= 1 })])
  }

  /// How many of the greatest predictions count, 1 or more.
  public var k: Int
  public var name: String

  /// Creates the metric from its properties; the defaults are Keras's.
  ///
  /// - Precondition: k is 1 or more.
  public init(k: Int = 5, name: String = "sparse_top_k_categorical_accuracy") {
    self.k = k
    self.name = name
    checkOptions()
  }

  public func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    TopKCategoricalAccuracy(k: k).add(rows, to: state)
  }
}

extension Metric where Self == TopKCategoricalAccuracy {
  /// The share of rows whose class is among the k with the greatest predictions.
  public static func topKCategoricalAccuracy(k: Int) -> Self { Self(k: k) }
}

extension Metric where Self == SparseTopKCategoricalAccuracy {
  /// The share of rows whose class is among the k with the greatest predictions, of classes by their indices.
  public static func sparseTopKCategoricalAccuracy(k: Int) -> Self { Self(k: k) }
}
