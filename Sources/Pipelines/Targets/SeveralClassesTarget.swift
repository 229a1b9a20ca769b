import LinearAlgebra
import NeuralNetworks
import Tabular

/// From a table to a network that distinguishes several classes.
///
///     let model = try MulticlassPipeline(target: "species").fitted(to: penguins)
///     try model.probabilities(penguins)        // a column for each class
///     try model.predict(penguins)              // the class of each row
///
/// The target is a column of two or more texts, booleans or whole numbers. The split is that of
/// ``RegressionPipeline``; the loss is the cross-entropy between the classes.
public typealias MulticlassPipeline = Pipeline<SeveralClassesTarget>
public typealias PreparedMulticlass = PreparedPipeline<SeveralClassesTarget>
public typealias FittedMulticlassPipeline = FittedPipeline<SeveralClassesTarget>
public typealias MulticlassReport = Report<SeveralClassesTarget>

extension RunTask {
  /// To predict which of several classes a row belongs to.
  public static let multiclass = RunTask("multiclass", SeveralClassesTarget.self)
}

/// A column of several classes.
public struct SeveralClassesTarget: ClassifyingTarget {
  /// The column to predict.
  public var target: String
  /// If set, these weights of the classes replace those of the training.
  public var classWeighting: ClassWeighting?

  /// Classes learned from the training rows, in ascending order.
  ///
  /// Shapes: outputs (rows, classes), the probabilities of the classes; targets (rows, 1), their numbers
  public struct Fitted: FittedClasses {
    public let classTarget: ClassTarget
  }

  public static var task: RunTask { .multiclass }
  public static var lastActivation: Activation { .softmax }
  public var hasClasses: Bool { true }
  public var outputs: Int? { nil }
  public var metrics: [any Metric] { [.sparseCategoricalAccuracy] }

  public func strata(of rows: DataFrame) throws(VintnerError) -> Column? { try tabular(rows[target]) }

  public func fitted(to train: DataFrame) throws(VintnerError) -> Fitted {
    let classes = try train.numberingRows { () throws(VintnerError) in
      try ClassTarget(try tabular(train[target]))
    }
    return Fitted(classTarget: classes)
  }

  public func complete(
    _ pipeline: inout MulticlassPipeline, _ fitted: Fitted, targets: FeatureRows
  ) throws(VintnerError) {
    let loss = pipeline.training.loss
    guard loss.takes(targets: 1, outputs: fitted.outputs) else {
      throw .configuration(
        RunConfigurationError(
          setting: "loss",
          problem: "is \(loss.name), which does not compare classes: with several of them use"
            + " \(SparseCategoricalCrossEntropy.kind) or \(CategoricalCrossEntropy.kind)"))
    }
    try weigh(&pipeline.training, fitted, targets)
  }
}

extension Pipeline<SeveralClassesTarget> {
  /// Creates the pipeline.
  ///
  /// - Parameters:
  ///   - target: the column to predict.
  ///   - preprocessor: as in ``RegressionPipeline``.
  ///   - network: the layers, the last with a unit for each class, or none. Default: three hidden ones of 512 units each, with
  ///     relu, and a softmax over as many classes as the training rows have.
  ///   - training: how to train. Default: `Training.multiclass`.
  ///   - precision: the width of the network's numbers. Default: single.
  ///   - trainFraction: the share of the rows to train on, in (0, 1). Default 0.7.
  ///   - splitSeed: of the split. Default 0.
  ///   - classWeighting: how much the training rows of each class count. Default: as `training` says.
  /// - Precondition: the fraction lies in its range.
  public init(
    target: String, preprocessor: Preprocessor = Preprocessor(encoding: nil),
    network: Sequential = .dense(
      hidden: [512, 512, 512], activation: .relu, outputs: nil, output: .softmax),
    training: Training = .multiclass, precision: Precision = .single, trainFraction: Double = 0.7,
    splitSeed: UInt32 = 0, classWeighting: ClassWeighting? = nil
  ) {
    self.init(
      SeveralClassesTarget(target: target, classWeighting: classWeighting),
      preprocessor: preprocessor, network: network, training: training, precision: precision,
      trainFraction: trainFraction, splitSeed: splitSeed)
  }
}

extension Training {
  /// How a network of several classes is trained by default: as ``redWine``, but on the cross-entropy between
  /// classes, with the accuracy reported.
  public static var multiclass: Training {
    var training = redWine
    training.loss = .sparseCategoricalCrossEntropy
    training.metrics = [.sparseCategoricalAccuracy]
    return training
  }
}

extension FittedPipeline<SeveralClassesTarget> {
  /// The probability of each class for every row. Shape: (rows, classes)
  ///
  /// - Parameters:
  ///   - frame: the rows.
  ///   - threads: as in ``FittedPipeline/predict(_:threads:)``.
  /// - Throws: as ``FittedPipeline/predict(_:threads:)``.
  public func probabilities(_ frame: DataFrame, threads: Int? = nil) throws(VintnerError) -> Matrix<Double> {
    try values(frame, threads: threads)
  }
}

extension SeveralClassesTarget.Fitted {
  public var outputs: Int { classTarget.classes.count }

  public func metrics(_ values: Matrix<Double>, truth: Matrix<Double>) -> MulticlassMetrics {
    MulticlassMetrics(probabilities: values, targets: truth)
  }

  public func called(_ values: Matrix<Double>) -> [Int] {
    (0..<values.rows).map { MulticlassMetrics.called(values.row($0)) }
  }

  public func outputNames(of schema: Schema) -> [String] { classTarget.names }

  /// The class of every row, then the probability of each class.
  public func predictionColumns(_ values: Matrix<Double>) -> [Column] {
    [classes(of: values, named: "prediction")]
      + classTarget.names.enumerated().map { Column(name: "probability_\($1)", values.column($0)) }
  }
}

/// In runs and files.
extension SeveralClassesTarget {
  public static var settings: Set<String> { ["class_weights"] }

  public static func setDefaults(of run: inout RunConfiguration) {
    run.targetScaling = nil
    run.loss = LossDescription(.sparseCategoricalCrossEntropy)
  }

  public init(_ run: RunConfiguration) {
    self.init(target: run.target!.first, classWeighting: run.classWeights)
  }
}

extension SeveralClassesTarget.Fitted {
  public init(_ file: SafeTensors) throws(ModelFileError.Fault) {
    classTarget = try Self.classTarget(of: file, where: \.isSecondPositive)
  }

  public var metadata: [String: any Encodable] { [Self.classesKey: classTarget] }

  public func describe(in run: inout RunConfiguration) {}
}

/// In reports.
extension SeveralClassesTarget {
  public static func summary(of report: MulticlassReport, _ model: FittedMulticlassPipeline) -> TargetSummary
  {
    TargetSummary(
      members: model.target.members + report.metrics.members,
      comparisons: report.comparisons(withoutRepeated: report.metricsWithoutRepeated?.accuracy),
      entries: [("validation loss", report.validationLoss(in: model.lossTitle + report.weighting))]
        + report.metrics.entries,
      withoutRepeated: report.metricsWithoutRepeated.map { "the accuracy is \(Format.number($0.accuracy))" },
      baselines: "accuracy \(Format.number(report.majorityAccuracy)) by the most frequent class",
      losesTo: report.losesTo(report.metrics.accuracy),
      table: report.metrics.table(model.classTarget.names))
  }

  public static func summary(of metrics: MulticlassMetrics, _ model: FittedMulticlassPipeline)
    -> TargetSummary
  {
    TargetSummary(
      rows: metrics.rows, members: model.target.members + metrics.members, entries: metrics.entries,
      losesTo: .mostFrequentClass(of: metrics.supports, above: metrics.accuracy),
      table: metrics.table(model.classTarget.names))
  }

  public static func summary(of model: FittedMulticlassPipeline) -> TargetSummary {
    TargetSummary(
      members: model.target.members, entries: [("classes", model.classTarget.names.joined(separator: ", "))])
  }
}

extension SeveralClassesTarget.Fitted {
  fileprivate var members: [(String, JSON)] {
    [("task", .text(SeveralClassesTarget.task.rawValue)), ("classes", .texts(classTarget.names))]
  }
}
