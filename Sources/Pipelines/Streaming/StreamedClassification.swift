import LinearAlgebra
import NeuralNetworks
import Tabular

/// A table in a file, split, scaled and written out for a classification to train from.
public struct StreamedClassification: Sendable {
  public private(set) var pipeline: ClassificationPipeline
  public let schema: Schema
  public let classTarget: ClassTarget
  public let notices: [String]
  public var dataSHA256: String?
  public let inputs: Int
  let preprocessor: FittedPreprocessor
  let rows: NetworkRows

  init(
    _ pipeline: ClassificationPipeline, _ path: String, _ options: CSVReadingOptions, _ streaming: Streaming
  ) throws(VintnerError) {
    guard pipeline.classWeighting == nil else {
      throw .notStreamed(what: "class weights", instead: "none")
    }
    try pipeline.training.requireStreaming()
    let table = try StreamedTable(
      path, options: options, streaming: streaming, target: pipeline.target,
      preprocessor: pipeline.preprocessor, fraction: pipeline.trainFraction, seed: pipeline.splitSeed)
    let target = try tabular { () throws(TabularError) in
      try ClassTarget(try table.telling[pipeline.target], positiveFrom: pipeline.positiveFrom)
    }
    schema = try Schema(table.telling, features: table.features, target: pipeline.target)
    rows = try NetworkRows(table, precision: pipeline.precision) { column throws(VintnerError) in
      try tabular { () throws(TabularError) in try target.encoded(column) }
    }
    self.pipeline = pipeline
    self.pipeline.training.shuffleWindow = streaming.window
    classTarget = target
    preprocessor = table.preprocessor
    inputs = table.preprocessor.outputNames.count
    notices = pipeline.network.warnings(for: pipeline.training.loss)
  }

  /// Trains the network, window after window.
  ///
  /// - Throws: ``VintnerError/network(_:)`` where the loss diverges.
  public func fitted() throws(VintnerError) -> FittedClassificationPipeline {
    joined(with: try rows.fitted(by: pipeline))
  }

  /// The model that a network makes with this table's columns.
  public func joined(with network: TrainedNetwork) -> FittedClassificationPipeline {
    FittedClassificationPipeline(self, network: network)
  }
}

extension ClassificationPipeline {
  /// Does all that comes before training, with a table that stays in its file.
  ///
  /// - Parameters:
  ///   - path: the CSV file. It must not change meanwhile.
  ///   - options: what is known about the file. Default: nothing.
  ///   - streaming: how much of it is in memory. Default: windows of 262,144 rows.
  /// - Throws: ``VintnerError`` as for a regression.
  public func streamed(
    _ path: String, options: CSVReadingOptions = .init(), _ streaming: Streaming = Streaming()
  ) throws(VintnerError) -> StreamedClassification {
    try StreamedClassification(self, path, options, streaming)
  }
}
