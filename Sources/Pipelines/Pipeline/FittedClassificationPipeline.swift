import LinearAlgebra
import NeuralNetworks
import Tabular

/// A trained network that tells two classes apart, with all it takes to use it on tables.
///
/// Columns are found by name, in any order; a table may have others beside them.
public struct FittedClassificationPipeline: Sendable {
  /// The columns of the training rows.
  public let schema: Schema
  /// How features become numbers.
  public let preprocessor: FittedPreprocessor
  /// The classes, and how a table names them.
  public let classTarget: ClassTarget
  /// The network, on those numbers.
  public let network: TrainedNetwork
  /// How it was trained.
  public let provenance: Provenance
  /// The probability above which a row is called positive.
  public var threshold: Double
  /// What it reached on its validation rows; `nil` in a model that was loaded.
  public let report: ClassificationReport?

  init(_ prepared: PreparedClassification, network: TrainedNetwork) {
    schema = prepared.schema
    preprocessor = prepared.preprocessor
    classTarget = prepared.classTarget
    threshold = prepared.pipeline.threshold
    self.network = network
    provenance = Provenance(prepared.pipeline, history: network.history, dataSHA256: prepared.dataSHA256)
    report = ClassificationReport(
      prepared, history: network.history, probabilities: prepared.validationPredictions(of: network))
  }

  init(_ streamed: StreamedClassification, network: TrainedNetwork) {
    schema = streamed.schema
    preprocessor = streamed.preprocessor
    classTarget = streamed.classTarget
    threshold = streamed.pipeline.threshold
    self.network = network
    provenance = Provenance(streamed.pipeline, history: network.history, dataSHA256: streamed.dataSHA256)
    let validation = streamed.rows.validation(of: network, threads: streamed.pipeline.training.threads)
    report = ClassificationReport(
      streamed, history: network.history, probabilities: validation.outputs.scalars,
      targets: validation.targets.scalars)
  }

  /// Reads a model that was saved, with its threshold.
  ///
  /// - Throws: ``VintnerError/model(_:)`` where the file cannot be read, is damaged, or is no such model.
  public init(contentsOf path: String) throws(VintnerError) {
    let saved = try SavedModel(contentsOf: path)
    guard case .classification(let target, let threshold) = saved.task else {
      throw saved.wrongTask(path)
    }
    self.init(saved, classTarget: target, threshold: threshold)
  }

  init(_ saved: SavedModel, classTarget: ClassTarget, threshold: Double) {
    schema = saved.schema
    preprocessor = saved.preprocessor
    self.classTarget = classTarget
    self.threshold = threshold
    network = saved.network
    provenance = saved.provenance
    report = nil
  }

  /// The model as the bytes of a file. The same model gives the same bytes.
  public func modelBytes() -> [UInt8] {
    SavedModel(
      task: .classification(classTarget, threshold: threshold), schema: schema,
      preprocessor: preprocessor, network: network, provenance: provenance
    ).bytes
  }

  /// The probability of the positive class for every row.
  ///
  /// For one row of numbers after the other there is ``predictor()``.
  /// - Parameters:
  ///   - frame: the rows.
  ///   - threads: how many to use, 1 or more. Default: one a core where the work is worth it, and no more than
  ///     `VINTNER_THREADS`. The figures are the same with any number.
  /// - Throws: ``VintnerError`` where a column is missing or a cell cannot be used.
  public func probabilities(_ frame: DataFrame, threads: Int? = nil) throws(VintnerError) -> [Double] {
    let frame = try frame.computing(schema)
    let x = try tabular { () throws(TabularError) in try preprocessor.matrix(of: frame) }
    try preprocessor.requireRange(x)
    return x.rows == 0 ? [] : network.predict(x, threads: threads).scalars
  }

  /// The class of every row: a column of the target's name.
  ///
  /// - Parameters:
  ///   - frame: the rows.
  ///   - threads: as in ``probabilities(_:threads:)``.
  /// - Throws: as ``probabilities(_:threads:)``.
  public func predict(_ frame: DataFrame, threads: Int? = nil) throws(VintnerError) -> Column {
    classes(of: try probabilities(frame, threads: threads), labels: classTarget.labels)
  }

  /// The class of every row and the probability of the positive class: the columns `prediction` and
  /// `probability`. A row such as training left out, because it lacks a value, has neither.
  ///
  /// - Parameters:
  ///   - frame: the rows.
  ///   - threads: as in ``probabilities(_:threads:)``.
  /// - Throws: as ``probabilities(_:threads:)``, but for rows that lack a value.
  public func predictionTable(_ frame: DataFrame, threads: Int? = nil) throws(VintnerError) -> DataFrame {
    let rows = try completeRows(of: frame)
    let probabilities = try probabilities(rows.frame, threads: threads)
    let labels = FittedLabelEncoder(column: "prediction", classes: classTarget.classes)
    let columns = [classes(of: probabilities, labels: labels), Column(name: "probability", probabilities)]
    return DataFrame(columns: columns.map { $0.spread(to: rows.places, of: frame.rowCount) })
  }

  private func classes(of probabilities: [Double], labels: FittedLabelEncoder) -> Column {
    labels.decoded(probabilities.map { $0 > threshold ? 1 : 0 })
  }

  /// Measures the model on a table that has the target. Rows such as training left out, because they lack a
  /// value, are left out.
  ///
  /// - Parameters:
  ///   - frame: the rows.
  ///   - threads: as in ``probabilities(_:threads:)``.
  /// - Throws: as ``predictionTable(_:threads:)``, also where the target is missing or has other classes.
  public func evaluate(
    _ frame: DataFrame, threads: Int? = nil
  ) throws(VintnerError) -> ClassificationMetrics {
    let frame = try frame.computing(schema, withTarget: true)
    let complete = try completeRows(of: frame).frame
    try complete.requireTargets(schema.target.name)
    let probabilities = try probabilities(complete, threads: threads)
    let targets = try tabular { () throws(TabularError) in
      try classTarget.encoded(try complete[schema.target.name])
    }
    guard !targets.isEmpty else { throw .table(.noRows) }
    return ClassificationMetrics(probabilities: probabilities, targets: targets, threshold: threshold)
  }
}
