import NeuralNetworks
import Testing

struct EarlyStoppingTests {
  /// The epoch that stops training and the epochs whose weights are kept, for a sequence of `val_loss`.
  private func outcome(_ callback: EarlyStopping, _ values: [Double?]) -> (stop: Int?, kept: [Int]) {
    var callback = callback
    callback.trainingBegins()
    var kept: [Int] = []
    for (index, value) in values.enumerated() {
      let requests = callback.epochEnded(EpochMetrics(epoch: index + 1, ["val_loss": value]))
      if requests.contains(.keepWeights) { kept.append(index + 1) }
      if requests.contains(where: { if case .stop = $0 { true } else { false } }) { return (index + 1, kept) }
    }
    return (nil, kept)
  }

  @Test func stopsAfterAsManyEpochsWithoutImprovementAsItHasPatience() {
    #expect(outcome(EarlyStopping(patience: 2), [3, 2, 2.5, 2.4, 1]).stop == 4)
    #expect(outcome(EarlyStopping(patience: 3), [3, 2, 2.5, 2.4, 1, 1, 1]).stop == nil)
    #expect(outcome(EarlyStopping(patience: 3), [3, 2, 2.5, 2.4, 1, 1, 1, 1]).stop == 8)
  }

  @Test(arguments: [0, 1]) func stopsAtTheFirstEpochWithoutImprovement(patience: Int) {
    #expect(outcome(EarlyStopping(patience: patience), [3, 2, 2, 1]).stop == 3)
    #expect(outcome(EarlyStopping(patience: patience), [3, 2, 1]).stop == nil)
  }

  /// A share of the best loss so far, whatever its size: 1 % of 1 is 0.01, of 0.001 it is 0.00001.
  @Test(arguments: [1, 1e-3, 1e3]) func takesAShareOfTheBest(_ size: Double) {
    let relative = EarlyStopping(patience: 1, relativeDelta: 0.01)
    #expect(outcome(relative, [size, 0.9895 * size, 0.9785 * size]).stop == nil)
    #expect(outcome(relative, [size, 0.9905 * size]).stop == 2)
    // The smaller of both counts.
    let both = EarlyStopping(minDelta: 0.001, patience: 1, relativeDelta: 0.0125)
    #expect(outcome(both, [0.1, 0.0989]).stop == nil && outcome(both, [0.1, 0.0991]).stop == 2)
    #expect(outcome(both, [0.01, 0.00987]).stop == nil && outcome(both, [0.01, 0.00988]).stop == 2)
  }

  @Test func asksForMoreThanTheSmallestImprovement() {
    // From 1.0 to 0.9 is 0.1: no improvement where more than 0.1 is asked for, in single precision.
    #expect(outcome(EarlyStopping(minDelta: 0.1, patience: 1), [1, 0.9]).stop == 2)
    #expect(outcome(EarlyStopping(minDelta: 0.1, patience: 1), [1, 0.89]).stop == nil)
    // The reference is the best that improved, not the lowest: 0.92 after 0.95 is again 0.08 better than 1.
    #expect(outcome(EarlyStopping(minDelta: 0.1, patience: 2), [1, 0.95, 0.92]).stop == 3)
    #expect(outcome(EarlyStopping(minDelta: 0.1, patience: 3), [1, 0.95, 0.92, 0.89, 0.9]).stop == nil)
  }

  @Test func comparesInSinglePrecision() {
    // 1 − 10⁻⁹ is 1 in single precision.
    #expect(outcome(EarlyStopping(patience: 1), [1, 1 - 1e-9]).stop == 2)
    #expect(outcome(EarlyStopping(patience: 1), [1, 1 - 1e-7]).stop == nil)
  }

  @Test func keepsTheBestWeightsOnlyWhereAsked() {
    let values = [3, 2, 2.5, 1, 1.5, 1.5]
    #expect(outcome(EarlyStopping(patience: 2, restoreBestWeights: true), values) == (6, [1, 2, 4]))
    #expect(outcome(EarlyStopping(patience: 2), values) == (6, []))
  }

  /// Keras: an epoch without the value returns before anything is counted.
  @Test func skipsEpochsWithoutTheValue() {
    let callback = EarlyStopping(patience: 2, restoreBestWeights: true)
    #expect(outcome(callback, [nil, 3, nil, 2, nil, 2.5, nil, 2.4]) == (8, [2, 4]))
  }

  @Test func beginsAfresh() {
    var callback = EarlyStopping(patience: 1)
    for _ in 0..<2 {
      callback.trainingBegins()
      #expect(callback.epochEnded(EpochMetrics(epoch: 1, ["val_loss": 5])) == [])
      #expect(callback.epochEnded(EpochMetrics(epoch: 2, ["val_loss": 4])) == [])
    }
  }

  @Test func saysWhy() {
    var callback = EarlyStopping(patience: 1)
    _ = callback.epochEnded(EpochMetrics(epoch: 1, ["val_loss": 1]))
    #expect(
      callback.epochEnded(EpochMetrics(epoch: 2, ["val_loss": 1]))
        == [.stop(reason: "val_loss has not improved for 1 epoch")])
  }

  @Test func watchesNothingThatIsNotReported() {
    #expect(outcome(EarlyStopping(monitor: "val_mae", patience: 0), [1, 2, 3]).stop == nil)
  }

  @Test func watchesAScoreTheOtherWay() {
    func stop(_ mode: MonitorMode, monitor: String, _ values: [Double]) -> Int? {
      var callback = EarlyStopping(monitor: monitor, patience: 1, mode: mode)
      for (index, value) in values.enumerated()
      where !callback.epochEnded(EpochMetrics(epoch: index + 1, [monitor: value])).isEmpty {
        return index + 1
      }
      return nil
    }
    #expect(stop(.auto, monitor: "val_binary_accuracy", [0.5, 0.6, 0.7, 0.6]) == 4)
    for score in [
      "val_r2_score", "acc", "val_AUC", "val_auc_1", "val_BinaryAccuracy", "val_R2Score", "recall",
    ] {
      #expect(stop(.auto, monitor: score, [0.5, 0.6, 0.7, 0.6]) == 4, "\(score)")
    }
    #expect(stop(.auto, monitor: "val_mae", [0.5, 0.4, 0.3, 0.6]) == 4)
    #expect(stop(.max, monitor: "val_mae", [0.5, 0.6, 0.7, 0.6]) == 4)
    #expect(stop(.min, monitor: "val_auc", [0.5, 0.6]) == 2)
  }

  @Test func startsFromALaterEpoch() {
    // The first two epochs pass unseen; the third is the first best.
    let callback = EarlyStopping(patience: 1, restoreBestWeights: true, startFromEpoch: 2)
    #expect(outcome(callback, [1, 1, 3, 2, 2]) == (5, [3, 4]))
  }

  @Test func losesPatienceUnlessItBeatsTheBaseline() {
    // 3, 2.5, 2.2 improve without beating 2: patience runs, but only an epoch that does not improve stops.
    let callback = EarlyStopping(patience: 3, baseline: 2)
    #expect(outcome(callback, [3, 2.5, 2.2, 2.3]).stop == 4)
    #expect(outcome(callback, [3, 2.5, 1.9, 2.3, 2.3]).stop == nil)
    #expect(outcome(callback, [3, 2.5, 1.9, 2.3, 2.3, 2.3]).stop == 6)
  }

  @Test func neverStopsAfterTheFirstEpochOfAFit() {
    var callback = EarlyStopping()
    for _ in 0..<2 {
      callback.trainingBegins()
      #expect(callback.epochEnded(EpochMetrics(epoch: 11, ["val_loss": .infinity])) == [])
    }
  }
}
