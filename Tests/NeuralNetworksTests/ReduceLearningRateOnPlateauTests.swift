import NeuralNetworks
import Testing

struct ReduceLearningRateOnPlateauTests {
  /// The rate of each epoch, as the callback's requests leave it.
  private func rates(_ callback: ReduceLearningRateOnPlateau, from first: Double = 1, _ values: [Double?])
    -> [Double]
  {
    var callback = callback
    callback.trainingBegins()
    var rate = first
    return values.enumerated().map { index, value in
      defer {
        let metrics = EpochMetrics(epoch: index + 1, ["val_loss": value], learningRate: rate)
        for case .setLearningRate(let newRate) in callback.epochEnded(metrics) { rate = newRate }
      }
      return rate
    }
  }

  @Test func lowersTheRateAfterEpochsWithoutImprovement() {
    let callback = ReduceLearningRateOnPlateau(factor: 0.5, patience: 2, minDelta: 0)
    #expect(
      rates(callback, [5, 4, 4, 4, 4, 4, 3, 3, 3, 0]) == [1, 1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125])
  }

  @Test func asksForMoreThanTheSmallestImprovement() {
    let callback = ReduceLearningRateOnPlateau(factor: 0.5, patience: 1, minDelta: 0.25)
    #expect(rates(callback, [4, 3.75, 3.5, 3.5]) == [1, 1, 0.5, 0.5])
  }

  /// Keras: an epoch without the value counts for nothing, the cooldown included.
  @Test func skipsEpochsWithoutTheValue() {
    let callback = ReduceLearningRateOnPlateau(factor: 0.5, patience: 1, minDelta: 0)
    #expect(rates(callback, [nil, 4, nil, 4, nil, 4, nil]) == [1, 1, 1, 1, 0.5, 0.5, 0.25])
  }

  @Test func coolsDown() {
    // The lowering after epoch 2 lets two epochs pass: the next to count are 4 and 7.
    let callback = ReduceLearningRateOnPlateau(factor: 0.5, patience: 1, minDelta: 0, cooldown: 2)
    #expect(rates(callback, [1, 1, 1, 1, 1, 1, 1]) == [1, 1, 0.5, 0.5, 0.25, 0.25, 0.125])
  }

  @Test func staysAboveTheLowestRate() {
    let callback = ReduceLearningRateOnPlateau(factor: 0.5, patience: 1, minDelta: 0, minLearningRate: 0.4)
    #expect(rates(callback, [1, 1, 1, 1, 1]) == [1, 1, 0.5, 0.4, 0.4])
  }
}
