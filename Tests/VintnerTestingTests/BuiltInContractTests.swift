import Testing
import Vintner
import VintnerTesting

/// Every part that is built in keeps the contract that those of one's own are checked by.
struct BuiltInContractTests {
  static let layers: [any Layer] =
    [
      Dense(4), Dense(3, activation: .tanh, useBias: false),
      Dense(2, activation: .sigmoid, kernelInitializer: .heNormal, kernelRegularizer: .l2(0.1)),
      BatchNormalization(), BatchNormalization(momentum: 0.9, epsilon: 0.01), UnitNormalization(),
      Dropout(rate: 0.3), GaussianNoise(standardDeviation: 0.2),
      FeatureScale(rateFactor: 2, decayFactor: 0.5), ParametricActivation(.mish, rateFactor: 0.5),
      ParametricActivation(.selu), ParametricActivation(.softmax), Dense.ntp(4, activation: .mish),
      Dense(4, useBias: false, initialization: .data), LayerNormalization(),
      LayerNormalization(epsilon: 0.1, center: false), LayerNormalization(scale: false),
      Residual([Dense(4, activation: .tanh), Dense(3)]),
      Residual([Dense.ntp(5), BatchNormalization(), Dropout(rate: 0.3), Dense(3)]),
      PeriodicEmbedding(), PeriodicEmbedding(frequencies: 21, outputs: 2, deviation: 0.7, columns: [2, 0]),
      PeriodicEmbedding(form: .plr, frequencies: 70, outputs: 4, deviation: 0.5),
      PeriodicEmbedding(form: .pl, frequencies: 5, outputs: 2, deviation: 0.5, columns: [1]),
      Embedding(columns: [2, 0], categories: [1, 3], dimension: 2), PiecewiseLinearEncoding(bins: 5),
      PiecewiseLinearEncoding(bins: 70, outputs: 4, columns: [2, 0]),
    ] + Activation.all.filter { $0 != .linear }

  @Test(arguments: layers.indices) func ofLayers(_ index: Int) throws { try checkLayer(Self.layers[index]) }

  /// A loss and what it is checked with: classes are 1 and 0, or their indices; predictions are logits, or
  /// probabilities.
  struct LossCase: Sendable, CustomTestStringConvertible {
    var loss: any Loss
    var targets = Targets.numbers
    var isOfLogits = false
    var testDescription: String { "\(loss), \(targets)" }

    enum Targets { case numbers, classes, indices }
  }

  static let losses: [LossCase] = [
    LossCase(loss: .meanAbsoluteError), LossCase(loss: .meanSquaredError), LossCase(loss: .halfSquaredError),
    LossCase(loss: .huber), LossCase(loss: Huber(delta: 0.4)), LossCase(loss: .logCosh),
    LossCase(loss: Huber(delta: 0.4), isOfLogits: true), LossCase(loss: .logCosh, isOfLogits: true),
    LossCase(loss: .quantile(0.1)), LossCase(loss: .quantile(0.7)), LossCase(loss: .binaryCrossEntropy),
    LossCase(loss: .binaryCrossEntropy(fromLogits: true), isOfLogits: true),
    LossCase(loss: BinaryCrossEntropy(labelSmoothing: 0.2)),
    LossCase(loss: BinaryCrossEntropy(fromLogits: true, labelSmoothing: 0.2), isOfLogits: true),
    LossCase(loss: .categoricalCrossEntropy, targets: .classes),
    LossCase(loss: .categoricalCrossEntropy(fromLogits: true), targets: .classes, isOfLogits: true),
    LossCase(loss: CategoricalCrossEntropy(labelSmoothing: 0.2), targets: .classes),
    LossCase(
      loss: CategoricalCrossEntropy(fromLogits: true, labelSmoothing: 0.2), targets: .classes,
      isOfLogits: true),
    LossCase(loss: CategoricalCrossEntropy(labelSmoothing: 0.2), targets: .indices),
    LossCase(
      loss: CategoricalCrossEntropy(fromLogits: true, labelSmoothing: 0.2), targets: .indices,
      isOfLogits: true),
    LossCase(loss: .sparseCategoricalCrossEntropy, targets: .indices),
    LossCase(loss: .sparseCategoricalCrossEntropy(fromLogits: true), targets: .indices, isOfLogits: true),
  ]

  @Test(arguments: losses) func ofLosses(_ tested: LossCase) throws {
    let targets: Matrix<Double>? =
      switch tested.targets {
      case .numbers: nil
      case .classes: Matrix(rows: 5, columns: 3, scalars: (0..<15).map { $0 % 3 == ($0 / 3 * 2) % 3 ? 1 : 0 })
      case .indices: Matrix(column: [2, 0, 1, 1, 2])
      }
    var stream = RandomStream(seed: 4)
    let logits = Matrix(rows: 5, columns: 3, scalars: (0..<15).map { _ in 6 * stream.uniform() - 3 })
    try checkLoss(tested.loss, predictions: tested.isOfLogits ? logits : nil, targets: targets)
  }

  /// An optimizer with a rate that suits it.
  static let optimizers: [any Optimizer] = [
    SGD(learningRate: 0.02), PlaygroundDescent(learningRate: 0.02), SGD(learningRate: 0.02, momentum: 0.9),
    SGD(learningRate: 0.02, momentum: 0.9, nesterov: true), Adam(learningRate: 0.05),
    Adam(learningRate: 0.05, amsgrad: true), AdamW(learningRate: 0.05), Nadam(learningRate: 0.05),
    Adamax(learningRate: 0.05), AdaGrad(learningRate: 0.5), AdaDelta(learningRate: 1),
    RMSprop(learningRate: 0.005), RMSprop(learningRate: 0.005, momentum: 0.5),
    RMSprop(learningRate: 0.005, centered: true),
    RMSprop(learningRate: 0.002, momentum: 0.9, centered: true), Lion(learningRate: 0.005),
    Adam(learningRate: .schedule(CosineDecay(initialLearningRate: 0.1, decaySteps: 2000))),
  ]

  @Test(arguments: optimizers.indices) func ofOptimizers(_ index: Int) throws {
    try checkOptimizer(Self.optimizers[index])
  }

  static let metrics: [any Metric] = [
    Accuracy(), BinaryAccuracy(threshold: 0.4), CategoricalAccuracy(), SparseCategoricalAccuracy(),
    TopKCategoricalAccuracy(k: 2), SparseTopKCategoricalAccuracy(k: 2), AUC(thresholds: 50),
    BinaryPrecision(),
    BinaryRecall(), RootMeanSquaredError(), RSquared(), SignAccuracy(), MeanLoss(.meanAbsoluteError),
  ]

  @Test(arguments: metrics.indices) func ofMetrics(_ index: Int) throws {
    let metric = Self.metrics[index]
    // One target a row, the index of a class, reaches a metric as 1 and 0.
    try checkMetric(metric)
  }

  static let schedules: [any LearningRateSchedule] = [
    ExponentialDecay(initialLearningRate: 0.1, decaySteps: 41, decayRate: 0.5),
    ExponentialDecay(initialLearningRate: 0.1, decaySteps: 41, decayRate: 0.5, staircase: true),
    InverseTimeDecay(initialLearningRate: 0.1, decaySteps: 20, decayRate: 0.5),
    PolynomialDecay(initialLearningRate: 0.1, decaySteps: 50),
    PolynomialDecay(initialLearningRate: 0.1, decaySteps: 50, power: 2, cycle: true),
    CosineDecay(initialLearningRate: 0.1, decaySteps: 180, alpha: 0.1),
    CosineDecay(initialLearningRate: 0.01, decaySteps: 100, warmupTarget: 0.1, warmupSteps: 20),
    CosineDecayRestarts(initialLearningRate: 0.1, firstDecaySteps: 40),
    PiecewiseConstantDecay(boundaries: [2, 4], values: [0.5, 0.25, 0.125]),
    LinearWarmup(steps: 4, following: 0.5), Coslog(0.2), FlatCosine(),
  ]

  @Test(arguments: schedules.indices) func ofSchedules(_ index: Int) throws {
    try checkSchedule(Self.schedules[index])
  }

  @Test(arguments: Scaling.allCases) func ofScalers(_ scaling: Scaling) throws { try checkScaler(scaling) }
}
