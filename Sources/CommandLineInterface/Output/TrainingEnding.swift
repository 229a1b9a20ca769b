import Vintner

/// The result of a training: a model, and a failure where it is only the best of a training that was broken off.
struct TrainingEnding<Target: PredictionTarget> {
  let model: FittedPipeline<Target>
  let failure: Failure?

  /// Trains.
  ///
  /// - Throws: `Failure` where training was broken off before there was any model.
  init(of prepared: PreparedPipeline<Target>) throws {
    let model: FittedPipeline<Target>
    do throws(VintnerError) {
      model = try prepared.fitted()
    } catch {
      guard case .network(.diverged(_, _, let best)) = error else { throw error }
      let network = prepared.pipeline.network
      try self.init(
        brokenOff: .failed, "\(error) The",
        best: best.map { prepared.joined(with: TrainedNetwork(network, best: $0)) })
      return
    }
    if case .interrupted = model.history.ending {
      try self.init(brokenOff: .interrupted, "Interrupted: the", best: model)
    } else {
      self.init(model: model, failure: nil)
    }
  }

  private init(model: FittedPipeline<Target>, failure: Failure?) {
    self.model = model
    self.failure = failure
  }

  private init(brokenOff status: ExitStatus, _ beginning: String, best: FittedPipeline<Target>?)
    throws(Failure)
  {
    guard let best, let epoch = best.history.keptEpoch else {
      throw Failure(status, "\(beginning) first epoch had not ended, so nothing is written.")
    }
    self.init(
      model: best,
      failure: Failure(status, "\(beginning) model of epoch \(epoch), the best so far, is written."))
  }
}
