import NeuralNetworks
import Tabular

extension Pipeline {
  /// Trains a model again on all rows, those that it was validated on among them, for as many epochs as it needed.
  ///
  ///     let model = try pipeline.fitted(to: wine)
  ///     let final = try pipeline.refitted(model, to: wine)
  ///
  /// Preparation and weights begin anew, with the same seeds; training ends after the epoch whose weights the model has
  /// (of an ensemble the median of its members' epochs), so that a schedule by planned updates ends there, too. Test
  /// rows stay unseen. Callbacks are called again, but for `EarlyStopping`. Nothing is left to measure the new model
  /// on: its ``FittedPipeline/report`` is the first one's, on rows that the first had not seen.
  /// - Parameters:
  ///   - model: what this pipeline was fitted to the same rows.
  ///   - frame: all rows.
  /// - Throws: ``VintnerError`` as a fit.
  public func refitted(
    _ model: FittedPipeline<Target>, to frame: DataFrame
  ) throws(VintnerError) -> FittedPipeline<Target> {
    try preparedWhole(frame).refitted(model)
  }
}

extension PreparedPipeline {
  /// Trains a model again on this table's training rows: see ``Pipeline/refitted(_:to:)``.
  package func refitted(_ model: FittedPipeline<Target>) throws(VintnerError) -> FittedPipeline<Target> {
    var prepared = self
    prepared.trainsFor(epochs: model.provenance.bestEpoch ?? model.provenance.epochs)
    var result = FittedPipeline(prepared, network: try prepared.trained(), report: model.report)
    result.provenance.refitRows = rows.train.y.rowCount
    return result
  }
}
