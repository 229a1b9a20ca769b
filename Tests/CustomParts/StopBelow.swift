import Vintner

/// Ends training when its loss was below a limit for some epochs.
struct StopBelow: Callback, Configurable, Equatable {
  static var configuration: Configuration<Self> {
    Configuration(
      "stop_below", inKeras: nil, defaults: Self(loss: 0.01),
      options: [
        ConfigurableOption("loss", \.loss, .aboveZero, isRequired: true),
        ConfigurableOption("epochs", \.epochs, .aboveZero),
      ])
  }

  var loss: Double
  var epochs: Int
  private var count = 0

  init(loss: Double, epochs: Int = 2) {
    self.loss = loss
    self.epochs = epochs
    checkOptions()
  }

  mutating func epochEnded(_ metrics: EpochMetrics) -> [TrainingRequest] {
    count = metrics["loss"].map { $0 < loss } == true ? count + 1 : 0
    return count < epochs ? [] : [.stop(reason: "the loss was below \(loss) for \(epochs) epochs")]
  }

  var memory: [String: Double] {
    get { ["count": Double(count)] }
    set { count = Int(newValue["count"] ?? 0) }
  }
}
