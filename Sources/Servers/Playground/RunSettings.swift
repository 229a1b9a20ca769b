import Vintner

/// The network and the training that a state describes. Its names are known, for `check()` has seen them.
extension PlaygroundState {
  /// The layers. Hidden ones are dense, with batch normalisation between sum and function, and dropout behind.
  ///
  /// - Parameter output: the last unit's function.
  func network(output: Activation) -> Sequential {
    let function = Activation(named: activation)!
    if isPlayground {
      return .playground(hidden: layers, activation: function, isClassification: isClassification)
    }
    return .dense(
      hidden: layers, activation: function, output: output, batchNormalization: batchNormalization,
      dropout: dropout, kernelRegularizer: regularizer)
  }

  /// The places of the hidden layers' answers among the network's layers, and behind them that of the output.
  var answeringLayers: [Int] {
    let width = isPlayground ? 1 : (batchNormalization ? 3 : 1) + (dropout > 0 ? 1 : 0)
    return layers.indices.map { ($0 + 1) * width - 1 } + [layers.count * width]
  }

  /// The places of the dense layers among the network's layers, the output's the last.
  var denseLayers: [Int] {
    let width = isPlayground ? 1 : (batchNormalization ? 3 : 1) + (dropout > 0 ? 1 : 0)
    return (0...layers.count).map { $0 * width }
  }

  private var regularizer: Regularizer? {
    guard regularizationRate > 0 else { return nil }
    return switch regularization {
    case "l1": .l1(regularizationRate)
    case "l2": .l2(regularizationRate)
    default: nil
    }
  }

  /// The Playground's penalty.
  var playgroundRegularization: PlaygroundRegularization {
    PlaygroundRegularization(
      PlaygroundRegularization.Kind(rawValue: regularization)!, rate: regularizationRate)
  }

  /// How the network is trained.
  var training: Training {
    if isPlayground {
      var training = Training.playground(
        learningRate: .constant(learningRate), batchSize: batchSize,
        regularization: playgroundRegularization, seed: UInt64(seed))
      training.stopsOnDivergence = false
      return training
    }
    var rule = OptimizerDescription.optimizer(named: optimizer)!
    rule.learningRate = rate
    return Training(
      optimizer: rule, loss: LossDescription.loss(named: loss)!, batchSize: batchSize, seed: UInt64(seed))
  }

  /// The rate of each update.
  var rate: LearningRate {
    let steps = Double(scheduleSteps)
    return switch schedule {
    case "exponential_decay":
      .schedule(
        ExponentialDecay(initialLearningRate: learningRate, decaySteps: steps, decayRate: 0.5))
    case "inverse_time_decay":
      .schedule(InverseTimeDecay(initialLearningRate: learningRate, decaySteps: steps, decayRate: 1))
    case "polynomial_decay":
      .schedule(
        PolynomialDecay(
          initialLearningRate: learningRate, decaySteps: steps, endLearningRate: learningRate / 100))
    case "cosine_decay":
      .schedule(CosineDecay(initialLearningRate: learningRate, decaySteps: steps, alpha: 0.01))
    case "cosine_decay_restarts":
      .schedule(CosineDecayRestarts(initialLearningRate: learningRate, firstDecaySteps: steps))
    case "linear_warmup":
      .schedule(LinearWarmup(steps: scheduleSteps, following: .constant(learningRate)))
    default: .constant(learningRate)
    }
  }

  /// Whether another state describes the same run at another point, so that nothing has to begin anew: only
  /// rate, batch, penalty and what ends the run differ.
  func continues(_ before: PlaygroundState) -> Bool {
    var same = self
    same.learningRate = before.learningRate
    same.batchSize = before.batchSize
    same.stopEpoch = before.stopEpoch
    same.stopLoss = before.stopLoss
    same.earlyStopping = before.earlyStopping
    same.patience = before.patience
    same.minDelta = before.minDelta
    if isPlayground {
      same.regularization = before.regularization
      same.regularizationRate = before.regularizationRate
      // The Playground's arithmetic does not know these.
      same.optimizer = before.optimizer
      same.loss = before.loss
      same.dropout = before.dropout
      same.batchNormalization = before.batchNormalization
    }
    if isPlayground || schedule == "constant" || schedule == before.schedule {
      same.schedule = before.schedule
      same.scheduleSteps = before.scheduleSteps
    }
    return same == before
  }

  /// Whether another state that continues this one trains in the same way: they differ in what ends the run alone.
  func trainsLike(_ other: PlaygroundState) -> Bool {
    learningRate == other.learningRate && batchSize == other.batchSize
      && regularization == other.regularization && regularizationRate == other.regularizationRate
      && optimizer == other.optimizer && loss == other.loss && schedule == other.schedule
      && scheduleSteps == other.scheduleSteps
  }
}
