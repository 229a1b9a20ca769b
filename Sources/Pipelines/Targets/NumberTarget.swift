import LinearAlgebra
import NeuralNetworks
import Tabular

/// From a table to a network that predicts a number.
///
///     let model = try RegressionPipeline(target: "quality").fitted(to: wine)
///     try model.predict(wine)                 // in the target's own units
///
/// The defaults are those of Keras's red-wine lesson: 70 % of the rows for training, min-max scaling of
/// features and target by the training rows, three dense layers of 512 rectified units, Adam on the mean
/// absolute error in batches of 256, at most 500 epochs, stopped after 20 without an improvement of 0.001.
public typealias RegressionPipeline = Pipeline<NumberTarget>
public typealias PreparedRegression = PreparedPipeline<NumberTarget>
public typealias FittedRegressionPipeline = FittedPipeline<NumberTarget>
public typealias RegressionReport = Report<NumberTarget>

extension RunTask {
  /// To predict a number.
  public static let regression = RunTask("regression", NumberTarget.self)
}

/// A column of numbers, scaled for the network.
public struct NumberTarget: PredictionTarget {
  /// The column to predict.
  public var target: String
  /// How the target is scaled for the network.
  public var targetScaling: Scaling
  /// Whether predictions are kept within the range of the training rows' targets.
  public var clampsPredictions = false

  /// A number with a fitted scaling.
  ///
  /// Shape: outputs (rows, 1)
  public struct Fitted: ScaledTarget {
    /// How the target is scaled for the network.
    public package(set) var targetScaling: FittedScaling
    /// What predictions are kept in; `nil` where they may have any value.
    public var limits: [ClosedRange<Double>]?
  }

  public static var task: RunTask { .regression }
  public static var lastActivation: Activation { .linear }
  public var columns: [String] { [target] }
  public var metrics: [any Metric] { [] }

  public func check(_ rows: DataFrame) throws(VintnerError) { try rows.requireNumbers(target) }

  public func notices(of train: DataFrame) -> [String] {
    targetScaling == .log ? [] : columns.compactMap { train.column(named: $0)?.noticeOfLongTail }
  }

  public func requireStreaming() throws(VintnerError) {
    guard targetScaling == .minMax else {
      throw .notStreamed(what: "another scaling of the target than min-max", instead: "min-max")
    }
  }

  public func fitted(to train: DataFrame) throws(VintnerError) -> Fitted {
    Fitted(
      targetScaling: try tabular(targetScaling.fitted(to: try train.selecting(columns: [target]))),
      limits: clampsPredictions ? try train.ranges(of: [target]) : nil)
  }

  public func baselines(
    of prepared: PreparedPipeline<NumberTarget>, truth: Matrix<Double>
  ) -> Baselines? { Baselines(prepared) }
}

extension Pipeline<NumberTarget> {
  /// Creates the pipeline.
  ///
  /// - Parameters:
  ///   - target: the column to predict.
  ///   - preprocessor: how the other columns become numbers. Default: all of them, except one that only
  ///     numbers the rows, scaled to the range from 0 to 1; texts and missing values are refused.
  ///   - targetScaling: how the target is scaled for the network; predictions are in its own units again.
  ///     Default: to the range from 0 to 1.
  ///   - clampsPredictions: whether predictions are kept within the range of the training rows' target. Default: no.
  ///   - network: the layers; the last has one unit. Default: three hidden ones of 512 units each, with relu, and
  ///     a linear unit.
  ///   - training: how to train. Default: `Training.redWine`.
  ///   - precision: the width of the network's numbers. Default: single.
  ///   - trainFraction: the share of the rows to train on, in (0, 1). Default 0.7.
  ///   - splitSeed: of the split. Default 0.
  /// - Precondition: the fraction lies in its range.
  public init(
    target: String, preprocessor: Preprocessor = Preprocessor(encoding: nil),
    targetScaling: Scaling = .minMax, clampsPredictions: Bool = false,
    network: Sequential = .dense(hidden: [512, 512, 512], activation: .relu),
    training: Training = .redWine, precision: Precision = .single,
    trainFraction: Double = 0.7, splitSeed: UInt32 = 0
  ) {
    self.init(
      NumberTarget(target: target, targetScaling: targetScaling, clampsPredictions: clampsPredictions),
      preprocessor: preprocessor,
      network: network, training: training, precision: precision, trainFraction: trainFraction,
      splitSeed: splitSeed)
  }
}

extension Training {
  /// How Keras's red-wine lesson trains: Adam on the mean absolute error, batches of 256, at most 500 epochs,
  /// stopped after 20 without an improvement of 0.001, the best epoch's weights restored.
  public static var redWine: Training {
    Training(
      optimizer: Adam(), loss: .meanAbsoluteError, batchSize: 256, epochs: 500,
      callbacks: [EarlyStopping(minDelta: 0.001, patience: 20, restoreBestWeights: true)])
  }
}

extension NumberTarget.Fitted {
  public func metrics(_ values: Matrix<Double>, truth: Matrix<Double>) -> RegressionMetrics {
    RegressionMetrics(predictions: values.scalars, targets: truth.scalars)
  }

  public func prediction(_ values: Matrix<Double>) -> [Double] { values.scalars }

  public func rowPredictions(_ values: Matrix<Double>) -> [Double] { values.scalars }

  public func predictionColumns(_ values: Matrix<Double>) -> [Column] {
    [Column(name: "prediction", values.scalars)]
  }
}

/// In runs and files.
extension NumberTarget {
  public static var settings: Set<String> { ["target_scaling", "clamp_predictions"] }

  public init(_ run: RunConfiguration) {
    self.init(
      target: run.target!.first, targetScaling: run.targetScaling!,
      clampsPredictions: run.clampPredictions ?? false)
  }
}

extension NumberTarget.Fitted {
  private static let scalerKey = "target_scaler"

  public init(_ file: SafeTensors) throws(ModelFileError.Fault) {
    self.init(
      targetScaling: try file.value(FittedScaling.self, Self.scalerKey) {
        $0.columnNames.count == 1 && $0.isFinite
      }, limits: try file.limits(of: 1))
  }

  public var metadata: [String: any Encodable] {
    [Self.scalerKey: targetScaling as any Encodable].merging(limits?.metadata ?? [:]) { $1 }
  }

  public func describe(in run: inout RunConfiguration) {
    run.targetScaling = targetScaling.scaling
    run.clampPredictions = limits.map { _ in true }
  }
}

/// In reports.
extension NumberTarget {
  public static func summary(of report: RegressionReport, _ model: FittedRegressionPipeline) -> TargetSummary
  {
    let (metrics, baselines) = (report.metrics, report.baselines)
    let inUnits = "\(Format.number(metrics.meanAbsoluteError)) in the units of \(model.schema.target.name)"
    let isAbsolute = model.provenance.loss == MeanAbsoluteError.kind && !report.isWeighted
    let scaled = report.validationLoss(in: isAbsolute ? "scaled" : model.lossTitle + report.weighting)
    return TargetSummary(
      members: [
        ("task", .text(task.rawValue)),
        ("val_mae", .number(metrics.meanAbsoluteError)),
        ("val_rmse", .number(metrics.rootMeanSquaredError)),
        ("r2", .number(metrics.rSquared)),
      ],
      comparisons: [
        ("val_mae_without_repeated", .optional(report.metricsWithoutRepeated?.meanAbsoluteError)),
        ("baseline_median_val_loss", .optional(baselines?.medianLoss)),
        ("baseline_mean_val_loss", .optional(baselines?.meanLoss)),
        ("baseline_linear_val_loss", .optional(baselines?.linearLoss)),
        ("baseline_ridge_val_loss", .optional(baselines?.ridge?.loss)),
        ("baseline_ridge_penalty", .optional(baselines?.ridge?.penalty)),
      ],
      entries: (isAbsolute
        ? [("validation MAE", "\(inUnits), \(scaled)")]
        : [("validation loss", scaled), ("validation MAE", inUnits)])
        + [("R²", Format.number(metrics.rSquared))],
      withoutRepeated: report.metricsWithoutRepeated.map {
        "the MAE is \(Format.number($0.meanAbsoluteError))"
      },
      baselines: baselines?.text,
      losesTo: metrics.losesTo.joined(
        with: baselines?.better(than: report.validationLossWithoutPenalty) ?? []))
  }

  public static func summary(
    of metrics: RegressionMetrics, _ model: FittedRegressionPipeline
  ) -> TargetSummary {
    let values = [
      ("MAE", metrics.meanAbsoluteError), ("RMSE", metrics.rootMeanSquaredError), ("R²", metrics.rSquared),
    ]
    return TargetSummary(
      rows: metrics.rows,
      members: zip(["mae", "rmse", "r2"], values).map { ($0, .number($1.1)) },
      entries: values.map { ($0, Format.number($1)) }, losesTo: metrics.losesTo)
  }

  public static func summary(of model: FittedRegressionPipeline) -> TargetSummary {
    let scaling = model.targetScaling.scaling.settingName
    return TargetSummary(
      members: [("task", .text(task.rawValue)), ("target_scaling", .text(scaling))],
      entries: [("target", "\(scaling) scaling\(model.target.limits.map(Format.limits) ?? "")")])
  }
}
