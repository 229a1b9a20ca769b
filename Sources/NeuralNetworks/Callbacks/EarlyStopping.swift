/// Ends training when a figure has stopped improving.
///
/// An epoch improves where its figure is better than the best by more than `minDelta`. Training stops
/// after the `patience`-th epoch in a row that did not improve, and never after a fit's first epoch.
/// Source: Keras, `keras.callbacks.EarlyStopping`.
public struct EarlyStopping: Callback, Configurable, Equatable {
  public static let kind = "early_stopping"

  /// The name of the figure that is watched.
  public var monitor: String
  /// How much better is better, in the units of the figure, 0 or more.
  public var minDelta: Double
  /// How many epochs without improvement end training, 0 or more.
  public var patience: Int
  /// Whether lower or higher is better.
  public var mode: MonitorMode
  /// A figure that an epoch must improve on, too; `nil` for none.
  public var baseline: Double?
  /// Whether the network ends with the best epoch's weights.
  public var restoreBestWeights: Bool
  /// How many epochs of a fit to let pass before watching, 0 or more.
  public var startFromEpoch: Int

  private var best: Double?
  private var epochsWithoutImprovement = 0
  private var epochsSeen = 0

  /// Creates the callback; its defaults are Keras's.
  ///
  /// - Parameters:
  ///   - monitor: the name of the figure. Default: `val_loss`.
  ///   - minDelta: how much better is better, in the units of the figure, 0 or more. Default 0.
  ///   - patience: how many epochs without improvement end training, 0 or more. Default 0, which stops as 1
  ///     does.
  ///   - mode: whether lower or higher is better. Default: by the figure's name.
  ///   - baseline: a figure that an epoch must improve on, beside the best, for patience to begin anew.
  ///     Default: none.
  ///   - restoreBestWeights: whether the network ends with the best epoch's weights, whatever ended
  ///     training. Default `false`.
  ///   - startFromEpoch: how many epochs of a fit to let pass before watching, 0 or more. Default 0.
  /// - Precondition: every option lies in its range.
  public init(
    monitor: String = "val_loss", minDelta: Double = 0, patience: Int = 0, mode: MonitorMode = .auto,
    baseline: Double? = nil, restoreBestWeights: Bool = false, startFromEpoch: Int = 0
  ) {
    self.monitor = monitor
    self.minDelta = minDelta
    self.patience = patience
    self.mode = mode
    self.baseline = baseline
    self.restoreBestWeights = restoreBestWeights
    self.startFromEpoch = startFromEpoch
    checkOptions()
  }

  public static var defaults: Self { Self() }

  public static var options: [ConfigurableOption<Self>] {
    [
      ConfigurableOption("monitor", \.monitor),
      ConfigurableOption("min_delta", \.minDelta, .zeroOrMore),
      ConfigurableOption("patience", \.patience, .zeroOrMore),
      ConfigurableOption("mode", \.mode),
      ConfigurableOption("baseline", \.baseline),
      ConfigurableOption("restore_best_weights", \.restoreBestWeights),
      ConfigurableOption("start_from_epoch", \.startFromEpoch, .zeroOrMore),
    ]
  }

  public mutating func trainingBegins() {
    best = nil
    epochsWithoutImprovement = 0
    epochsSeen = 0
  }

  public mutating func epochEnded(_ figures: EpochFigures) -> [TrainingRequest] {
    epochsSeen += 1
    guard let current = figures[monitor], epochsSeen > startFromEpoch else { return [] }
    let watched = Monitor(name: monitor, mode: mode, minDelta: minDelta)
    epochsWithoutImprovement += 1
    if watched.improves(current, on: best) {
      best = current
      if watched.improves(current, on: baseline) { epochsWithoutImprovement = 0 }
      return restoreBestWeights ? [.keepWeights] : []
    }
    guard epochsWithoutImprovement >= patience && epochsSeen > 1 else { return [] }
    let counted = epochsWithoutImprovement == 1 ? "1 epoch" : "\(epochsWithoutImprovement) epochs"
    return [.stop(reason: "\(monitor) has not improved for \(counted)")]
  }
}
