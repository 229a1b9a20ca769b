/// Ends training when a metric has stopped improving.
///
/// An epoch improves where its value is better than the best by more than `minDelta`, or than `relativeDelta` of the
/// best, which suits a loss of any size. Training stops
/// after the `patience`-th epoch in a row that did not improve, and never after a fit's first epoch.
/// Source: Keras, `keras.callbacks.EarlyStopping`.
public struct EarlyStopping: Callback, Configurable, Equatable {
  public static var kerasModule: String? { "keras.callbacks" }
  public static var configuration: Configuration<Self> {
    Configuration(
      "early_stopping", defaults: Self(),
      options: [
        ConfigurableOption("monitor", \.monitor),
        ConfigurableOption("min_delta", \.minDelta, .zeroOrMore),
        ConfigurableOption("relative_delta", \.relativeDelta, .zeroOrMore),
        ConfigurableOption("patience", \.patience, .zeroOrMore),
        ConfigurableOption("mode", \.mode),
        ConfigurableOption("baseline", \.baseline),
        ConfigurableOption("restore_best_weights", \.restoreBestWeights),
        ConfigurableOption("start_from_epoch", \.startFromEpoch, .zeroOrMore),
      ])
  }

  /// The name of the metric that is watched.
  public var monitor: String
  /// The smallest difference that counts as an improvement, in the metric's units, 0 or more.
  public var minDelta: Double
  /// The smallest difference that counts as an improvement, as a share of the best value so far, 0 or more; `nil` for
  /// `minDelta` alone. Where `minDelta` is above 0, the smaller of the two counts. Keras has no such option.
  public var relativeDelta: Double?
  /// How many epochs without improvement end training, 0 or more; 0 stops as 1 does.
  public var patience: Int
  /// Whether lower or higher is better, by default as the metric's name says.
  public var mode: MonitorMode
  /// A value that an epoch must improve on, besides the best, for patience to begin anew; `nil` for none.
  public var baseline: Double?
  /// Whether the network ends with the best epoch's weights, whatever ended training.
  public var restoreBestWeights: Bool
  /// How many epochs of a fit to skip before watching, 0 or more.
  public var startFromEpoch: Int

  private var best: Double?
  private var epochsWithoutImprovement = 0
  private var epochsSeen = 0

  /// Creates the callback from its properties; the defaults are Keras's.
  ///
  /// - Precondition: every option lies in its range.
  public init(
    monitor: String = "val_loss", minDelta: Double = 0, patience: Int = 0, mode: MonitorMode = .auto,
    baseline: Double? = nil, restoreBestWeights: Bool = false, startFromEpoch: Int = 0,
    relativeDelta: Double? = nil
  ) {
    self.monitor = monitor
    self.minDelta = minDelta
    self.relativeDelta = relativeDelta
    self.patience = patience
    self.mode = mode
    self.baseline = baseline
    self.restoreBestWeights = restoreBestWeights
    self.startFromEpoch = startFromEpoch
    checkOptions()
  }

  /// The callback that never stops and restores the weights of the best epoch at the end: for a schedule that is to
  /// be followed to its end.
  ///
  /// - Parameter monitor: what is watched. Default: the validation loss.
  public static func bestEpoch(of monitor: String = "val_loss") -> EarlyStopping {
    EarlyStopping(monitor: monitor, patience: Int(Int32.max), restoreBestWeights: true)
  }

  public mutating func trainingBegins() {
    best = nil
    epochsWithoutImprovement = 0
    epochsSeen = 0
  }

  public mutating func epochEnded(_ metrics: EpochMetrics) -> [TrainingRequest] {
    epochsSeen += 1
    guard let current = metrics[monitor], epochsSeen > startFromEpoch else { return [] }
    let watched = Monitor(name: monitor, mode: mode, minDelta: smallestImprovement)
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

  private var smallestImprovement: Double {
    guard let relativeDelta, let best else { return minDelta }
    let share = relativeDelta * abs(best)
    return minDelta > 0 ? min(minDelta, share) : share
  }

  public var memory: [String: Double] {
    get {
      var memory = [
        "epochs_without_improvement": Double(epochsWithoutImprovement), "epochs_seen": Double(epochsSeen),
      ]
      memory["best"] = best
      return memory
    }
    set {
      best = newValue["best"]
      epochsWithoutImprovement = Int(exactly: newValue["epochs_without_improvement"] ?? 0) ?? 0
      epochsSeen = Int(exactly: newValue["epochs_seen"] ?? 0) ?? 0
    }
  }
}

/// Ends training quietly when the loss is NaN or infinite, rather than with an error.
///
/// The network then has the best epoch's weights; where no epoch ended before, they may be NaN themselves.
/// Source: Keras, `keras.callbacks.TerminateOnNaN`.
public struct StopOnNaN: Callback, Configurable, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration("terminate_on_nan", defaults: Self())
  }

  /// Creates the callback. It has no options.
  public init() {}

  public mutating func lossDiverged(epoch: Int, batch: Int) -> [TrainingRequest] {
    [.stop(reason: "the loss became NaN or infinite in epoch \(epoch), batch \(batch)")]
  }
}
