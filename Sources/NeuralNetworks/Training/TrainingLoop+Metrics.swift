import LinearAlgebra

/// What an epoch reports.
extension TrainingLoop {
  /// The losses of an epoch; NaN where they are to be evaluated and this epoch is not.
  func losses(isEvaluated: Bool) -> (training: Double, validation: Double?) {
    (
      parts.training.map { isEvaluated ? loss(of: $0) : .nan }
        ?? reported(progress.lossSum / Double(progress.rows)),
      parts.validation.map { isEvaluated ? loss(of: $0) : .nan }
    )
  }

  /// The mean loss of rows that every lane has evaluated, with what penalties add.
  func loss(of evaluation: Evaluation<Scalar>) -> Double {
    reported(evaluation.meanLoss + (training.evaluatesAfterEpoch ? 0 : parts.step.penalty))
  }

  /// The losses of an epoch without what penalties add; `nil` where they add nothing.
  func lossesWithoutPenalty(isEvaluated: Bool) -> LossesWithoutPenalty? {
    guard includesPenalty else { return nil }
    let batches = (progress.lossSum - progress.penaltySum) / Double(progress.rows)
    return LossesWithoutPenalty(
      training: reported(parts.training.map { isEvaluated ? $0.meanLoss : .nan } ?? batches),
      validation: parts.validation.flatMap { isEvaluated ? reported($0.meanLoss) : nil })
  }

  /// Whether the losses that are reported include what penalties add.
  private var includesPenalty: Bool { parts.step.isPenalized && !training.evaluatesAfterEpoch }

  /// An epoch's values in the order of their names: those of the training rows, those of the validation rows, and
  /// the learning rate where a callback reports it. What is not evaluated is `nil`.
  func values(_ losses: (training: Double, validation: Double?), isEvaluated: Bool) -> [Double?] {
    var values: [Double?] = []
    values.reserveCapacity(parts.names.count)
    func append(
      _ loss: Double, _ metrics: @autoclosure () -> [Double], isLossKnown: Bool, areMetricsKnown: Bool
    ) {
      values.append(isLossKnown ? loss : nil)
      guard !training.allMetrics.isEmpty else { return }
      if areMetricsKnown {
        for metric in metrics() { values.append(reported(metric)) }
      } else {
        for _ in training.allMetrics { values.append(nil) }
      }
    }
    append(
      losses.training, parts.metrics?.results ?? parts.training!.metricResults(),
      isLossKnown: parts.training == nil || isEvaluated,
      areMetricsKnown: parts.metrics != nil || isEvaluated)
    if let validation = losses.validation {
      append(
        validation, parts.validation!.metricResults(), isLossKnown: isEvaluated,
        areMetricsKnown: isEvaluated)
    }
    if callbacks.reportsLearningRate { values.append(nextLearningRate) }
    return values
  }

  /// A value as it is reported: rounded to the network's precision, as Keras's are.
  func reported(_ value: Double) -> Double { Double(Scalar(value)) }
}
