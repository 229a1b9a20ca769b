import NeuralNetworks
import Tabular

// Presets after RealMLP, whose settings were tuned on many tables at once.
//
// Source: D. Holzmüller, L. Grinsztajn, I. Steinwart, "Better by default: strong pre-tuned MLPs and boosted trees on
// tabular data", NeurIPS 2024; pytabkit 1.8, `models/sklearn/default_params.py`. Other than there, the last batch of an
// epoch may be a smaller one, and numbers are learned by the mean absolute error.
extension Preset {
  /// RealMLP-TD: six networks as one model, each trained on five sixths of the rows and kept as it was after the epoch
  /// that was best on the others. So every row is learned from and measured on, as bagging does it.
  public static let strong = Preset(
    "strong", "RealMLP as its authors tuned it, six networks as one model: for the best predictions."
  ) { task in
    let hidden: [any Layer] = [
      Dense.ntp(256), ParametricActivation(task.curve), Dropout(rate: 0.15, schedule: FlatCosine()),
    ]
    var run = realMLP(
      task,
      [Embedding(), PeriodicEmbedding(), FeatureScale()] + hidden + hidden + hidden
        + [Dense.ntp(activation: task.lastActivation)],
      optimizer: AdamW(
        learningRate: .schedule(Coslog(task.hasNumbers ? 0.2 : 0.04)), weightDecay: 0.02,
        weightDecaySchedule: FlatCosine(), beta2: 0.95))
    // One-hot up to 8 categories, as there, where a missing one counts as the ninth.
    run.encode = [RunConfiguration.signs, RunConfiguration.embedding]
    run.maxCategories = 8
    (run.folds, run.foldModels) = (6, .bagging)
    run.ensembleCombination = task.hasNumbers ? .median : .mean
    // The whole schedule, and then its best epoch.
    (run.earlyStopping, run.patience, run.minDelta) = (true, run.epochs, 0)
    return run
  }

  /// After RealMLP-TD-S: no embeddings, no dropout and no weight decay, first values without a look at the rows. To take
  /// less time than a forest of trees it is smaller and trained for less long: layers of 64 units in place of 256, 64
  /// epochs in place of 256, in batches of 32.
  public static let fast = Preset(
    "fast", "RealMLP's small variant, one network: for good predictions in little time."
  ) { task in
    let normal = Initializer.randomNormal(standardDeviation: 1)
    let hidden = Dense(
      64, activation: task.curve, kernelInitializer: normal, biasInitializer: normal, biasRateFactor: 0.1,
      parametrization: .ntp)
    var last = hidden
    (last.units, last.activation) = (nil, task.lastActivation)
    (last.kernelInitializer, last.biasInitializer) = (.zeros, .zeros)
    var run = realMLP(
      task, [FeatureScale(), hidden, hidden, hidden, last],
      optimizer: Adam(learningRate: .schedule(Coslog(task.hasNumbers ? 0.07 : 0.04)), beta2: 0.95))
    (run.epochs, run.batchSize) = (64, 32)
    (run.earlyStopping, run.refit) = (false, true)
    return run
  }

  /// What both share.
  ///
  /// - Parameters:
  ///   - layers: the whole network.
  ///   - optimizer: with the schedule of its rate.
  private static func realMLP(
    _ task: RunTask, _ layers: [any Layer], optimizer: any Optimizer
  ) -> RunConfiguration {
    var run = RunConfiguration()
    run.layers = layers.map { LayerDescription($0) }
    run.encode = [RunConfiguration.signs]
    run.scaling = .robustSmoothClip
    if task.hasNumbers {
      run.targetScaling = .standard
      run.clampPredictions = true
    }
    run.loss = task.loss
    run.optimizer = OptimizerDescription(optimizer)
    run.batchSize = 256
    run.epochs = 256
    return run
  }
}

extension RunTask {
  /// What RealMLP learns by: classes with smoothed labels.
  fileprivate var loss: LossDescription {
    switch self {
    case .classification: LossDescription(BinaryCrossEntropy(labelSmoothing: 0.1))
    case .multiclass: LossDescription(CategoricalCrossEntropy(labelSmoothing: 0.1))
    default: LossDescription(.meanAbsoluteError)
    }
  }

  /// The activation of RealMLP's hidden layers.
  fileprivate var curve: Activation { hasNumbers ? .mish : .selu }

  /// The activation of the output layer.
  fileprivate var lastActivation: Activation {
    switch self {
    case .classification: .sigmoid
    case .multiclass: .softmax
    default: .linear
    }
  }
}
