import LinearAlgebra
import NeuralNetworks
import Tabular

/// From a table to a network that distinguishes two classes.
///
///     let model = try ClassificationPipeline(target: "quality", positiveFrom: 6).fitted(to: wine)
///     try model.probabilities(wine)            // of a wine of quality 6 or more
///     try model.predict(wine)                  // false or true
///
/// The target is a column of two texts, booleans or whole numbers, or any column of numbers with a threshold.
/// The split is that of ``RegressionPipeline``; the loss is the binary cross-entropy.
public typealias ClassificationPipeline = Pipeline<TwoClassTarget>
public typealias PreparedClassification = PreparedPipeline<TwoClassTarget>
public typealias FittedClassificationPipeline = FittedPipeline<TwoClassTarget>
public typealias ClassificationReport = Report<TwoClassTarget>

extension RunTask {
  /// To predict which of two classes a row belongs to.
  public static let classification = RunTask("classification", TwoClassTarget.self)
}

/// A column of two classes; the second of them is the positive one, unless it is named.
public struct TwoClassTarget: ClassifyingTarget {
  /// The column to predict.
  public var target: String
  /// If set, a row is positive where the target is at least this value.
  public var positiveFrom: Double?
  /// If set, the name of the positive class; not together with ``positiveFrom``.
  public var positive: String?
  /// The probability above which a row is called positive, in (0, 1).
  public var threshold: Double
  /// If set, these weights of the classes replace those of the training.
  public var classWeighting: ClassWeighting?

  /// Two classes learned from the training rows.
  ///
  /// Shape: outputs (rows, 1), the probabilities of the positive class
  public struct Fitted: FittedClasses {
    public let classTarget: ClassTarget
    /// The probability above which a row is called positive.
    public var threshold: Double
  }

  public static var task: RunTask { .classification }
  public static var lastActivation: Activation { .sigmoid }
  public var hasClasses: Bool { positiveFrom == nil }
  public var metrics: [any Metric] { [BinaryAccuracy(threshold: threshold), .auc] }

  public func strata(of rows: DataFrame) throws(VintnerError) -> Column? {
    let column = try tabular(rows[target])
    return try positiveFrom.map { from throws(VintnerError) in try tabular(column.isAtLeast(from)) } ?? column
  }

  public func fitted(to train: DataFrame) throws(VintnerError) -> Fitted {
    let classes = try train.numberingRows { () throws(VintnerError) in
      try ClassTarget(try tabular(train[target]), positiveFrom: positiveFrom, positive: positive)
    }
    return Fitted(classTarget: classes, threshold: threshold)
  }

  public func complete(
    _ pipeline: inout ClassificationPipeline, _ fitted: Fitted, targets: FeatureRows
  ) throws(VintnerError) {
    try weigh(&pipeline.training, fitted, targets)
  }
}

extension Pipeline<TwoClassTarget> {
  /// Creates the pipeline.
  ///
  /// - Parameters:
  ///   - preprocessor: as in ``RegressionPipeline``.
  ///   - target: the column to predict.
  ///   - positiveFrom: the value from which a row is positive; `nil`, the default, where the column holds two
  ///     classes.
  ///   - network: the layers. Default: three hidden ones of 512 units each, with relu, and a sigmoid unit.
  ///   - training: how to train. Default: `Training.binary`.
  ///   - precision: the width of the network's numbers. Default: single.
  ///   - trainFraction: the share of the rows to train on, in (0, 1). Default 0.7.
  ///   - splitSeed: of the split. Default 0.
  ///   - threshold: the probability above which a row is called positive, in (0, 1). Default 0.5.
  ///   - positive: the name of the positive class; not together with `positiveFrom`. Default: the second of the two.
  ///   - classWeighting: how much the training rows of each class count. Default: as `training` says.
  /// - Precondition: fraction and threshold lie in their ranges.
  public init(
    target: String, positiveFrom: Double? = nil, preprocessor: Preprocessor = Preprocessor(encoding: nil),
    network: Sequential = .dense(hidden: [512, 512, 512], activation: .relu, output: .sigmoid),
    training: Training = .binary, precision: Precision = .single,
    trainFraction: Double = 0.7, splitSeed: UInt32 = 0, threshold: Double = 0.5,
    positive: String? = nil, classWeighting: ClassWeighting? = nil
  ) {
    precondition(threshold > 0 && threshold < 1, "A threshold lies in (0, 1), received \(threshold).")
    self.init(
      TwoClassTarget(
        target: target, positiveFrom: positiveFrom, positive: positive, threshold: threshold,
        classWeighting: classWeighting),
      preprocessor: preprocessor, network: network, training: training, precision: precision,
      trainFraction: trainFraction, splitSeed: splitSeed)
  }
}

extension Training {
  /// How a network of two classes is trained by default: as ``redWine``, but on the binary cross-entropy, with
  /// the binary accuracy and the AUC reported.
  public static var binary: Training {
    var training = redWine
    training.loss = .binaryCrossEntropy
    training.metrics = [.binaryAccuracy, .auc]
    return training
  }
}

extension FittedPipeline<TwoClassTarget> {
  /// The probability of the positive class for every row.
  ///
  /// - Parameters:
  ///   - frame: the rows.
  ///   - threads: as in ``FittedPipeline/predict(_:threads:)``.
  /// - Throws: as ``FittedPipeline/predict(_:threads:)``.
  public func probabilities(_ frame: DataFrame, threads: Int? = nil) throws(VintnerError) -> [Double] {
    try values(frame, threads: threads).scalars
  }
}

extension TwoClassTarget.Fitted {
  public var outputs: Int { 1 }
  public func outputNames(of schema: Schema) -> [String] { ["probability of \(classTarget.names[1])"] }

  public func metrics(_ values: Matrix<Double>, truth: Matrix<Double>) -> ClassificationMetrics {
    ClassificationMetrics(probabilities: values.scalars, targets: truth.scalars, threshold: threshold)
  }

  public func called(_ values: Matrix<Double>) -> [Int] { values.scalars.map { $0 > threshold ? 1 : 0 } }

  public func predictionColumns(_ values: Matrix<Double>) -> [Column] {
    [classes(of: values, named: "prediction"), Column(name: "probability", values.scalars)]
  }
}

/// In runs and files.
extension TwoClassTarget {
  public static var settings: Set<String> { ["positive_from", "positive", "threshold", "class_weights"] }

  public static func setDefaults(of run: inout RunConfiguration) {
    run.threshold = 0.5
    run.targetScaling = nil
    run.loss = LossDescription(.binaryCrossEntropy)
  }

  public init(_ run: RunConfiguration) {
    self.init(
      target: run.target!.first, positiveFrom: run.positiveFrom, positive: run.positive,
      threshold: run.threshold!, classWeighting: run.classWeights)
  }
}

extension TwoClassTarget.Fitted {
  private static let thresholdKey = "threshold"

  public init(_ file: SafeTensors) throws(ModelFileError.Fault) {
    classTarget = try Self.classTarget(of: file) { $0.classes.count == 2 }
    threshold = try file.value(Double.self, Self.thresholdKey) { $0 > 0 && $0 < 1 }
  }

  public var metadata: [String: any Encodable] {
    [Self.classesKey: classTarget, Self.thresholdKey: threshold]
  }

  public func describe(in run: inout RunConfiguration) {
    run.positiveFrom = classTarget.positiveFrom
    run.positive = classTarget.isSecondPositive ? nil : classTarget.names[1]
    run.threshold = threshold
  }
}

/// In reports.
extension TwoClassTarget {
  public static func summary(
    of report: ClassificationReport, _ model: FittedClassificationPipeline
  ) -> TargetSummary {
    TargetSummary(
      members: model.target.members + report.metrics.members,
      comparisons: report.comparisons(withoutRepeated: report.metricsWithoutRepeated?.accuracy),
      entries: [("validation loss", report.validationLoss(in: model.lossTitle + report.weighting))]
        + report.metrics.entries(positive: model.classTarget.names[1])
        + [("confusion", report.metrics.confusion.text)],
      withoutRepeated: report.metricsWithoutRepeated.map { "the accuracy is \(Format.number($0.accuracy))" },
      baselines: "accuracy \(Format.number(report.majorityAccuracy)) by the more frequent class",
      losesTo: report.losesTo(report.metrics.accuracy))
  }

  public static func summary(
    of metrics: ClassificationMetrics, _ model: FittedClassificationPipeline
  ) -> TargetSummary {
    TargetSummary(
      rows: metrics.rows, members: model.target.members + metrics.members,
      entries: metrics.entries(positive: model.classTarget.names[1]),
      losesTo: .mostFrequentClass(
        of: [
          metrics.confusion.trueNegatives + metrics.confusion.falsePositives,
          metrics.confusion.truePositives + metrics.confusion.falseNegatives,
        ], above: metrics.accuracy),
      table: metrics.confusion.table(model.classTarget.names))
  }

  public static func summary(of model: FittedClassificationPipeline) -> TargetSummary {
    let (target, positive) = (model.classTarget, model.classTarget.names[1])
    let from = target.positiveFrom.map { " (a \(model.schema.target.name) of \(Format.number($0)) or more)" }
    return TargetSummary(
      members: model.target.members + [("positive_from", .optional(target.positiveFrom))],
      entries: [
        ("classes", "\(target.names[0]) and \(positive); positive is \(positive)" + (from ?? "")),
        ("threshold", "probability above \(Format.number(model.threshold))"),
      ])
  }
}

extension TwoClassTarget.Fitted {
  fileprivate var members: [(String, JSON)] {
    [
      ("task", .text(TwoClassTarget.task.rawValue)),
      ("classes", .texts(classTarget.names)),
      ("threshold", .number(threshold)),
    ]
  }
}
