import LinearAlgebra
import NeuralNetworks
import Tabular

/// A trained network with all it takes to use it on tables: columns, scaling, and where it comes from.
///
/// Columns are found by name, in any order; a table may have others beside them.
public struct FittedRegressionPipeline: Sendable {
  public let schema: Schema
  public let featureScaling: FittedScaling
  public let targetScaling: FittedScaling
  public let network: TrainedNetwork
  /// How it was trained.
  public let provenance: Provenance
  /// What it reached on its validation rows; `nil` in a model that was loaded.
  public let report: RegressionReport?

  init(_ prepared: PreparedRegression, network: TrainedNetwork) {
    schema = prepared.schema
    featureScaling = prepared.featureScaling
    targetScaling = prepared.targetScaling
    self.network = network
    provenance = Provenance(
      prepared.pipeline, history: network.history, dataSHA256: prepared.dataSHA256)
    let predictions = prepared.targetScaling.unscaled(network.predict(prepared.validation.x)).scalars
    report = RegressionReport(prepared, history: network.history, predictions: predictions)
  }

  init(
    schema: Schema, featureScaling: FittedScaling, targetScaling: FittedScaling, network: TrainedNetwork,
    provenance: Provenance
  ) {
    self.schema = schema
    self.featureScaling = featureScaling
    self.targetScaling = targetScaling
    self.network = network
    self.provenance = provenance
    report = nil
  }

  /// What was reported epoch by epoch; empty in a model that was loaded.
  public var history: History { network.history }

  /// Predicts the target of every row, in the target's own units.
  ///
  /// - Throws: ``VintnerError`` where a column is missing or a cell is no finite number.
  public func predict(_ frame: DataFrame) throws(VintnerError) -> [Double] {
    try requireColumns(schema.featureNames, in: frame)
    let x = try tabular { () throws(TabularError) in try frame.matrix(of: schema.featureNames) }
    guard x.rows > 0 else { return [] }
    return targetScaling.unscaled(network.predict(featureScaling.scaled(x))).scalars
  }

  /// Predicts every row and measures how far that is from the table's target column.
  ///
  /// - Throws: as ``predict(_:)``, also where the target is missing.
  public func evaluate(_ frame: DataFrame) throws(VintnerError) -> RegressionMetrics {
    try requireColumns(schema.featureNames + [schema.target.name], in: frame)
    let predictions = try predict(frame)
    let targets = try tabular { () throws(TabularError) in try frame.matrix(of: [schema.target.name]) }
    guard targets.rows > 0 else { throw .table(.noRows) }
    return RegressionMetrics(predictions: predictions, targets: targets.scalars)
  }

  private func requireColumns(_ names: [String], in frame: DataFrame) throws(VintnerError) {
    let missing = names.filter { frame.index(ofColumn: $0) == nil }
    guard missing.isEmpty else {
      // One of the columns that nothing else asks for may have another spelling.
      let others = frame.columnNames.filter { !names.contains($0) }
      throw .missingColumns(missing, nearest: missing.map { nearestName(to: $0, among: others) ?? "" })
    }
  }
}
