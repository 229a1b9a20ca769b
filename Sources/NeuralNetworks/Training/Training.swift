/// How a network is trained: the arguments of Keras's `compile` and `fit`.
///
/// Source: Keras, `keras.Model.compile` and `keras.Model.fit`.
public struct Training: Sendable {
  /// The rule that changes the weights.
  public var optimizer: any Optimizer
  /// What to minimize.
  public var loss: any Loss
  /// What to report besides the loss, of the training rows and of the validation rows.
  public var metrics: [any Metric]
  /// The same, but each row counts as its sample weight (or its class's) says; reported after ``metrics``.
  public var weightedMetrics: [any Metric]
  /// How much the training rows of each class count; not together with sample weights. `nil` where every row
  /// counts 1.
  public var classWeights: ClassWeights?
  /// Rows an update, 1 or more; the last batch of an epoch is the smaller rest.
  public var batchSize: Int
  /// How often to use all rows, 1 or more.
  public var epochs: Int
  /// Whether the rows come in a new order in each epoch.
  public var shuffles: Bool
  /// The rows among which an epoch's order is shuffled, for rows that are read from a file: each window is used up
  /// before the next. 1 or more, rounded up to whole batches; `nil` for all rows.
  public var shuffleWindow: Int?
  /// Whether the rows of an epoch that do not fill a batch wait for the next epoch's first update, which is then
  /// larger by so many (its gradient is the mean over all of them), rather than make a smaller batch.
  ///
  /// It takes rows in a fixed order: not together with `shuffles`. Where a batch is larger than all rows, no weight
  /// ever changes.
  public var carriesPartialBatches: Bool
  /// Whether the training rows' loss and metrics are those of all training rows after the epoch, rather than those of
  /// each batch before its update. No loss that is reported then includes a penalty.
  public var evaluatesAfterEpoch: Bool
  /// Every how many epochs one is evaluated, 1 or more, as the last one always is; Keras's `validation_freq`.
  /// What was not evaluated is NaN in the history. Callbacks do not see it: those that watch it skip the epoch.
  public var evaluationInterval: Int
  /// Whether training ends where a loss becomes NaN or infinite. If not, the history contains those, and no
  /// ``NetworkError/diverged(epoch:batch:best:)`` is thrown.
  public var stopsOnDivergence: Bool
  /// What is called at every epoch, in this order.
  public var callbacks: [any Callback]
  /// The seed of the first weights, the order of the rows and everything else that is random.
  public var seed: UInt64
  /// How many networks a ``Sequential`` is trained to, side by side; `nil` for one.
  public var ensemble: Ensemble?
  /// How many threads to use, 1 or more; `nil` for as many as help. The results do not depend on it.
  public var threads: Int?
  /// Called with every update, and several times, from several threads, within updates and evaluations that take long;
  /// after it returns `true` training ends, with the weights of the best epoch (or those that a callback kept) where
  /// one was finished. No update is made by half.
  public var isCancelled: (@Sendable () -> Bool)?
  /// Writes a network in its current state to a path, where a callback requests that (``ModelCheckpoint``); without
  /// it none may.
  public var save: (@Sendable (TrainedNetwork, String) throws -> Void)?
  /// When a run's state is saved, to be resumed after the process was killed; `nil` for never.
  public var checkpoints: Checkpoints?

  /// Describes a training by its properties; the defaults are Keras's, except for the optimizer, which is RMSprop
  /// there.
  ///
  /// - Precondition: a batch and a window of 1 row or more, 1 epoch or more, an interval of 1 epoch or more, 1
  ///   thread or more.
  public init(
    optimizer: any Optimizer = Adam(), loss: any Loss, metrics: [any Metric] = [],
    weightedMetrics: [any Metric] = [], classWeights: ClassWeights? = nil, batchSize: Int = 32,
    epochs: Int = 1, shuffles: Bool = true,
    shuffleWindow: Int? = nil, carriesPartialBatches: Bool = false, evaluatesAfterEpoch: Bool = false,
    evaluationInterval: Int = 1, stopsOnDivergence: Bool = true, callbacks: [any Callback] = [],
    seed: UInt64 = 0, ensemble: Ensemble? = nil, threads: Int? = nil,
    isCancelled: (@Sendable () -> Bool)? = nil,
    save: (@Sendable (TrainedNetwork, String) throws -> Void)? = nil, checkpoints: Checkpoints? = nil
  ) {
    precondition(batchSize > 0, "A batch has 1 row or more, received \(batchSize).")
    precondition(epochs > 0, "Training takes 1 epoch or more, received \(epochs).")
    precondition(
      evaluationInterval > 0, "An interval has 1 epoch or more, received \(evaluationInterval).")
    precondition(
      shuffleWindow ?? 1 > 0, "A window has 1 row or more, received \(shuffleWindow ?? 0).")
    precondition(threads ?? 1 > 0, "Training takes 1 thread or more, received \(threads ?? 0).")
    self.optimizer = optimizer
    self.loss = loss
    self.metrics = metrics
    self.weightedMetrics = weightedMetrics
    self.classWeights = classWeights
    self.batchSize = batchSize
    self.epochs = epochs
    self.shuffles = shuffles
    self.shuffleWindow = shuffleWindow
    self.carriesPartialBatches = carriesPartialBatches
    self.evaluatesAfterEpoch = evaluatesAfterEpoch
    self.evaluationInterval = evaluationInterval
    self.stopsOnDivergence = stopsOnDivergence
    self.callbacks = callbacks
    self.seed = seed
    self.ensemble = ensemble
    self.threads = threads
    self.isCancelled = isCancelled
    self.save = save
    self.checkpoints = checkpoints
  }
}

extension Training {
  /// All that is reported besides the loss, in its order.
  var allMetrics: [any Metric] { metrics + weightedMetrics }

  /// How the TensorFlow Playground trains; the defaults are those of its page.
  ///
  ///     let network = Sequential.playground(hidden: [8], activation: .tanh, isClassification: true)
  ///     let trained = try network.fitted(to: x, y, validation: test, with: .playground(epochs: 500))
  ///
  /// The loss is half the squared error, the optimizer ``PlaygroundDescent``. The rows keep their order; those
  /// that do not fill a batch wait for the next epoch's first update; a batch larger than all rows makes no
  /// update at all. The losses are those of whole sets after the epoch, without the penalty, and
  /// `sign_accuracy` is reported with them. Labels are −1 and +1, or numbers for a regression.
  /// - Parameters:
  ///   - learningRate: the size of a step, above 0. Default 0.03.
  ///   - batchSize: rows an update, 1 or more. Default 10.
  ///   - regularization: the penalty on weights. Default: none.
  ///   - epochs: how often to use all rows, 1 or more. Default 1.
  ///   - seed: of the first weights. Default 0.
  /// Source: TensorFlow Playground, `oneStep` in `src/playground.ts` and `src/nn.ts`.
  public static func playground(
    learningRate: LearningRate = 0.03, batchSize: Int = 10,
    regularization: PlaygroundRegularization = .none, epochs: Int = 1, seed: UInt64 = 0
  ) -> Training {
    Training(
      optimizer: PlaygroundDescent(learningRate: learningRate, regularization: regularization),
      loss: .halfSquaredError, metrics: [.signAccuracy], batchSize: batchSize, epochs: epochs,
      shuffles: false, carriesPartialBatches: true, evaluatesAfterEpoch: true, seed: seed, threads: 1)
  }
}

extension Sequential {
  /// A network as the TensorFlow Playground makes it: dense layers whose weights are sampled uniformly from
  /// [−0.5, 0.5) and whose biases begin at 0.1.
  ///
  /// Shapes: X (rows, features) → Y (rows, 1)
  /// - Parameters:
  ///   - hidden: the units of each hidden layer, 1 or more; none for a single neuron.
  ///   - activation: of the hidden layers. Default: tanh.
  ///   - isClassification: whether the output is a tanh, for labels −1 and +1, rather than linear. Default
  ///     `true`.
  /// Source: TensorFlow Playground, `buildNetwork` in `src/nn.ts`.
  public static func playground(
    hidden: [Int], activation: Activation = .tanh, isClassification: Bool = true
  ) -> Sequential {
    func layer(_ units: Int, _ activation: Activation) -> Dense {
      Dense(
        units, activation: activation, kernelInitializer: .randomUniform(minimum: -0.5, maximum: 0.5),
        biasInitializer: .constant(0.1))
    }
    return Sequential(
      hidden.map { layer($0, activation) } + [layer(1, isClassification ? .tanh : .linear)])
  }
}
