import Charts
import NeuralNetworks

extension LearningCurves {
  /// The curves of a history, with the epoch marked whose weights the network has.
  public init(_ history: History, lossName: String = "loss", markName: String = "best epoch") {
    self.init(
      loss: history.loss, validationLoss: history.validationLoss, bestEpoch: history.keptEpoch,
      lossName: lossName, markName: markName)
  }
}
