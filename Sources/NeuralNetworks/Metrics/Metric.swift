import LinearAlgebra

/// A measure of how good predictions are, which training does not minimize.
///
///     let training = Training(loss: .binaryCrossEntropy, metrics: [.binaryAccuracy])
///     let trained = try network.fitted(to: x, y, with: training)
///     trained.history["val_binary_accuracy"]
///     BinaryAccuracy()(predictions, targets)
///
/// It is a state and an update: numbers that are 0 before the first rows, what rows add to them, and the
/// metric that results. In training each batch's predictions are those before its update, and an epoch's metric
/// is over all its rows; rows count equally, whatever their sample weights, unless the metric is among the
/// training's weighted ones, as in Keras. Classes that are given by their indices reach it as one number for each
/// class, 1 at the index and 0 elsewhere.
/// Source: Keras, `keras.metrics.Metric`.
public protocol Metric: Sendable, Codable {
  /// The name in ``History``, after `val_` for validation rows. Keras's: `binary_accuracy`.
  var name: String { get set }

  /// How many numbers the state has. Default: two, a sum and how many numbers are in it.
  ///
  /// - Parameter rows: the most rows that are added.
  /// - Parameter outputs: the predictions a row.
  func stateCount(rows: Int, outputs: Int) -> Int

  /// Adds rows to the state.
  func add(_ rows: MetricRows, to state: UnsafeMutablePointer<Double>)

  /// The metric over all rows that were added. Default: the sum over the count.
  func result(of state: UnsafePointer<Double>, outputs: Int) -> Double
}

/// Rows of predictions with their targets.
public struct MetricRows {
  /// What the network predicts. Shape: (count, outputs)
  public let prediction: UnsafePointer<Double>
  /// What it should predict. Shape: (count, outputs)
  public let target: UnsafePointer<Double>
  /// The indices of the classes, where targets are given so. Shape: (count)
  public let classes: UnsafePointer<Double>?
  /// How much each row counts. Shape: (count); `nil` where every row counts 1.
  public let weights: UnsafePointer<Double>?
  /// The number of rows.
  public let count: Int
  /// The number of predictions a row.
  public let outputs: Int
  /// The precision of the network whose predictions these are.
  public let precision: Precision

  /// Describes rows by their properties, in memory that stays the caller's.
  public init(
    prediction: UnsafePointer<Double>, target: UnsafePointer<Double>, classes: UnsafePointer<Double>? = nil,
    weights: UnsafePointer<Double>? = nil, count: Int, outputs: Int, precision: Precision
  ) {
    self.prediction = prediction
    self.target = target
    self.classes = classes
    self.weights = weights
    self.count = count
    self.outputs = outputs
    self.precision = precision
  }

  /// The number of predictions: rows × outputs.
  var scalars: Int { count * outputs }

  /// How much a row counts.
  public func weight(ofRow row: Int) -> Double { weights.map { $0[row] } ?? 1 }

  /// The sum of the rows' weights: their number where all count 1.
  public var totalWeight: Double {
    guard let weights else { return Double(count) }
    return UnsafeBufferPointer(start: weights, count: count).reduce(0, +)
  }
}

extension Metric {
  public func stateCount(rows: Int, outputs: Int) -> Int { 2 }

  public func result(of state: UnsafePointer<Double>, outputs: Int) -> Double { state[0] / state[1] }

  /// Computes the metric of rows.
  ///
  /// Shapes: predictions (rows, outputs), targets (rows, outputs) or the indices of classes (rows, 1),
  /// sampleWeights (rows)
  /// - Parameters:
  ///   - predictions: what the network predicts.
  ///   - targets: what it should predict.
  ///   - sampleWeights: how much each row counts. Default: every row counts 1.
  /// - Precondition: such shapes, 1 row or more.
  public func callAsFunction<Scalar: MatrixScalar>(
    _ predictions: Matrix<Scalar>, _ targets: Matrix<Scalar>, sampleWeights: [Scalar]? = nil
  ) -> Double {
    checkShapes(predictions, targets) { $0 == $1 || $0 == 1 }
    checkTargets(targets, outputs: predictions.columns)
    precondition(
      sampleWeights?.count ?? targets.rows == targets.rows,
      "Each of \(targets.rows) rows has a weight, received \(sampleWeights?.count ?? 0).")
    let accumulation = MetricAccumulation<Scalar>(
      sampleWeights == nil ? [self] : [], weighted: sampleWeights == nil ? [] : [self], rows: targets.rows,
      rowsAtOnce: targets.rows, outputs: predictions.columns, targets: targets.columns)
    predictions.withUnsafeBufferPointer { predictions in
      targets.withUnsafeBufferPointer { scalars in
        sampleWeights.withUnsafeBaseAddress { weights in
          accumulation.add(
            prediction: predictions.baseAddress!, target: scalars.baseAddress!, weights: weights,
            rows: targets.rows)
        }
      }
    }
    return accumulation.results[0]
  }

  /// Computes the metric of one prediction a row.
  ///
  /// - Precondition: equally many predictions and targets, 1 or more.
  public func callAsFunction(_ predictions: [Double], _ targets: [Double]) -> Double {
    self(Matrix(column: predictions), Matrix(column: targets))
  }
}

/// A metric of any kind as files describe it: `"binary_accuracy"`, `{"name": "auc", "num_thresholds": 100}`, `"mae"`.
///
/// A loss's name stands for its mean. A metric reports under the name that the file gives, so that Keras's
/// spellings (`AUC`, `mean_absolute_error`, `acc`) are the history's.
public typealias MetricDescription = Described<MetricKinds>

extension Registry {
  /// The metrics that files can name: add those of your own.
  public static let metrics = PartRegistry<any (Metric & Configurable).Type>(
    "metrics", "a metric", of: MetricKinds.self
  ) {
    [
      Accuracy.self, BinaryAccuracy.self, CategoricalAccuracy.self, SparseCategoricalAccuracy.self,
      TopKCategoricalAccuracy.self, SparseTopKCategoricalAccuracy.self, AUC.self, BinaryPrecision.self,
      BinaryRecall.self, RootMeanSquaredError.self, RSquared.self, SignAccuracy.self,
    ]
  }
}

/// The metrics that files can name; losses are not listed among them.
public enum MetricKinds: KindList {
  public typealias Member = any Metric
  public static var registry: PartRegistry<any (Metric & Configurable).Type> { Registry.metrics }
  public static var unlistedKinds: [any Configurable.Type] { LossKinds.kinds }

  public static func member(_ value: any Configurable, named name: String) -> any Metric {
    var metric = (value as? any Loss).map { MeanLoss($0) } ?? value as! any Metric
    metric.name = name
    return metric
  }

  public static func name(of metric: any Metric) -> String { metric.name }

  /// Writes the metric under the name that it reports under, where files can give that.
  public static func encode(_ metric: any Metric, to encoder: any Encoder) throws {
    try metric.encode(to: encoder)
    guard spellings.contains(metric.name) else { return }
    var container = encoder.container(keyedBy: ConfigurationKey.self)
    try container.encode(metric.name, forKey: .name)
  }
}
