import LinearAlgebra
import NeuralNetworks
import Tabular

/// A trained network with all it takes to use it on tables: columns, scaling, and where it comes from.
///
/// Columns are found by name, in any order; a table may have others beside them.
public struct FittedRegressionPipeline: Sendable {
  /// The columns of the training rows.
  public let schema: Schema
  /// How features become numbers.
  public let preprocessor: FittedPreprocessor
  /// How the target is scaled for the network.
  public let targetScaling: FittedScaling
  /// The network, on those numbers.
  public let network: TrainedNetwork
  /// How it was trained.
  public let provenance: Provenance
  /// What it reached on its validation rows; `nil` in a model that was loaded.
  public let report: RegressionReport?

  init(_ prepared: PreparedRegression, network: TrainedNetwork) {
    schema = prepared.schema
    preprocessor = prepared.preprocessor
    targetScaling = prepared.targetScaling
    self.network = network
    provenance = Provenance(
      prepared.pipeline, history: network.history, dataSHA256: prepared.dataSHA256)
    report = RegressionReport(
      prepared, history: network.history, predictions: prepared.validationPredictions(of: network))
  }

  init(_ streamed: StreamedRegression, network: TrainedNetwork) {
    schema = streamed.schema
    preprocessor = streamed.preprocessor
    targetScaling = streamed.targetScaling
    self.network = network
    provenance = Provenance(
      streamed.pipeline, history: network.history, dataSHA256: streamed.dataSHA256)
    let validation = streamed.rows.validation(of: network, threads: streamed.pipeline.training.threads)
    report = RegressionReport(
      streamed, history: network.history,
      predictions: streamed.targetScaling.unscaled(validation.outputs).scalars,
      targets: streamed.targetScaling.unscaled(validation.targets).scalars)
  }

  /// Reads a model that was saved.
  ///
  /// - Throws: ``VintnerError/model(_:)`` where the file cannot be read, is damaged, or is no such model.
  public init(contentsOf path: String) throws(VintnerError) {
    let saved = try SavedModel(contentsOf: path)
    guard case .regression(let targetScaling) = saved.task else { throw saved.wrongTask(path) }
    self.init(saved, targetScaling: targetScaling)
  }

  init(_ saved: SavedModel, targetScaling: FittedScaling) {
    schema = saved.schema
    preprocessor = saved.preprocessor
    self.targetScaling = targetScaling
    network = saved.network
    provenance = saved.provenance
    report = nil
  }

  /// The model as the bytes of a file. The same model gives the same bytes.
  public func modelBytes() -> [UInt8] {
    SavedModel(
      task: .regression(targetScaling), schema: schema, preprocessor: preprocessor, network: network,
      provenance: provenance
    ).bytes
  }

  /// Predicts the target of every row, in the target's own units.
  ///
  /// For one row of numbers after the other there is ``predictor()``.
  /// - Parameters:
  ///   - frame: the rows.
  ///   - threads: how many to use, 1 or more. Default: one a core where the work is worth it, and no more than
  ///     `VINTNER_THREADS`. The figures are the same with any number.
  /// - Throws: ``VintnerError`` where a column is missing or a cell cannot be used.
  public func predict(_ frame: DataFrame, threads: Int? = nil) throws(VintnerError) -> [Double] {
    let frame = try frame.computing(schema)
    let x = try tabular { () throws(TabularError) in try preprocessor.matrix(of: frame) }
    try preprocessor.requireRange(x)
    guard x.rows > 0 else { return [] }
    return targetScaling.unscaled(network.predict(x, threads: threads)).scalars
  }

  /// The prediction for every row: the column `prediction`. A row such as training left out, because it lacks
  /// a value, has none.
  ///
  /// - Parameters:
  ///   - frame: the rows.
  ///   - threads: as in ``predict(_:threads:)``.
  /// - Throws: as ``predict(_:threads:)``, but for rows that lack a value.
  public func predictionTable(_ frame: DataFrame, threads: Int? = nil) throws(VintnerError) -> DataFrame {
    let rows = try completeRows(of: frame)
    let predictions = Column(name: "prediction", try predict(rows.frame, threads: threads))
    return DataFrame(columns: [predictions.spread(to: rows.places, of: frame.rowCount)])
  }

  /// Predicts every row and measures how far that is from the table's target column. Rows such as training
  /// left out, because they lack a value, are left out.
  ///
  /// - Parameters:
  ///   - frame: the rows.
  ///   - threads: as in ``predict(_:threads:)``.
  /// - Throws: as ``predictionTable(_:threads:)``, also where the target is missing.
  public func evaluate(_ frame: DataFrame, threads: Int? = nil) throws(VintnerError) -> RegressionMetrics {
    let frame = try frame.computing(schema, withTarget: true)
    let complete = try completeRows(of: frame).frame
    try complete.requireTargets(schema.target.name)
    let predictions = try predict(complete, threads: threads)
    let targets = try tabular { () throws(TabularError) in try complete.matrix(of: [schema.target.name]) }
    guard targets.rows > 0 else { throw .table(.noRows) }
    return RegressionMetrics(predictions: predictions, targets: targets.scalars)
  }
}

extension FittedPipeline {
  /// The rows that lack no value in a column whose rule is to drop rows, with the features that are computed,
  /// and their places in the frame.
  ///
  /// - Throws: ``VintnerError`` where a column is missing or a cell cannot be used.
  public func completeRows(
    of frame: DataFrame
  ) throws(VintnerError) -> (frame: DataFrame, places: [Int]) {
    let frame = try frame.computing(schema)
    let places = try tabular { () throws(TabularError) in try preprocessor.completeRows(of: frame) }
    return (places.count == frame.rowCount ? frame : frame[rows: places], places)
  }
}

extension DataFrame {
  /// The frame with those of a model's features that are computed and that it does not have itself.
  ///
  /// - Throws: ``VintnerError/missingColumns(_:nearest:)`` where it lacks what the model needs.
  func computing(_ schema: Schema, withTarget: Bool = false) throws(VintnerError) -> DataFrame {
    let absent = schema.features.filter { $0.derivation != nil && index(ofColumn: $0.name) == nil }
    let needed = schema.features.flatMap { feature in
      index(ofColumn: feature.name) == nil ? feature.derivation?.columns ?? [feature.name] : [feature.name]
    }
    var names: [String] = []
    for name in needed + (withTarget ? [schema.target.name] : []) where !names.contains(name) {
      names.append(name)
    }
    try requireColumns(names)
    return try tabular { () throws(TabularError) in
      var frame = self
      for feature in absent {
        frame = try frame.appending(column: try column(of: feature.derivation!))
      }
      return frame
    }
  }

  /// Makes sure that a model finds its columns.
  private func requireColumns(_ names: [String]) throws(VintnerError) {
    let missing = names.filter { index(ofColumn: $0) == nil }
    guard missing.isEmpty else {
      // One of the columns that nothing else asks for may have another spelling.
      let others = columnNames.filter { !names.contains($0) }
      throw .missingColumns(missing, nearest: missing.map { similarName(to: $0, among: others) ?? "" })
    }
  }
}
