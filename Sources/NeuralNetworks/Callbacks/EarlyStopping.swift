/// Ends training when a figure has stopped improving.
///
/// An epoch improves where its figure is better than the best by more than `minDelta`. Training stops
/// after the `patience`-th epoch in a row that did not improve, and never after the first epoch.
/// Figures are compared in single precision, as Keras does.
/// Source: Keras, `keras.callbacks.EarlyStopping`.
public struct EarlyStopping: Callback, Equatable {
  public var monitor: String
  public var minDelta: Double
  public var patience: Int
  public var restoreBestWeights: Bool

  private var best: Double?
  private var epochsWithoutImprovement = 0

  /// - Parameters:
  ///   - monitor: the name of the figure. Default: `val_loss`.
  ///   - minDelta: how much better is better, 0 or more. Default 0.
  ///   - patience: how many epochs without improvement end training. Default 0, which stops as 1 does.
  ///   - restoreBestWeights: whether the network ends with the best epoch's weights, whatever ended
  ///     training. Default `false`.
  public init(
    monitor: String = "val_loss", minDelta: Double = 0, patience: Int = 0, restoreBestWeights: Bool = false
  ) {
    precondition(minDelta >= 0, "A smallest improvement is 0 or more, received \(minDelta).")
    precondition(patience >= 0, "A patience is 0 epochs or more, received \(patience).")
    self.monitor = monitor
    self.minDelta = minDelta
    self.patience = patience
    self.restoreBestWeights = restoreBestWeights
  }

  public mutating func trainingBegins() {
    best = nil
    epochsWithoutImprovement = 0
  }

  public mutating func epochEnded(_ figures: EpochFigures) -> [TrainingRequest] {
    guard let current = figures[monitor] else { return [] }
    if improves(current) {
      best = current
      epochsWithoutImprovement = 0
      return restoreBestWeights ? [.keepWeights] : []
    }
    epochsWithoutImprovement += 1
    guard epochsWithoutImprovement >= patience && figures.epoch > 1 else { return [] }
    let counted = epochsWithoutImprovement == 1 ? "1 epoch" : "\(epochsWithoutImprovement) epochs"
    return [.stop(reason: "\(monitor) has not improved for \(counted)")]
  }

  private func improves(_ current: Double) -> Bool {
    guard let best else { return true }
    return Float(current + minDelta) < Float(best)
  }
}
