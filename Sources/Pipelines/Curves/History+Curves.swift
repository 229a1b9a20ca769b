import Charts
import NeuralNetworks

extension History {
  /// The history as CSV: a row an epoch, `epoch` first, then every metric, `seconds` last.
  ///
  /// Numbers are written with as many digits as it takes to read the same number back.
  public var csv: String {
    var text = "epoch," + names.map { $0 + "," }.joined() + "seconds\n"
    for epoch in 0..<epochs {
      text += "\(epoch + 1)," + names.map { "\(self[$0][epoch])," }.joined() + "\(seconds[epoch])\n"
    }
    return text
  }
}

extension LearningCurves {
  /// The curves of a history, with the epoch marked whose weights the network has.
  public init(_ history: History, lossName: String = "loss", markName: String = "best epoch") {
    self.init(
      loss: history.loss, validationLoss: history.validationLoss, bestEpoch: history.keptEpoch,
      lossName: lossName, markName: markName)
  }
}
