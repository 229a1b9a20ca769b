import NeuralNetworks

extension LearningRateSweep {
  /// The sweep as CSV: a row an update, `learning_rate`, `loss` and `smoothed_loss`.
  ///
  /// Figures are written with as many digits as it takes to read the same figure back.
  public var csv: String {
    "learning_rate,loss,smoothed_loss\n"
      + rates.indices.map { "\(rates[$0]),\(losses[$0]),\(smoothedLosses[$0])\n" }.joined()
  }
}
