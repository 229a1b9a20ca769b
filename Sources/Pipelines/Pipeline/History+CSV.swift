import NeuralNetworks

extension History {
  /// The history as CSV: a row an epoch, `epoch` first, then every figure, `seconds` last.
  ///
  /// Figures are written with as many digits as it takes to read the same figure back.
  public var csv: String {
    var text = "epoch," + names.map { $0 + "," }.joined() + "seconds\n"
    for epoch in 0..<epochs {
      text += "\(epoch + 1)," + names.map { "\(self[$0][epoch])," }.joined() + "\(seconds[epoch])\n"
    }
    return text
  }
}
