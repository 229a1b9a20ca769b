import LinearAlgebra
import NeuralNetworks
import Tabular

/// From a table to a trained network, whatever it predicts: what all pipelines have in common.
public protocol Pipeline: Sendable {
  associatedtype Prepared: PreparedPipeline
  associatedtype Streamed: TrainablePipeline where Streamed.Fitted == Prepared.Fitted

  /// The layers.
  var network: Sequential { get }
  /// How they are trained.
  var training: Training { get set }
  /// The width of the network's numbers.
  var precision: Precision { get }

  /// Does all that comes before training.
  ///
  /// - Throws: ``VintnerError`` where the table cannot be used.
  func prepared(_ frame: DataFrame) throws(VintnerError) -> Prepared

  /// Does all that comes before training, with a table that stays in its file.
  ///
  /// - Parameters:
  ///   - path: the CSV file.
  ///   - options: what is known about the file.
  ///   - streaming: how much of it is in memory.
  /// - Throws: ``VintnerError`` where the table cannot be used, or does not go with streaming.
  func streamed(
    _ path: String, options: CSVReadingOptions, _ streaming: Streaming
  ) throws(VintnerError) -> Streamed
}

/// What can be trained: a table made ready, in memory or in a file.
public protocol TrainablePipeline: Sendable {
  associatedtype Description: Pipeline
  associatedtype Fitted: FittedPipeline

  /// What made it.
  var pipeline: Description { get }
  /// How many numbers the network takes of a row.
  var inputs: Int { get }
  /// What whoever trains with this table should know, a sentence each.
  var notices: [String] { get }
  /// The SHA-256 of the CSV file, for the model to remember.
  var dataSHA256: String? { get set }

  /// Trains the network.
  ///
  /// - Throws: ``VintnerError/network(_:)`` where the loss diverges.
  func fitted() throws(VintnerError) -> Fitted
  /// The model that a network makes with this table's columns.
  func joined(with network: TrainedNetwork) -> Fitted
}

/// A table made ready for training in memory: what all of them have in common.
public protocol PreparedPipeline: TrainablePipeline {
  /// The training rows, made from the table at each call. Shapes: x (rows, inputs), y (rows, 1)
  var train: (x: Matrix<Double>, y: Matrix<Double>) { get }
  /// The validation rows, made from the table at each call. Shapes: x (rows, inputs), y (rows, 1)
  var validation: (x: Matrix<Double>, y: Matrix<Double>) { get }

  /// Trains fresh weights on the training rows once while the learning rate climbs.
  ///
  /// - Throws: ``VintnerError/network(_:)`` where the network cannot learn.
  func sweep(_ finder: LearningRateFinder) throws(VintnerError) -> LearningRateSweep
}

/// A trained network with all it takes to use it on tables: what all of them have in common.
public protocol FittedPipeline: Sendable {
  associatedtype Report: Sendable

  /// The columns of the training rows.
  var schema: Schema { get }
  /// How features become numbers.
  var preprocessor: FittedPreprocessor { get }
  /// The network, on those numbers.
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
extension StreamedRegression: TrainablePipeline {}
extension StreamedClassification: TrainablePipeline {}
extension FittedRegressionPipeline: FittedPipeline {}
extension FittedClassificationPipeline: FittedPipeline {}
