/// The share of outputs that are on the right side of a threshold.
///
///     accuracy = mean over all outputs of [y = (ŷ > threshold ? 1 : 0)]
///
/// Shapes: predictions (rows, outputs), targets (rows, outputs) of 0 and 1
/// Source: Keras, `keras.metrics.BinaryAccuracy`.
public struct BinaryAccuracy: Metric, Configurable, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "binary_accuracy", also: ["BinaryAccuracy"], defaults: Self(),
      options: [ConfigurableOption("threshold", \.threshold)])
  }

  /// What a prediction must exceed to be positive: 0.5 for probabilities, 0 for logits.
  public var threshold: Double
  public var name: String

  /// Creates the metric from its properties; the defaults are Keras's.
  public init(threshold: Double = 0.5, name: String = "binary_accuracy") {
    self.threshold = threshold
    self.name = name
  }

  public func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    for index in 0..<rows.scalars where rows.target[index] == (rows.prediction[index] > threshold ? 1 : 0) {
      state[0] += rows.weight(ofRow: index / rows.outputs)
    }
    state[1] += rows.totalWeight * Double(rows.outputs)
  }
}

/// The share of rows whose greatest prediction is at the place of their greatest target; the first of equal
/// ones counts.
///
/// Shapes: predictions (rows, classes), targets (rows, classes)
/// Source: Keras, `keras.metrics.CategoricalAccuracy`.
public struct CategoricalAccuracy: Metric, Configurable, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration("categorical_accuracy", also: ["CategoricalAccuracy"], defaults: Self())
  }
  public var name: String

  /// Creates the metric from its properties; the defaults are Keras's.
  public init(name: String = "categorical_accuracy") { self.name = name }

  public func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    for row in 0..<rows.count {
      let first = row * rows.outputs
      if Self.greatest(rows.prediction + first, rows.outputs)
        == Self.greatest(rows.target + first, rows.outputs)
      {
        state[0] += rows.weight(ofRow: row)
      }
    }
    state[1] += rows.totalWeight
  }

  /// The place of the greatest of some values, the first of equal ones.
  static func greatest(_ values: UnsafePointer<Double>, _ count: Int) -> Int {
    var place = 0
    for index in 1..<max(count, 1) where values[index] > values[place] { place = index }
    return place
  }
}

/// The share of rows whose greatest prediction is that of their class; the first of equal ones counts.
///
/// Shapes: predictions (rows, classes), targets (rows, 1), the indices of the classes from 0
/// Source: Keras, `keras.metrics.SparseCategoricalAccuracy`.
public struct SparseCategoricalAccuracy: Metric, Configurable, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration("sparse_categorical_accuracy", also: ["SparseCategoricalAccuracy"], defaults: Self())
  }
  public var name: String

  /// Creates the metric from its properties; the defaults are Keras's.
  public init(name: String = "sparse_categorical_accuracy") { self.name = name }

  public func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    CategoricalAccuracy().add(rows, to: state)
  }
}

/// The share of right answers: ``BinaryAccuracy`` with one output, ``CategoricalAccuracy`` with several.
///
/// Shapes: predictions (rows, outputs), targets (rows, outputs)
/// Source: Keras, `metrics=["accuracy"]`.
public struct Accuracy: Metric, Configurable, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration("accuracy", also: ["acc"], defaults: Self())
  }
  public var name: String

  /// Creates the metric from its properties; the defaults are Keras's.
  public init(name: String = "accuracy") { self.name = name }

  public func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>) {
    if rows.outputs == 1 {
      BinaryAccuracy().add(rows, to: state)
    } else {
      CategoricalAccuracy().add(rows, to: state)
    }
  }
}

extension Metric where Self == BinaryAccuracy {
  /// The share of outputs on the right side of one half.
  public static var binaryAccuracy: Self { Self() }
}

extension Metric where Self == CategoricalAccuracy {
  /// The share of rows with the right class.
  public static var categoricalAccuracy: Self { Self() }
}

extension Metric where Self == SparseCategoricalAccuracy {
  /// The share of rows with the right class, of classes by their indices.
  public static var sparseCategoricalAccuracy: Self { Self() }
}

extension Metric where Self == Accuracy {
  /// The share of right answers.
  public static var accuracy: Self { Self() }
}
