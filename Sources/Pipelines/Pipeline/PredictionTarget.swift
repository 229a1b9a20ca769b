import LinearAlgebra
import NeuralNetworks
import Tabular

/// What a pipeline predicts: everything in which one kind of target differs from another.
///
/// The kinds are ``NumberTarget``, ``SeveralNumbersTarget``, ``TwoClassTarget`` and ``SeveralClassesTarget``.
/// Another one is a file with a type that conforms to this
/// protocol and one that conforms to ``FittedTarget``, and its ``RunTask``, which is added to the list of tasks.
public protocol PredictionTarget: Sendable {
  /// What it has learned from the training rows.
  associatedtype Fitted: FittedTarget
  /// The results of simple models on the same rows.
  associatedtype Baseline: Sendable

  /// What run files and model files call the kind.
  static var task: RunTask { get }
  /// Whether a run names exactly one column. Default `true`.
  static var takesOneColumn: Bool { get }
  /// The function of the network's last layer.
  static var lastActivation: Activation { get }

  /// The columns to predict, one or more.
  var columns: [String] { get }
  /// Whether each value of the columns is a class, so that not only their extremes are learned. Default `false`.
  var hasClasses: Bool { get }
  /// The network's outputs; `nil` where only the training rows show how many. Default: one for each column.
  var outputs: Int? { get }
  /// The metrics that a run reports by default. The first is the accuracy that an experiment's curves show.
  var metrics: [any Metric] { get }

  /// Refuses rows whose target cannot be of this kind, before anything is computed. Default: none.
  func check(_ rows: DataFrame) throws(VintnerError)
  /// What the user should know of the training rows' targets, a sentence each. Default: nothing.
  func notices(of train: DataFrame) -> [String]
  /// The classes of rows whose proportions a stratified split keeps; `nil`, the default, where there are none.
  ///
  /// - Parameter rows: rows that all have a target.
  func strata(of rows: DataFrame) throws(VintnerError) -> Column?
  /// Refuses what a streamed table cannot have.
  func requireStreaming() throws(VintnerError)
  /// Learns from the training rows how the target's columns become numbers and back.
  func fitted(to train: DataFrame) throws(VintnerError) -> Fitted
  /// Completes a pipeline with what the training rows show. Default: nothing.
  ///
  /// - Parameters:
  ///   - pipeline: what is completed.
  ///   - fitted: what was learned from the training rows' targets.
  ///   - targets: the training rows' targets as the network learns them; of a streamed table those of the rows that
  ///     have its extremes and categories.
  func complete(
    _ pipeline: inout Pipeline<Self>, _ fitted: Fitted, targets: FeatureRows
  ) throws(VintnerError)
  /// Measures simple models; `nil` where they need rows in memory and these are not.
  ///
  /// - Parameters:
  ///   - prepared: the table that the network is trained with.
  ///   - truth: the validation rows' targets as they are measured.
  func baselines(of prepared: PreparedPipeline<Self>, truth: Matrix<Double>) -> Baseline?

  /// The settings of a run that are for this kind, by their names in files.
  static var settings: Set<String> { get }
  /// Turns the defaults of a run into those of this kind. Default: no change.
  static func setDefaults(of run: inout RunConfiguration)
  /// Creates the target of a run that was checked, its defaults filled in.
  init(_ run: RunConfiguration)

  /// Reports a training.
  static func summary(of report: Report<Self>, _ model: FittedPipeline<Self>) -> TargetSummary
  /// Reports a model measured on a table.
  static func summary(of metrics: Fitted.Metrics, _ model: FittedPipeline<Self>) -> TargetSummary
  /// Describes the target of a model.
  static func summary(of model: FittedPipeline<Self>) -> TargetSummary
}

extension PredictionTarget {
  public static var takesOneColumn: Bool { true }
  public var hasClasses: Bool { false }
  public var outputs: Int? { columns.count }
  public func check(_ rows: DataFrame) throws(VintnerError) {}
  public func notices(of train: DataFrame) -> [String] { [] }
  public func strata(of rows: DataFrame) throws(VintnerError) -> Column? { nil }

  public func complete(
    _ pipeline: inout Pipeline<Self>, _ fitted: Fitted, targets: FeatureRows
  ) throws(VintnerError) {}

  public static func setDefaults(of run: inout RunConfiguration) {}

  /// The range of the network's outputs; `nil` where they are unbounded.
  package static var outputRange: ClosedRange<Double>? {
    lastActivation == .sigmoid || lastActivation == .softmax ? 0...1 : nil
  }
}

/// A target that has seen the training rows: how its columns become the network's targets, and how outputs become
/// predictions.
///
/// Shapes: outputs and values (rows, outputs), targets and truth (rows, targetCount)
public protocol FittedTarget: Sendable {
  /// How far predictions are from the truth; ``ScoredMetrics`` where models are compared by it.
  associatedtype Metrics: Sendable
  /// The predictions of a table's rows.
  associatedtype Prediction
  /// The prediction of a single row. Default: the values, a number for each output.
  associatedtype RowPrediction: Sendable = [Double]

  /// The number of outputs that the network needs, 1 or more.
  var outputs: Int { get }
  /// What each output is, for axes and tables. Default: the columns' names.
  func outputNames(of schema: Schema) -> [String]
  /// The columns of the targets as the network learns them. Default: as many as outputs; 1 where they are the
  /// indices of classes.
  var targetCount: Int { get }
  /// How outputs are scaled, a column each; `nil` where they are values as they are.
  var scaling: FittedScaling? { get }
  /// The range that values are kept in, one an output; `nil` where they may have any. Default: any.
  var limits: [ClosedRange<Double>]? { get }
  /// What the user should know, a sentence each.
  var notices: [String] { get }

  /// The targets of a table's rows as the network learns them.
  func rows(of frame: DataFrame) throws(VintnerError) -> FeatureRows
  /// The targets of a table's rows as they are measured. Default: as the network learns them.
  func truth(of frame: DataFrame) throws(VintnerError) -> Matrix<Double>
  /// Measures values against the truth.
  ///
  /// - Precondition: both have the same number of rows, 1 or more.
  func metrics(_ values: Matrix<Double>, truth: Matrix<Double>) -> Metrics
  /// Converts values to predictions.
  func prediction(_ values: Matrix<Double>) -> Prediction
  /// The same, each row by itself. Default: the values.
  func rowPredictions(_ values: Matrix<Double>) -> [RowPrediction]
  /// The same as columns of a table.
  func predictionColumns(_ values: Matrix<Double>) -> [Column]

  /// Reads what a model file says of the target.
  init(_ file: SafeTensors) throws(ModelFileError.Fault)
  /// What a model file says of the target: its metadata's entries, each written as JSON.
  var metadata: [String: any Encodable] { get }
  /// Writes the settings of a run that lead to this target.
  func describe(in run: inout RunConfiguration)
}

extension FittedTarget {
  public func outputNames(of schema: Schema) -> [String] { schema.targetNames }

  public var targetCount: Int { outputs }
  public var limits: [ClosedRange<Double>]? { nil }
  public var notices: [String] { [] }

  public func truth(of frame: DataFrame) throws(VintnerError) -> Matrix<Double> {
    try rows(of: frame).matrix()
  }

  /// Converts outputs of the network to values in the target's own units.
  func values(_ outputs: Matrix<Double>) -> Matrix<Double> {
    var values = scaling?.unscaled(outputs) ?? outputs
    guard let limits else { return values }
    values.withUnsafeMutableBufferPointer { scalars in
      for place in scalars.indices { scalars[place].clamp(to: limits[place % limits.count]) }
    }
    return values
  }
}

extension FittedTarget where RowPrediction == [Double] {
  public func rowPredictions(_ values: Matrix<Double>) -> [[Double]] {
    (0..<values.rows).map(values.row)
  }
}

extension Double {
  /// Moves to the nearest place in a range; a NaN stays one.
  mutating func clamp(to range: ClosedRange<Double>) {
    if self < range.lowerBound {
      self = range.lowerBound
    } else if self > range.upperBound {
      self = range.upperBound
    }
  }
}

/// A fitted target whose columns are numbers that are scaled for the network, an output each.
public protocol ScaledTarget: FittedTarget {
  /// How the columns are scaled for the network.
  var targetScaling: FittedScaling { get }
}

extension DataFrame {
  /// The range of each column.
  ///
  /// - Throws: as `matrix()`.
  func ranges(of names: [String]) throws(VintnerError) -> [ClosedRange<Double>] {
    let numbers = try tabular(matrix(of: names))
    return (0..<numbers.columns).map {
      let column = numbers.column($0)
      return column.min()!...column.max()!
    }
  }
}

extension SafeTensors {
  /// The metadata's entry of limits, where there is one.
  static var limitsKey: String { "target_limits" }

  /// The limits of some outputs; `nil` where the file has none.
  func limits(of outputs: Int) throws(ModelFileError.Fault) -> [ClosedRange<Double>]? {
    guard metadata[Self.limitsKey] != nil else { return nil }
    return try value([[Double]].self, Self.limitsKey) { limits in
      limits.count == outputs
        && limits.allSatisfy { $0.count == 2 && $0[0] <= $0[1] && $0.allSatisfy(\.isFinite) }
    }.map { $0[0]...$0[1] }
  }
}

extension [ClosedRange<Double>] {
  /// As a file has them.
  var metadata: [String: any Encodable] { [SafeTensors.limitsKey: map { [$0.lowerBound, $0.upperBound] }] }
}

extension ScaledTarget {
  public var outputs: Int { targetScaling.columnScales.count }
  public var scaling: FittedScaling? { targetScaling }

  public var notices: [String] {
    let constant = targetScaling.constantColumns
    return constant.isEmpty
      ? targetScaling.warnings
      : constant.map { "The target \"\($0)\" has one value in all training rows: there is nothing to learn." }
  }

  public func rows(of frame: DataFrame) throws(VintnerError) -> FeatureRows {
    try tabular(targetScaling.rows(of: frame))
  }

  public func truth(of frame: DataFrame) throws(VintnerError) -> Matrix<Double> {
    try tabular(frame.matrix(of: targetScaling.columnNames))
  }
}

extension RunTask {
  /// The kind of target, for a generic function:
  ///
  ///     func train<Target: PredictionTarget>(_: Target.Type) throws {
  ///       let pipeline = try Pipeline<Target>(run)
  ///     }
  ///     try train(run.runTask.target)
  public var target: any PredictionTarget.Type { kind as! any PredictionTarget.Type }
}
