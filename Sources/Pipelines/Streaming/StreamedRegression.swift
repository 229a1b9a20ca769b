import LinearAlgebra
import NeuralNetworks
import Tabular

/// A table in a file, split, scaled and written out for a regression to train from.
///
///     let table = try pipeline.streamed("sensors.csv", options: .init(), Streaming())
///     let model = try table.fitted()
public struct StreamedRegression: Sendable {
  public private(set) var pipeline: RegressionPipeline
  public let schema: Schema
  public let notices: [String]
  public var dataSHA256: String?
  public let inputs: Int
  let preprocessor: FittedPreprocessor
  let targetScaling: FittedScaling
  let rows: NetworkRows

  init(
    _ pipeline: RegressionPipeline, _ path: String, _ options: CSVReadingOptions, _ streaming: Streaming
  ) throws(VintnerError) {
    guard pipeline.targetScaling == .minMax else {
      throw .notStreamed(what: "another scaling of the target than min-max", instead: "min-max")
    }
    try pipeline.training.requireStreaming()
    let table = try StreamedTable(
      path, options: options, streaming: streaming, target: pipeline.target,
      preprocessor: pipeline.preprocessor, fraction: pipeline.trainFraction, seed: pipeline.splitSeed)
    try table.telling.requireNumbers(pipeline.target)
    let scaling = try tabular { () throws(TabularError) in
      try pipeline.targetScaling.fitted(to: try table.telling.selecting(columns: [pipeline.target]))
    }
    schema = try Schema(table.telling, features: table.features, target: pipeline.target)
    rows = try NetworkRows(table, precision: pipeline.precision) { column throws(VintnerError) in
      let matrix = try tabular { () throws(TabularError) in try DataFrame(columns: [column]).matrix() }
      return scaling.scaled(matrix).scalars
    }
    self.pipeline = pipeline
    self.pipeline.training.shuffleWindow = streaming.window
    targetScaling = scaling
    preprocessor = table.preprocessor
    inputs = table.preprocessor.outputNames.count
    notices = scaling.warnings + pipeline.network.warnings(for: pipeline.training.loss)
  }

  /// Trains the network, window after window.
  ///
  /// - Throws: ``VintnerError/network(_:)`` where the loss diverges.
  public func fitted() throws(VintnerError) -> FittedRegressionPipeline {
    joined(with: try rows.fitted(by: pipeline))
  }

  /// The model that a network makes with this table's columns.
  public func joined(with network: TrainedNetwork) -> FittedRegressionPipeline {
    FittedRegressionPipeline(self, network: network)
  }
}

extension RegressionPipeline {
  /// Does all that comes before training, with a table that stays in its file.
  ///
  /// - Parameters:
  ///   - path: the CSV file. It must not change meanwhile.
  ///   - options: what is known about the file. Default: nothing.
  ///   - streaming: how much of it is in memory. Default: windows of 262,144 rows.
  /// - Throws: ``VintnerError`` where the table cannot be used; ``VintnerError/notStreamed(what:instead:)`` for
  ///   scalings and fillings that take all rows at once; ``VintnerError/output(_:)`` where the disk is full.
  public func streamed(
    _ path: String, options: CSVReadingOptions = .init(), _ streaming: Streaming = Streaming()
  ) throws(VintnerError) -> StreamedRegression {
    try StreamedRegression(self, path, options, streaming)
  }
}
