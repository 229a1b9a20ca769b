/// Sets the learning rate before every epoch.
///
///     LearningRateScheduler { epoch, rate in epoch < 10 ? rate : rate * 0.9 }
///
/// The history gets a column `learning_rate`. For a rate that changes with every update, give the optimizer
/// a ``LearningRate`` that is a schedule.
/// Source: Keras, `keras.callbacks.LearningRateScheduler`.
public struct LearningRateScheduler: Callback {
  private let rate: @Sendable (_ epoch: Int, _ learningRate: Double) -> Double

  /// Creates the callback. A rate that is not above 0 stops the program.
  ///
  /// - Parameter rate: gets the epoch, counted from 0 as Keras counts here, and the rate so far; returns the
  ///   rate of the epoch, above 0.
  public init(_ rate: @escaping @Sendable (_ epoch: Int, _ learningRate: Double) -> Double) {
    self.rate = rate
  }

  public var reportsLearningRate: Bool { true }

  public mutating func epochBegins(_ epoch: Int, learningRate: Double) -> [TrainingRequest] {
    [.setLearningRate(rate(epoch - 1, learningRate))]
  }
}

/// Adds a column `learning_rate` to the history: the rate at the end of an epoch, which is that of the update
/// after it.
///
/// Source: Keras, what `keras.callbacks.LearningRateScheduler` adds to the logs.
public struct LearningRateLog: Callback, Configurable, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration("learning_rate_log", defaults: Self())
  }

  /// Creates the callback. It has no options.
  public init() {}

  public var reportsLearningRate: Bool { true }
}

/// Lowers the learning rate when a metric has stopped improving.
///
///     rate = max(rate · factor, minLearningRate)
///
/// The history gets a column `learning_rate`: each epoch's, before it is lowered.
/// Source: Keras, `keras.callbacks.ReduceLROnPlateau`.
public struct ReduceLearningRateOnPlateau: Callback, Configurable, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "reduce_lr_on_plateau", defaults: Self(),
      options: [
        ConfigurableOption("monitor", \.monitor),
        ConfigurableOption("factor", \.factor, AllowedValues("lies in (0, 1)") { $0 > 0 && $0 < 1 }),
        ConfigurableOption("patience", \.patience, .zeroOrMore),
        ConfigurableOption("mode", \.mode),
        ConfigurableOption("min_delta", \.minDelta, .zeroOrMore),
        ConfigurableOption("cooldown", \.cooldown, .zeroOrMore),
        ConfigurableOption("min_lr", \.minLearningRate, .zeroOrMore, label: "minLearningRate"),
      ])
  }

  /// The name of the metric that is watched.
  public var monitor: String
  /// What the rate is multiplied by, in (0, 1).
  public var factor: Double
  /// How many epochs without improvement lower the rate, 0 or more.
  public var patience: Int
  /// Whether lower or higher is better, by default as the metric's name says.
  public var mode: MonitorMode
  /// The smallest difference that counts as an improvement, in the metric's units, 0 or more.
  public var minDelta: Double
  /// How many epochs after a lowering do not count, 0 or more.
  public var cooldown: Int
  /// The rate does not go below it, 0 or more.
  public var minLearningRate: Double

  private var best: Double?
  private var epochsWithoutImprovement = 0
  private var epochsToCoolDown = 0

  /// Creates the callback from its properties; the defaults are Keras's.
  ///
  /// - Precondition: every option lies in its range.
  public init(
    monitor: String = "val_loss", factor: Double = 0.1, patience: Int = 10, mode: MonitorMode = .auto,
    minDelta: Double = 1e-4, cooldown: Int = 0, minLearningRate: Double = 0
  ) {
    self.monitor = monitor
    self.factor = factor
    self.patience = patience
    self.mode = mode
    self.minDelta = minDelta
    self.cooldown = cooldown
    self.minLearningRate = minLearningRate
    checkOptions()
  }

  public var reportsLearningRate: Bool { true }

  public mutating func trainingBegins() {
    best = nil
    epochsWithoutImprovement = 0
    epochsToCoolDown = 0
  }

  public mutating func epochEnded(_ metrics: EpochMetrics) -> [TrainingRequest] {
    guard let current = metrics[monitor] else { return [] }
    epochsToCoolDown = max(epochsToCoolDown - 1, 0)
    if Monitor(name: monitor, mode: mode, minDelta: minDelta).improves(current, on: best) {
      best = current
      epochsWithoutImprovement = 0
      return []
    }
    guard epochsToCoolDown == 0 else { return [] }
    epochsWithoutImprovement += 1
    guard epochsWithoutImprovement >= patience, Float(metrics.learningRate) > Float(minLearningRate) else {
      return []
    }
    epochsToCoolDown = cooldown
    epochsWithoutImprovement = 0
    return [.setLearningRate(max(metrics.learningRate * factor, minLearningRate))]
  }

  public var memory: [String: Double] {
    get {
      var memory = [
        "epochs_without_improvement": Double(epochsWithoutImprovement),
        "epochs_to_cool_down": Double(epochsToCoolDown),
      ]
      memory["best"] = best
      return memory
    }
    set {
      best = newValue["best"]
      epochsWithoutImprovement = Int(exactly: newValue["epochs_without_improvement"] ?? 0) ?? 0
      epochsToCoolDown = Int(exactly: newValue["epochs_to_cool_down"] ?? 0) ?? 0
    }
  }
}
