import Vintner

/// What training came to: a model, a failure, or a failure with the model that was the best before it.
struct TrainingEnding {
  let model: FittedRegressionPipeline?
  let failure: Failure?

  /// Trains.
  init(of prepared: PreparedRegression) throws(VintnerError) {
    do throws(VintnerError) {
      let model = try prepared.fitted()
      switch model.history.ending {
      case .interrupted: self.init(.interrupted, "Interrupted", best: model)
      default: self.init(model: model, failure: nil)
      }
    } catch {
      guard case .network(.diverged(_, _, let best)) = error else { throw error }
      self.init(.failed, "\(error)", best: best.map { prepared.joined(with: $0) })
    }
  }

  private init(model: FittedRegressionPipeline?, failure: Failure?) {
    self.model = model
    self.failure = failure
  }

  private init(_ status: ExitStatus, _ reason: String, best: FittedRegressionPipeline?) {
    let sentence = reason.hasSuffix(".") ? reason + " The" : reason + ": the"
    if let best, let epoch = best.history.keptEpoch {
      let rest = "model of epoch \(epoch), the best so far, is written."
      self.init(model: best, failure: Failure(status, "\(sentence) \(rest)"))
    } else {
      let rest = "first epoch had not ended, so nothing is written."
      self.init(model: nil, failure: Failure(status, "\(sentence) \(rest)"))
    }
  }
}
