import NeuralNetworks
import Tabular

extension Pipeline {
  /// Divides the rows, learns from the first part and measures on the second, on its own thread, epoch by epoch.
  ///
  ///     let training = pipeline.training(on: wine)
  ///     for try await epoch in training {
  ///       print("\(epoch.epoch) of \(epoch.lastEpoch)")
  ///     }
  ///     let model = try await training.model
  ///
  /// When it begins, what leaving the loop does and which epochs are kept says `BackgroundTraining`.
  /// - Parameters:
  ///   - frame: all rows.
  ///   - behavior: what becomes of a training that is cancelled. Default: an error is thrown.
  public func training(
    on frame: DataFrame, onCancellation behavior: CancellationBehavior = .throwError
  ) -> BackgroundTraining<FittedPipeline<Target>> {
    BackgroundTraining(onCancellation: behavior) { watch in
      try watch.check()
      return try prepared(frame).fitted(watch)
    }
  }

  /// Divides the rows, learns from the first part and measures on the second, on its own thread.
  ///
  ///     let model = try await pipeline.fitted(to: wine)
  ///
  /// In asynchronous code the compiler chooses this form, and in all other the blocking one: both give the same bits.
  /// - Parameters:
  ///   - frame: all rows.
  ///   - behavior: what becomes of the training where the task is cancelled. Default: an error is thrown.
  /// - Throws: `CancellationError` where the task is cancelled; ``VintnerError`` where the table cannot be used, or the
  ///   loss diverges.
  public func fitted(
    to frame: DataFrame, onCancellation behavior: CancellationBehavior = .throwError
  ) async throws -> FittedPipeline<Target> {
    try await training(on: frame, onCancellation: behavior).model
  }
}

extension PreparedPipeline {
  /// Trains the network and measures it, on its own thread, epoch by epoch: see `BackgroundTraining`.
  ///
  /// - Parameter behavior: what becomes of a training that is cancelled. Default: an error is thrown.
  public func training(
    onCancellation behavior: CancellationBehavior = .throwError
  ) -> BackgroundTraining<FittedPipeline<Target>> {
    BackgroundTraining(onCancellation: behavior) { watch in try fitted(watch) }
  }

  /// Trains the network and measures it, on its own thread.
  ///
  /// In asynchronous code the compiler chooses this form, and in all other the blocking one: both give the same bits.
  /// - Parameter behavior: what becomes of the training where the task is cancelled. Default: an error is thrown.
  /// - Throws: `CancellationError` where the task is cancelled; ``VintnerError`` as the blocking form.
  public func fitted(
    onCancellation behavior: CancellationBehavior = .throwError
  ) async throws -> FittedPipeline<Target> {
    try await training(onCancellation: behavior).model
  }

  /// Trains for someone who waits elsewhere.
  fileprivate func fitted(_ watch: TrainingWatch) throws -> FittedPipeline<Target> {
    try watch.check()
    var prepared = self
    prepared.watch(watch)
    return joined(with: try watch.accept(prepared.trained()))
  }
}

extension PreparedBagging {
  /// Trains the networks side by side on its own thread, epoch by epoch: see `BackgroundTraining`.
  ///
  /// - Parameter behavior: what becomes of a training that is cancelled. Default: an error is thrown.
  public func training(
    onCancellation behavior: CancellationBehavior = .throwError
  ) -> BackgroundTraining<Bagging<Target>> {
    BackgroundTraining(onCancellation: behavior) { watch in
      try watch.check()
      var prepared = self
      prepared.whole.watch(watch)
      let bagging = try prepared.fitted()
      _ = try watch.accept(bagging.model.network)
      return bagging
    }
  }

  /// Trains the networks side by side on its own thread.
  ///
  /// In asynchronous code the compiler chooses this form, and in all other the blocking one: both give the same bits.
  /// - Parameter behavior: what becomes of the training where the task is cancelled. Default: an error is thrown.
  /// - Throws: `CancellationError` where the task is cancelled; ``VintnerError`` as the blocking form.
  public func fitted(
    onCancellation behavior: CancellationBehavior = .throwError
  ) async throws -> Bagging<Target> {
    try await training(onCancellation: behavior).model
  }
}
