import NeuralNetworks
import Tabular

// Presets after RealMLP, whose settings were tuned on many tables at once. Each is several networks as one model, by
// bagging: a network is trained on the rows of the other folds for the whole schedule, and kept as it was after the epoch
// that was best on its own fold's. So every row is learned from, and every row is measured on.
//
// Source: D. Holzmüller, L. Grinsztajn, I. Steinwart, "Better by default: strong pre-tuned MLPs and boosted trees on
// tabular data", NeurIPS 2024; pytabkit 1.8, `models/sklearn/default_params.py`. Other than there, the last batch of an
// epoch may be a smaller one, and numbers are learned by the mean absolute error.
extension Preset {
  /// RealMLP-TD: six networks as one model.
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
        weightDecaySchedule: FlatCosine(), beta2: 0.95),
      networks: 6, epochs: 256, batchSize: 256)
    // One-hot up to 8 categories, as there, where a missing one counts as the ninth.
    run.encode = [RunConfiguration.signs, RunConfiguration.embedding]
    run.maxCategories = 8
    return run
  }

  /// After RealMLP-TD-S: no embeddings, no dropout and no weight decay, first values without a look at the rows. To take
  /// less time than a forest of trees it is smaller and trained for less long: layers of 64 units in place of 256, 32
  /// epochs in place of 256, in batches of 32.
  public static let fast = Preset(
    "fast", "RealMLP's small variant, four networks as one model: for good predictions in little time."
  ) { task in
    let normal = Initializer.randomNormal(standardDeviation: 1)
    let hidden = Dense(
      64, activation: task.curve, kernelInitializer: normal, biasInitializer: normal, biasRateFactor: 0.1,
      parametrization: .ntp)
    var last = hidden
    (last.units, last.activation) = (nil, task.lastActivation)
    (last.kernelInitializer, last.biasInitializer) = (.zeros, .zeros)
    return realMLP(
      task, [FeatureScale(), hidden, hidden, hidden, last],
      optimizer: Adam(learningRate: .schedule(Coslog(task.hasNumbers ? 0.07 : 0.04)), beta2: 0.95),
      networks: 4, epochs: 32, batchSize: 32)
  }

  /// What both share.
  ///
  /// - Parameters:
  ///   - layers: the whole network.
  ///   - optimizer: with the schedule of its rate.
  ///   - networks: how many are trained, each on the rows of the others' folds.
  private static func realMLP(
    _ task: RunTask, _ layers: [any Layer], optimizer: any Optimizer, networks: Int, epochs: Int,
    batchSize: Int
  ) -> RunConfiguration {
    var run = RunConfiguration()
    run.layers = layers.map { LayerDescription($0) }
    // Columns without gaps in training may have some later.
    (run.missing, run.missingIndicator) = ([MissingRule(.fill(.median))], true)
    run.encode = [RunConfiguration.signs]
    run.scaling = .robustSmoothClip
    if task.hasNumbers {
      run.targetScaling = .standard
      run.clampPredictions = true
    }
    run.loss = task.loss
    run.optimizer = OptimizerDescription(optimizer)
    run.batchSize = batchSize
    run.epochs = epochs
    (run.earlyStopping, run.patience, run.minDelta) = (true, epochs, 0)
    (run.folds, run.foldModels) = (networks, .bagging)
    run.ensembleCombination = task.hasNumbers ? .median : .mean
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
