/// How a network is trained: what Keras's `compile` and `fit` are told.
///
/// Source: Keras, `keras.Model.compile` and `keras.Model.fit`.
public struct Training: Sendable {
  /// The rule that changes the weights.
  public var optimizer: any Optimizer
  /// What to make small.
  public var loss: any Loss
  /// What to report beside the loss.
  public var metrics: [any Metric]
  /// How much the training rows of each class count; `nil` where every row counts 1.
  public var classWeights: ClassWeights?
  /// Rows an update, 1 or more.
  public var batchSize: Int
  /// How often to go through all rows, 1 or more.
  public var epochs: Int
  /// Whether the rows come in a new order in each epoch.
  public var shuffles: Bool
  /// The rows among which an epoch's order is drawn, 1 or more; `nil` for all rows.
  public var shuffleWindow: Int?
  /// Whether rows that do not fill a batch wait for the next epoch's first update.
  public var carriesPartialBatches: Bool
  /// Whether the training rows' figures are computed after the epoch, and without penalties.
  public var evaluatesAfterEpoch: Bool
  /// From how many epochs one is evaluated, 1 or more.
  public var evaluationInterval: Int
  /// Whether training ends where a loss is no longer a number.
  public var stopsOnDivergence: Bool
  /// What is told of every epoch, in its order.
  public var callbacks: [any Callback]
  /// The seed of the first weights, the order of the rows and all else that is drawn.
  public var seed: UInt64
  /// How many threads to use, 1 or more; `nil` for as many as pay.
  public var threads: Int?
  /// Asked before every update; after it answers `true` training ends, with the weights of the best epoch (or
  /// those that a callback kept) where one was finished.
  public var isCancelled: (@Sendable () -> Bool)?
  /// Called with the network as it is and a path where a callback asks for that (``ModelCheckpoint``).
  public var save: (@Sendable (TrainedNetwork, String) throws -> Void)?

  /// Says how to train; the defaults are Keras's, but for the optimizer, which is RMSprop there.
  ///
  /// - Parameters:
  ///   - optimizer: the rule that changes the weights. Default: ``Adam``.
  ///   - loss: what to make small.
  ///   - metrics: what to report beside it, of the training rows and of the validation rows. Default: none.
  ///   - classWeights: how much the training rows of each class count; not beside sample weights. Default:
  ///     every row counts 1.
  ///   - batchSize: rows an update, 1 or more; the last batch of an epoch is the smaller rest. Default 32.
  ///   - epochs: how often to go through all rows, 1 or more. Default 1.
  ///   - shuffles: whether the rows come in a new order in each epoch. Default `true`.
  ///   - shuffleWindow: the rows among which the order is drawn, for rows that are read from a file: each
  ///     window is gone through before the next. Rounded up to whole batches. Default: all rows.
  ///   - carriesPartialBatches: whether the rows of an epoch that do not fill a batch wait for the next
  ///     epoch's first update, which is then larger by so many (its gradient is the mean over all of them),
  ///     rather than make a smaller batch. It takes rows in one order: not beside `shuffles`. Where a batch is
  ///     larger than all rows, no weight ever changes. Default `false`.
  ///   - evaluatesAfterEpoch: whether the training rows' figures are those of all training rows after the
  ///     epoch, rather than those of each batch before its update. No loss that is reported then has a penalty
  ///     in it. Default `false`.
  ///   - evaluationInterval: from how many epochs one is evaluated, as the last one always is; Keras's
  ///     `validation_freq`. What was not evaluated is NaN in the history, and for callbacks. Default 1.
  ///   - stopsOnDivergence: whether training ends where a loss is no longer a number. If not, NaN and infinity
  ///     stand in the history, and no ``NetworkError/diverged(epoch:batch:best:)`` is thrown. Default `true`.
  ///   - callbacks: told of every epoch, in their order. Default: none.
  ///   - seed: of the first weights, the order of the rows and all else that is drawn. Default 0.
  ///   - threads: how many to use, 1 or more; the results do not depend on it. Default: as many as pay.
  ///   - isCancelled: asked before every update; training ends after it answers `true`. Default: never.
  ///   - save: writes a network to a path where a callback asks for that. Default: no callback may ask.
  /// - Precondition: a batch and a window of 1 row or more, 1 epoch or more, an interval of 1 epoch or more, 1
  ///   thread or more.
  public init(
    optimizer: any Optimizer = Adam(), loss: any Loss, metrics: [any Metric] = [],
    classWeights: ClassWeights? = nil, batchSize: Int = 32, epochs: Int = 1, shuffles: Bool = true,
    shuffleWindow: Int? = nil, carriesPartialBatches: Bool = false, evaluatesAfterEpoch: Bool = false,
    evaluationInterval: Int = 1, stopsOnDivergence: Bool = true, callbacks: [any Callback] = [],
    seed: UInt64 = 0, threads: Int? = nil,
    isCancelled: (@Sendable () -> Bool)? = nil,
    save: (@Sendable (TrainedNetwork, String) throws -> Void)? = nil
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
    self.threads = threads
    self.isCancelled = isCancelled
    self.save = save
  }
}
