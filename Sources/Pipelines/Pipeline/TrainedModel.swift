import NeuralNetworks
import Tabular

/// A ``FittedPipeline`` whose target is known only when the program runs: one that was loaded.
public protocol TrainedModel: Sendable {
  associatedtype Target: PredictionTarget

  /// The model with its target.
  var pipeline: FittedPipeline<Target> { get }
  /// The columns of the training rows.
  var schema: Schema { get }
  /// How features become numbers.
  var preprocessor: FittedPreprocessor { get }
  /// The network, on those numbers.
  var network: TrainedNetwork { get }
  /// How it was trained.
  var provenance: Provenance { get }
  /// The settings that said how the training's CSV file was written.
  var fileSettings: RunConfiguration { get }

  /// The prediction for every row, as columns of a table.
  func predictionTable(_ frame: DataFrame, threads: Int?) throws(VintnerError) -> DataFrame
  /// The model as the bytes of a file. The same model gives the same bytes.
  func modelBytes() -> [UInt8]
}

extension TrainedModel {
  /// What was reported epoch by epoch; empty in a model that was loaded.
  public var history: History { network.history }

  /// What the loss is called, without penalties on the weights.
  package var lossTitle: String { title(ofLoss: provenance.loss) + lossUnit }

  /// What the loss is called on the axis of its curves, which include penalties.
  package var curvesTitle: String {
    title(ofLoss: provenance.loss, isPenalized: history.includesPenalty) + lossUnit
  }

  private var lossUnit: String { pipeline.target.scaling == nil ? "" : " (scaled)" }

  /// The rows that lack no value in a column whose rule is to drop rows, with the features that are computed,
  /// and their places in the frame.
  ///
  /// - Throws: ``VintnerError`` where a column is missing or a cell cannot be used.
  package func completeRows(
    of frame: DataFrame
  ) throws(VintnerError) -> (frame: DataFrame, places: [Int]) {
    let frame = try frame.computing(schema)
    let places = try tabular(preprocessor.completeRows(of: frame))
    return (places.count == frame.rowCount ? frame : frame[rows: places], places)
  }

  /// Writes the model to a file, whole or not at all.
  ///
  /// - Throws: ``VintnerError/output(_:)``.
  public func save(to path: String) throws(VintnerError) {
    try writing(AtomicFile.write(modelBytes(), to: path))
  }
}

/// A model that was saved, of any target.
public struct LoadedModel: Sendable {
  /// The model: a ``FittedRegressionPipeline``, or another.
  public let model: any TrainedModel

  /// Reads a model that was saved.
  ///
  /// - Throws: ``VintnerError/model(_:)`` where the file cannot be read, is damaged, or is no model.
  public init(contentsOf path: String) throws(VintnerError) {
    try self.init(try rethrowing(VintnerError.model, SafeTensors(contentsOfModel: path)), name: path)
  }

  /// Makes a model of what has been read of its file.
  ///
  /// - Parameters:
  ///   - file: what has been read.
  ///   - name: what errors call the file.
  /// - Throws: ``VintnerError/model(_:)`` where it is no model.
  package init(_ file: SafeTensors, name: String) throws(VintnerError) {
    func read<Target: PredictionTarget>(
      _ contents: ModelContents, _: Target.Type
    ) throws(ModelFileError.Fault) -> any TrainedModel {
      try FittedPipeline<Target>(contents, file)
    }
    model = try file.model(name) { contents throws(ModelFileError.Fault) in
      try read(contents, contents.task.target)
    }
  }
}
