/// Lowers the learning rate when a figure has stopped improving.
///
///     rate = max(rate · factor, minLearningRate)
///
/// The history gets a column `learning_rate`: each epoch's, before it is lowered.
/// Source: Keras, `keras.callbacks.ReduceLROnPlateau`.
public struct ReduceLearningRateOnPlateau: Callback, Configurable, Equatable {
  public static let kind = "reduce_lr_on_plateau"

  /// The name of the figure that is watched.
  public var monitor: String
  /// What the rate is multiplied by, in (0, 1).
  public var factor: Double
  /// How many epochs without improvement lower the rate, 0 or more.
  public var patience: Int
  /// Whether lower or higher is better.
  public var mode: MonitorMode
  /// How much better is better, in the units of the figure, 0 or more.
  public var minDelta: Double
  /// How many epochs after a lowering do not count, 0 or more.
  public var cooldown: Int
  /// The rate does not go below it, 0 or more.
  public var minLearningRate: Double

  private var best: Double?
  private var epochsWithoutImprovement = 0
  private var epochsToCoolDown = 0

  /// Creates the callback; its defaults are Keras's.
  ///
  /// - Parameters:
  ///   - monitor: the name of the figure. Default: `val_loss`.
  ///   - factor: what the rate is multiplied by, in (0, 1). Default 0.1.
  ///   - patience: how many epochs without improvement lower the rate, 0 or more. Default 10.
  ///   - mode: whether lower or higher is better. Default: by the figure's name.
  ///   - minDelta: how much better is better, in the units of the figure, 0 or more. Default 0.0001.
  ///   - cooldown: how many epochs after a lowering do not count, 0 or more. Default 0.
  ///   - minLearningRate: the rate does not go below it, 0 or more. Default 0.
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

  public static var defaults: Self { Self() }

  public static var options: [ConfigurableOption<Self>] {
    [
      ConfigurableOption("monitor", \.monitor),
      ConfigurableOption("factor", \.factor, AllowedValues("lies in (0, 1)") { $0 > 0 && $0 < 1 }),
      ConfigurableOption("patience", \.patience, .zeroOrMore),
      ConfigurableOption("mode", \.mode),
      ConfigurableOption("min_delta", \.minDelta, .zeroOrMore),
      ConfigurableOption("cooldown", \.cooldown, .zeroOrMore),
      ConfigurableOption("min_lr", \.minLearningRate, .zeroOrMore, label: "minLearningRate"),
    ]
  }

  public var reportsLearningRate: Bool { true }

  public mutating func trainingBegins() {
    best = nil
    epochsWithoutImprovement = 0
    epochsToCoolDown = 0
  }

  public mutating func epochEnded(_ figures: EpochFigures) -> [TrainingRequest] {
    guard let current = figures[monitor] else { return [] }
    epochsToCoolDown = max(epochsToCoolDown - 1, 0)
    if Monitor(name: monitor, mode: mode, minDelta: minDelta).improves(current, on: best) {
      best = current
      epochsWithoutImprovement = 0
      return []
    }
    guard epochsToCoolDown == 0 else { return [] }
    epochsWithoutImprovement += 1
    guard epochsWithoutImprovement >= patience, Float(figures.learningRate) > Float(minLearningRate) else {
      return []
    }
    epochsToCoolDown = cooldown
    epochsWithoutImprovement = 0
    return [.setLearningRate(max(figures.learningRate * factor, minLearningRate))]
  }
}
