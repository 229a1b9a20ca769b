import Testing
import Vintner

/// Curves over seeds.
struct ExperimentCurvesTests {
  @Test func haveMedianAndQuartilesOfEveryEpoch() throws {
    let results = try Experiment(Descent(rate: 0.05, steps: 12), seeds: 5, recordEvery: 5).run()
    let curve = try #require(results.curves(of: .trainLoss).first)
    #expect(curve.epochs == [5, 10, 12])
    // Seeds 1 to 5: 5·s²·0.25ⁿ; the quartiles are those of the seeds 2, 3 and 4.
    for (place, epoch) in curve.epochs.enumerated() {
      let values = [curve.lowerQuartile, curve.median, curve.upperQuartile].map { $0[place] }
      for (value, seed) in zip(values, [2.0, 3, 4]) {
        let loss = Descent.loss(rate: 0.05, seed: seed, steps: epoch)
        #expect(abs(value - loss) <= 1e-9 * loss)
      }
    }
    #expect(results.curves(of: .testAccuracy)[0].epochs == [])
  }

  /// Seeds that take long: the run of an even seed diverges after so many steps.
  private struct Fragile: Trial {
    var survives = 4
    func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
      let isStopped = seed == 1
      let lasts = isStopped ? 2 : Int(seed) <= survives ? 6 : 4
      let curve = (1...lasts).map { RunPoint(epoch: $0, trainLoss: Double(seed), testLoss: Double(seed)) }
      let diverges = !isStopped && lasts == 4
      return TrialOutcome(
        curve: curve, final: diverges ? nil : curve.last, ending: diverges ? .diverged : .completed)
    }
  }

  @Test func keepStoppedRunsAndLeaveDivergedOnesOut() throws {
    // Seed 1 stops early after 2 epochs, seeds 2 to 4 run to 6, seeds 5 and 6 diverge after 4.
    let curve = try Experiment(Fragile(), seeds: 6).run().curves(of: .testLoss)[0]
    #expect(curve.epochs == [1, 2, 3, 4, 5, 6])
    #expect(curve.median == [3.5, 3.5, 3.5, 3.5, 2.5, 2.5])
    // With two survivors of six there are too few left behind epoch 4.
    #expect(
      try Experiment(Fragile(survives: 2), seeds: 6).run().curves(of: .testLoss)[0].epochs == [1, 2, 3, 4])
  }
}
