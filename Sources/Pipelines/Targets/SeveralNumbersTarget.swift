import LinearAlgebra
import NeuralNetworks
import Tabular

/// From a table to a network that predicts several numbers at once.
///
///     let model = try MultioutputPipeline(targets: ["quality", "alcohol"]).fitted(to: wine)
///     try model.predict(wine)                 // a column for each target, in its own units
///
/// Each target is scaled by itself; all else is as in ``RegressionPipeline``.
public typealias MultioutputPipeline = Pipeline<SeveralNumbersTarget>
public typealias PreparedMultioutput = PreparedPipeline<SeveralNumbersTarget>
public typealias FittedMultioutputPipeline = FittedPipeline<SeveralNumbersTarget>
public typealias MultioutputReport = Report<SeveralNumbersTarget>

extension RunTask {
  /// To predict several numbers.
  public static let multioutput = RunTask("multioutput", SeveralNumbersTarget.self)
}

/// Columns of numbers, each scaled by itself for the network.
public struct SeveralNumbersTarget: PredictionTarget {
  /// The columns to predict.
  public var targets: [String]
  /// How the targets are scaled for the network.
  public var targetScaling: Scaling
  /// Whether predictions are kept within the range of the training rows' targets.
  public var clampsPredictions = false

  /// Numbers with a fitted scaling of each.
  ///
  /// Shape: outputs (rows, targets)
  public struct Fitted: ScaledTarget {
    /// How the targets are scaled for the network.
    public let targetScaling: FittedScaling
    /// What predictions are kept in; `nil` where they may have any value.
    public var limits: [ClosedRange<Double>]?
  }

  public static var task: RunTask { .multioutput }
  public static var takesOneColumn: Bool { false }
  public static var lastActivation: Activation { .linear }
  public var columns: [String] { targets }
  public var metrics: [any Metric] { [] }

  public func check(_ rows: DataFrame) throws(VintnerError) {
    for target in targets { try rows.requireNumbers(target, isOneOfSeveral: true) }
  }

  public func notices(of train: DataFrame) -> [String] {
    targetScaling == .log ? [] : columns.compactMap { train.column(named: $0)?.noticeOfLongTail }
  }

  public func requireStreaming() throws(VintnerError) {
    guard targetScaling == .minMax else {
      throw .notStreamed(what: "another scaling of the targets than min-max", instead: "min-max")
    }
  }

  public func fitted(to train: DataFrame) throws(VintnerError) -> Fitted {
    Fitted(
      targetScaling: try tabular(targetScaling.fitted(to: try train.selecting(columns: targets))),
      limits: clampsPredictions ? try train.ranges(of: targets) : nil)
  }

  public func baselines(
    of prepared: PreparedPipeline<SeveralNumbersTarget>, truth: Matrix<Double>
  ) -> Baselines? { Baselines(prepared) }
}

/// How far predictions of several numbers are from their targets, each in its own units.
///
/// Source: as ``RegressionMetrics``; scikit-learn, `r2_score` with `multioutput="uniform_average"`.
public struct MultioutputMetrics: Sendable, Equatable, Codable {
  /// The metrics of each target, in their order.
  public let targets: [RegressionMetrics]

  /// The mean R² of the targets; NaN where one has equal values in all rows.
  public var rSquared: Double { targets.reduce(0) { $0 + $1.rSquared } / Double(targets.count) }
  /// The number of rows.
  public var rows: Int { targets[0].rows }
}

extension MultioutputMetrics: ScoredMetrics {
  /// R² alone: errors of targets in different units have no mean.
  public static var scores: KeyValuePairs<Score, KeyPath<Self, Double>> { [.rSquared: \.rSquared] }
}

extension Pipeline<SeveralNumbersTarget> {
  /// Creates the pipeline.
  ///
  /// - Parameters:
  ///   - targets: the columns to predict, one or more.
  ///   - preprocessor: as in ``RegressionPipeline``.
  ///   - targetScaling: how each target is scaled for the network; predictions are in its own units again. Default:
  ///     to the range from 0 to 1.
  ///   - clampsPredictions: whether predictions are kept within the range of the training rows' targets. Default: no.
  ///   - network: the layers; the last has a unit for each target, or none. Default: three hidden ones of 512 units each, with
  ///     relu, and linear units.
  ///   - training: how to train. Default: `Training.redWine`.
  ///   - precision: the width of the network's numbers. Default: single.
  ///   - trainFraction: the share of the rows to train on, in (0, 1). Default 0.7.
  ///   - splitSeed: of the split. Default 0.
  /// - Precondition: there is a target, and the fraction lies in its range.
  public init(
    targets: [String], preprocessor: Preprocessor = Preprocessor(encoding: nil),
    targetScaling: Scaling = .minMax, clampsPredictions: Bool = false,
    network: Sequential = .dense(hidden: [512, 512, 512], activation: .relu, outputs: nil),
    training: Training = .redWine,
    precision: Precision = .single, trainFraction: Double = 0.7, splitSeed: UInt32 = 0
  ) {
    precondition(!targets.isEmpty, "A target is one column or more, received none.")
    self.init(
      SeveralNumbersTarget(
        targets: targets, targetScaling: targetScaling, clampsPredictions: clampsPredictions),
      preprocessor: preprocessor, network: network, training: training, precision: precision,
      trainFraction: trainFraction, splitSeed: splitSeed)
  }
}

extension SeveralNumbersTarget.Fitted {
  public func metrics(_ values: Matrix<Double>, truth: Matrix<Double>) -> MultioutputMetrics {
    MultioutputMetrics(
      targets: (0..<outputs).map {
        RegressionMetrics(predictions: values.column($0), targets: truth.column($0))
      })
  }

  /// The predictions. Shape: (rows, targets)
  public func prediction(_ values: Matrix<Double>) -> Matrix<Double> { values }

  /// The predictions of each row by the targets' names.
  public func rowPredictions(_ values: Matrix<Double>) -> [[String: Double]] {
    (0..<values.rows).map {
      Dictionary(zip(targetScaling.columnNames, values.row($0)), uniquingKeysWith: { first, _ in first })
    }
  }

  public func predictionColumns(_ values: Matrix<Double>) -> [Column] {
    targetScaling.columnNames.enumerated().map { Column(name: "prediction_\($1)", values.column($0)) }
  }
}

/// In runs and files.
extension SeveralNumbersTarget {
  public static var settings: Set<String> { ["target_scaling", "clamp_predictions"] }

  public init(_ run: RunConfiguration) {
    self.init(
      targets: run.target!.names, targetScaling: run.targetScaling!,
      clampsPredictions: run.clampPredictions ?? false)
  }
}

extension SeveralNumbersTarget.Fitted {
  private static let scalerKey = "target_scaler"

  public init(_ file: SafeTensors) throws(ModelFileError.Fault) {
    let scaling = try file.value(FittedScaling.self, Self.scalerKey) {
      !$0.columnNames.isEmpty && $0.isFinite
    }
    self.init(targetScaling: scaling, limits: try file.limits(of: scaling.columnNames.count))
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
extension SeveralNumbersTarget {
  public static func summary(
    of report: MultioutputReport, _ model: FittedMultioutputPipeline
  ) -> TargetSummary {
    let (names, baselines) = (model.schema.targetNames, report.baselines)
    return TargetSummary(
      members: [
        ("targets", report.metrics.json(names, prefix: "val_")), ("r2", .number(report.metrics.rSquared)),
      ],
      comparisons: [
        ("r2_without_repeated", .optional(report.metricsWithoutRepeated?.rSquared)),
        ("baseline_median_val_loss", .optional(baselines?.medianLoss)),
        ("baseline_mean_val_loss", .optional(baselines?.meanLoss)),
        ("baseline_linear_val_loss", .optional(baselines?.linearLoss)),
        ("baseline_ridge_val_loss", .optional(baselines?.ridge?.loss)),
        ("baseline_ridge_penalty", .optional(baselines?.ridge?.penalty)),
      ],
      entries: [("validation loss", report.validationLoss(in: model.lossTitle + report.weighting))]
        + report.metrics.entries(names),
      withoutRepeated: report.metricsWithoutRepeated.map { "the mean R² is \(Format.number($0.rSquared))" },
      baselines: baselines?.text,
      losesTo: report.metrics.losesTo(names)
        + (baselines?.better(than: report.validationLossWithoutPenalty) ?? []))
  }

  public static func summary(
    of metrics: MultioutputMetrics, _ model: FittedMultioutputPipeline
  ) -> TargetSummary {
    let names = model.schema.targetNames
    return TargetSummary(
      rows: metrics.rows,
      members: [("targets", metrics.json(names)), ("r2", .number(metrics.rSquared))],
      entries: metrics.entries(names), losesTo: metrics.losesTo(names))
  }

  public static func summary(of model: FittedMultioutputPipeline) -> TargetSummary {
    let scaling = model.targetScaling.scaling.settingName
    return TargetSummary(
      members: [("task", .text(task.rawValue)), ("target_scaling", .text(scaling))],
      entries: [
        ("targets", "\(scaling) scaling, each by itself\(model.target.limits.map(Format.limits) ?? "")")
      ])
  }
}

extension MultioutputMetrics {
  /// The constants that predict a target of the same rows better.
  fileprivate func losesTo(_ names: [String]) -> [Rival] {
    zip(names, targets).flatMap { name, metrics in
      metrics.losesTo.map { Rival(name: "\($0.name) of \(name)", evidence: $0.evidence) }
    }
  }

  /// The metrics for people: each target's, then those of all.
  fileprivate func entries(_ names: [String]) -> [(label: String, text: String)] {
    zip(names, targets).map { name, metrics in
      (
        name,
        "MAE \(Format.number(metrics.meanAbsoluteError)), RMSE \(Format.number(metrics.rootMeanSquaredError)),"
          + " R² \(Format.number(metrics.rSquared))"
      )
    } + [("mean R²", Format.number(rSquared))]
  }

  /// Each target's metrics for programs.
  ///
  /// - Parameter prefix: of the errors' names: `val_`. Default: none.
  fileprivate func json(_ names: [String], prefix: String = "") -> JSON {
    .array(
      zip(names, targets).map { name, metrics in
        .object([
          ("name", .text(name)), (prefix + "mae", .number(metrics.meanAbsoluteError)),
          (prefix + "rmse", .number(metrics.rootMeanSquaredError)), ("r2", .number(metrics.rSquared)),
        ])
      })
  }
}
