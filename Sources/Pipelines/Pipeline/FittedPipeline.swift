import LinearAlgebra
import NeuralNetworks
import Tabular

/// A trained network with everything needed to use it on tables: columns, scaling, target, and its provenance.
///
/// Columns are found by name, in any order; a table may have additional ones. The properties of the target are
/// those of the model: `model.targetScaling`, `model.threshold`.
@dynamicMemberLookup
public struct FittedPipeline<Target: PredictionTarget>: TrainedModel {
  /// The columns of the training rows.
  public let schema: Schema
  /// How features become numbers.
  public let preprocessor: FittedPreprocessor
  /// How the network's outputs become predictions.
  public var target: Target.Fitted
  /// The network, on those numbers.
  public let network: TrainedNetwork
  /// How it was trained.
  public internal(set) var provenance: Provenance
  /// The settings that said how the training's CSV file was written, for reading others like it:
  ///
  ///     try DataFrame(contentsOfCSVFile: "new.csv", options: model.fileSettings.reading)
  public let fileSettings: RunConfiguration
  /// Its results on its validation rows; `nil` in a model that was loaded. Of one that was trained again on all rows
  /// those of the first training: see ``Pipeline/refitted(_:to:)``.
  public let report: Report<Target>?

  /// - Parameter isMeasured: whether it gets a report. Default `true`.
  init(_ prepared: PreparedPipeline<Target>, network: TrainedNetwork, isMeasured: Bool = true) {
    self.init(prepared, network: network, report: isMeasured ? Report(prepared, network: network) : nil)
  }

  init(_ prepared: PreparedPipeline<Target>, network: TrainedNetwork, report: Report<Target>?) {
    schema = prepared.schema
    preprocessor = prepared.preprocessor
    target = prepared.target
    self.network = network
    provenance = Provenance(
      prepared.pipeline, network: network, split: prepared.split, dataSHA256: prepared.dataSHA256)
    fileSettings = prepared.pipeline.fileSettings
    self.report = report
  }

  init(_ contents: ModelContents, _ target: Target.Fitted, _ network: TrainedNetwork) {
    schema = contents.schema
    preprocessor = contents.preprocessor
    self.target = target
    self.network = network
    provenance = contents.provenance
    fileSettings = contents.fileSettings
    report = nil
  }

  /// A property of the target.
  public subscript<Value>(dynamicMember path: WritableKeyPath<Target.Fitted, Value>) -> Value {
    get { target[keyPath: path] }
    set { target[keyPath: path] = newValue }
  }

  /// A property of the target.
  public subscript<Value>(dynamicMember path: KeyPath<Target.Fitted, Value>) -> Value {
    target[keyPath: path]
  }
}

extension FittedPipeline {
  /// The model itself.
  public var pipeline: FittedPipeline { self }

  /// Predicts the target of every row, in the target's own units: numbers, or a column of classes.
  ///
  /// To predict rows of an app's own types, use `predict(_:)`; rows of numbers one by one, ``predictor()``.
  /// - Parameters:
  ///   - frame: the rows.
  ///   - threads: how many to use, 1 or more. Default: one per core where the work is worth it, and no more than
  ///     `VINTNER_THREADS`. The predictions are the same with any number.
  /// - Throws: ``VintnerError`` where a column is missing or a cell cannot be used.
  public func predict(
    _ frame: DataFrame, threads: Int? = nil
  ) throws(VintnerError) -> Target.Fitted.Prediction {
    target.prediction(try values(frame, threads: threads))
  }

  /// The prediction for every row: the column `prediction`, of two classes followed by the `probability` of the
  /// positive one. A row that training would have left out, because it lacks a value, has none.
  ///
  /// - Parameters:
  ///   - frame: the rows.
  ///   - threads: as in ``predict(_:threads:)``.
  /// - Throws: as ``predict(_:threads:)``, but not for rows that lack a value.
  public func predictionTable(_ frame: DataFrame, threads: Int? = nil) throws(VintnerError) -> DataFrame {
    let rows = try completeRows(of: frame)
    let columns = target.predictionColumns(try values(rows.frame, threads: threads))
    return DataFrame(columns: columns.map { $0.spread(to: rows.places, of: frame.rowCount) })
  }

  /// Predicts every row and measures the predictions against the table's target. Rows that training would have left
  /// out, because they lack a value or the target, are left out.
  ///
  /// - Parameters:
  ///   - frame: the rows.
  ///   - threads: as in ``predict(_:threads:)``.
  /// - Throws: as ``predictionTable(_:threads:)``, also where no row has a target, or one has another class.
  public func evaluate(
    _ frame: DataFrame, threads: Int? = nil
  ) throws(VintnerError) -> Target.Fitted.Metrics {
    let complete = try completeRows(of: try frame.computing(schema, withTargets: true)).frame
      .measured(schema.targetNames)
    let values = try values(complete, threads: threads)
    return target.metrics(values, truth: try target.truth(of: complete))
  }

  /// The network's outputs for every row, in the target's units. Shape: (rows, outputs)
  package func values(_ frame: DataFrame, threads: Int?) throws(VintnerError) -> Matrix<Double> {
    let frame = try frame.computing(schema)
    let x = try tabular(preprocessor.matrix(of: frame))
    try preprocessor.requireRange(x, of: frame)
    guard x.rows > 0 else { return Matrix(rows: 0, columns: target.outputs) }
    return target.values(network.predict(x, threads: threads))
  }
}

extension DataFrame {
  /// The frame with those of a model's features that are computed and that it does not have itself.
  ///
  /// - Throws: ``VintnerError/missingColumns(_:nearest:ofRow:)`` where it lacks what the model needs.
  func computing(
    _ schema: Schema, withTargets: Bool = false
  ) throws(VintnerError) -> DataFrame {
    let absent = schema.features.filter { $0.derivation != nil && index(ofColumn: $0.name) == nil }
    let needed = schema.features.flatMap { feature in
      index(ofColumn: feature.name) == nil ? feature.derivation?.columns ?? [feature.name] : [feature.name]
    }
    try requireColumns((needed + (withTargets ? schema.targetNames : [])).distinct)
    return try tabular(appending(absent.map { $0.derivation! }))
  }

  /// Makes sure that a model finds its columns.
  private func requireColumns(_ names: [String]) throws(VintnerError) {
    let missing = names.filter { index(ofColumn: $0) == nil }
    guard missing.isEmpty else {
      // One of the columns that are not needed may be the same in another spelling.
      let needed = Set(names)
      let others = columnNames.filter { !needed.contains($0) }
      throw .missingColumns(missing, nearest: missing.similarNames(among: others).map { $0 ?? "" })
    }
  }
}
