import LinearAlgebra
import NeuralNetworks
import Tabular

/// From a table to a trained network, whatever it predicts: what all pipelines have in common.
public protocol Pipeline: Sendable {
  associatedtype Prepared: PreparedPipeline

  var network: Sequential { get }
  var training: Training { get set }
  var precision: Precision { get }

  /// Does all that comes before training.
  ///
  /// - Throws: ``VintnerError`` where the table cannot be used.
  func prepared(_ frame: DataFrame) throws(VintnerError) -> Prepared
}

/// A table made ready for training: what all of them have in common.
public protocol PreparedPipeline: Sendable {
  associatedtype Description: Pipeline
  associatedtype Fitted: FittedPipeline

  var pipeline: Description { get }
  /// The number of values a row that the network takes.
  var inputs: Int { get }
  /// The training rows, made from the table at each call. Shapes: x (rows, inputs), y (rows, 1)
  var train: (x: Matrix<Double>, y: Matrix<Double>) { get }
  /// What whoever trains with this table should know, a sentence each.
  var notices: [String] { get }
  /// The SHA-256 of the CSV file, for the model to remember.
  var dataSHA256: String? { get set }

  /// Trains the network.
  ///
  /// - Throws: ``VintnerError/network(_:)`` where the loss diverges.
  func fitted() throws(VintnerError) -> Fitted
  /// Trains fresh weights on the training rows once while the learning rate climbs.
  ///
  /// - Throws: ``VintnerError/network(_:)`` where the network cannot learn.
  func sweep(_ finder: LearningRateFinder) throws(VintnerError) -> LearningRateSweep
  /// The model that a network makes with this table's columns.
  func joined(with network: TrainedNetwork) -> Fitted
}

/// A trained network with all it takes to use it on tables: what all of them have in common.
public protocol FittedPipeline: Sendable {
  associatedtype Report: Sendable

  var schema: Schema { get }
  var preprocessor: FittedPreprocessor { get }
  var network: TrainedNetwork { get }
  /// How it was trained.
  var provenance: Provenance { get }
  /// What it reached on its validation rows; `nil` in a model that was loaded.
  var report: Report? { get }

  /// The model as the bytes of a file. The same model gives the same bytes.
  func modelBytes() -> [UInt8]
}

extension FittedPipeline {
  /// What was reported epoch by epoch; empty in a model that was loaded.
  public var history: History { network.history }

  /// Writes the model to a file, whole or not at all.
  ///
  /// - Throws: ``VintnerError/output(_:)``.
  public func save(to path: String) throws(VintnerError) {
    let bytes = modelBytes()
    try writing { () throws(OutputError) in try AtomicFile.write(bytes, to: path) }
  }
}

extension RegressionPipeline: Pipeline {}
extension ClassificationPipeline: Pipeline {}
extension PreparedRegression: PreparedPipeline {}
extension PreparedClassification: PreparedPipeline {}
extension FittedRegressionPipeline: FittedPipeline {}
extension FittedClassificationPipeline: FittedPipeline {}
