import Foundation
import Synchronization
import TestSupport
import Testing
import Vintner

/// Experiments in memory, on runs whose losses can be computed by hand.
struct ExperimentTests {
  @Test func runsEveryVariationWithEverySeed() throws {
    let results = try Experiment(Descent(), seeds: 3, recordEvery: 5).varying(\.rate, [0.01, 0.05]).run()
    #expect(results.isComplete)
    #expect(results.variedSettings == ["rate"])
    #expect(results.variations.map(\.label) == ["0.01", "0.05"])
    #expect(results.runs.map(\.seed) == [1, 2, 3, 1, 2, 3])
    for run in results.runs {
      let rate = [0.01, 0.05][run.variation]
      #expect(run.curve.map(\.epoch) == [5, 10, 15, 20])
      for point in run.curve {
        let loss = Descent.loss(rate: rate, seed: Double(run.seed), steps: point.epoch)
        #expect(abs(point.trainLoss - loss) <= 1e-9 * loss)
        #expect(point.testLoss == 2 * point.trainLoss)
      }
    }
    // The middle seed, 2, has the median: 2 · 5 · 2² · (1 − 0.5)⁴⁰.
    let median = try #require(results["0.05"].statistics(of: .testLoss)?.median)
    #expect(abs(median - 40 * pow(0.5, 40)) < 1e-20)
  }

  /// The loss grows with the seed. At 0.9 the factor is 8: the square of seed · 8ⁿ is infinite for n = 170.
  @Test(arguments: [(1, 1), (2, 1), (4, 2), (5, 3)])
  func theMedianRunIsTheMiddleOne(_ seeds: Int, _ middle: UInt64) throws {
    var experiment = Experiment(Descent(), seeds: seeds)
    #expect(try experiment.run().variations[0].medianRun.seed == middle)
    experiment.seeds.reverse()
    #expect(try experiment.run().variations[0].medianRun.seed == middle)
    let diverged = try Experiment(Descent(rate: 0.9, steps: 400), seeds: seeds).run().variations[0]
    #expect(diverged.divergedShare == 1 && diverged.medianRun.isDiverged)
  }

  @Test func givesTheSameWithAnyNumberOfThreads() throws {
    let experiment = Experiment(Descent(), seeds: 7, recordEvery: 3)
      .varying(\.rate, [0.01, 0.1, 0.5]).varying(\.steps, [3, 300]).combined(.grid)
    let one = try experiment.run(threads: 1).curvesFrame
    #expect(one == (try experiment.run(threads: 5).curvesFrame))
    #expect(one.rowCount > 100)
  }

  @Test func putsVariationsTogether() throws {
    let base = Experiment(Descent(), seeds: 1).varying(\.rate, [0.01, 0.02]).varying(\.steps, [1, 2, 3])
    #expect(
      try base.run().variations.map(\.label) == ["rate 0.01", "rate 0.02", "steps 1", "steps 2", "steps 3"])
    #expect(try base.run()["steps 3"].runs[0].curve.map(\.epoch) == [3])
    #expect(
      try base.combined(.grid).run().variations.map(\.label) == [
        "rate 0.01, steps 1", "rate 0.01, steps 2", "rate 0.01, steps 3", "rate 0.02, steps 1",
        "rate 0.02, steps 2", "rate 0.02, steps 3",
      ])
    #expect(try Experiment(Descent(), seeds: 2).run().variations.map(\.label) == ["base"])
    let named = Experiment(Descent(), seeds: 1)
      .varying("pace", ["slow": { $0.rate = 0.01 }, "fast": { $0.rate = 0.1 }])
    #expect(try #require(named.run()["fast"].runs[0].final).trainLoss < 1e-30)
    #expect(try #require(named.run()["slow"].runs[0].final).trainLoss > 0.01)
  }

  /// Values of several settings are told apart by the settings' names, and samples that are drawn twice by a number.
  @Test func noTwoVariationsHaveOneName() throws {
    let base = Experiment(Descent(), seeds: 1)
    let results = try base.varying("pace", ["2": { $0.rate = 0.01 }, "3": { $0.rate = 0.02 }])
      .varying(\.steps, [2, 3]).run()
    #expect(results.variations.map(\.label) == ["pace 2", "pace 3", "steps 2", "steps 3"])
    #expect(results["steps 3"].changes.map(\.name) == ["steps"])
    #expect(results.summary.rowCount == 4 && "\(results)".contains("\nsteps 3 "))
    #expect(results.curves(of: .testLoss).map(\.label) == results.variations.map(\.label))
    #expect(ExperimentReport(results).markdown.contains("| steps 3 |"))
    let drawn = try base.varying(\.steps, [2, 3]).combined(.random(count: 5, seed: 1)).run()
    #expect(Set(drawn.variations.map(\.label)).count == 5)
    #expect(drawn.variations.contains { $0.label == "2 (2)" || $0.label == "3 (2)" })
  }

  @Test func samplesWithinTheRange() throws {
    let experiment = Experiment(Descent(), seeds: 1)
      .varying(Variation(\.rate, in: 0.0001...0.1, scale: .logarithmic))
      .varying(Variation(\.steps, in: 1...3, scale: .linear))
      .combined(.random(count: 300, seed: 4))
    let frame = try experiment.run().frame
    let rates = try frame["rate"].values(as: Double.self).compactMap { $0 }
    let steps = try frame["steps"].values(as: Int.self).compactMap { $0 }
    #expect(rates.count == 300 && rates.allSatisfy { 0.0001...0.1 ~= $0 })
    // Each decade has a third of them: 100, with a standard deviation of √(300·⅓·⅔) = 8.2.
    for decade in [0.0001, 0.001, 0.01] {
      #expect(abs(rates.count { decade..<10 * decade ~= $0 } - 100) < 33)
    }
    for value in 1...3 { #expect(abs(steps.count { $0 == value } - 100) < 33) }
    #expect(try experiment.run().frame["rate"] == frame["rate"])
    let other = try experiment.combined(.random(count: 300, seed: 5)).run().frame
    #expect(try other["rate"] != frame["rate"])
  }

  @Test func countsWhatDiverged() throws {
    let criterion = Convergence(.testLoss, below: 0.001)
    let results = try Experiment(Descent(steps: 600), seeds: 4, converged: criterion)
      .varying(\.rate, [0.0001, 0.05, 0.9]).run()
    #expect(results.variations.map(\.divergedShare) == [0, 0, 1])
    #expect(results.variations.map(\.convergedShare) == [0, 1, 0])
    #expect(results["0.9"].statistics(of: .testLoss) == nil)
    // 10 · seed² · 0.5²ⁿ < 0.001 needs n > 6.6 for seed 1 and 8.6 for seed 4: recorded at 10.
    #expect(results["0.05"].convergedEpochs?.median == 10)
    // (1 − 9)²ⁿ · 5 · seed² leaves the range of doubles at n = 171: 1.8e308 = 5 · 8³⁴⁰·⁵.
    #expect(results["0.9"].runs[0].curve.last?.epoch == 170)
    let summary = results.summary
    #expect(
      summary.columnNames == [
        "rate", "runs", "converged", "diverged", "train_loss", "test_loss", "test_loss_q1", "test_loss_q3",
        "test_loss_mean", "test_loss_sd", "converged_epoch", "seconds",
      ])
    #expect(try summary["test_loss"].isMissing(2))
    #expect(try summary["rate"].values(as: Double.self) == [0.0001, 0.05, 0.9])
  }

  @Test func printsARowPerVariation() throws {
    // After one step with the rate 0.05: 10 · seed² · 0.5² = 2.5, 10, 22.5; quartiles halfway between them.
    let results = try Experiment(Descent(steps: 1), seeds: 3, converged: .init(.testLoss, below: 5))
      .varying(\.rate, [0.05, 1e200]).run()
    #expect(
      "\(results)" == """
        rate    runs  converged  diverged  test loss      quartiles
        0.05       3       33 %       0 %         10  6.25 to 16.25
        1e+200     3        0 %     100 %          –              –
        """)
  }

  @Test func reachesAnAccuracyFromBelow() throws {
    let criterion = Convergence(.testAccuracy, atLeast: 0.99)
    let results = try Experiment(Descent(classifies: true), seeds: 2, converged: criterion)
      .varying(\.steps, [1, 20]).run()
    #expect(results.metrics == RunMetric.allCases)
    #expect(results.variations.map(\.convergedShare) == [0, 1])
    #expect(results.frame.columnNames.contains("test_accuracy"))
  }

  @Test func endsWhenItIsCancelled() throws {
    let asked = Atomic<Int>(0)
    let results = try Experiment(Descent(steps: 10), seeds: 10).varying(\.rate, [0.01, 0.02])
      .run(threads: 1, isCancelled: { asked.wrappingAdd(1, ordering: .relaxed).newValue > 35 })
    // It is asked once before each run and ten times during it: the fourth run is interrupted.
    #expect(results.runs.count == 3)
    #expect(!results.isComplete && results.plannedRuns == 20)
    // Seed after seed: both variations have results.
    #expect(results.variations.map(\.runs.count) == [2, 1])
  }

  @Test func reportsItsProgress() throws {
    let told = Mutex<[ExperimentProgress]>([])
    _ = try Experiment(Descent(), seeds: 3).varying(\.rate, [0.01, 0.02])
      .run { progress in told.withLock { $0.append(progress) } }
    let progress = told.withLock { $0 }
    #expect(progress.map(\.finishedRuns) == progress.map(\.finishedRuns).sorted())
    #expect(progress.last?.finishedRuns == 6 && progress.last?.share == 1 && progress.last?.secondsLeft == 0)
    #expect(progress.allSatisfy { $0.runs == 6 && $0.share <= 1 })
  }

  @Test func refusesImpossibleExperiments() throws {
    let twice = Experiment(Descent(), seeds: 1).varying(\.rate, [0.1]).varying(\.rate, [0.2])
    try expect("The setting rate is there twice: leave one of them out.", of: twice)
    let range = Experiment(Descent(), seeds: 1).varying(Variation(\.rate, in: 0...1, scale: .linear))
    try expect(
      "\"rate\" varies in a range, from which only random search draws: give its values, or combine at random.",
      of: range)
    var seeds = Experiment(Descent())
    seeds.seeds = [3, 4, 3]
    try expect("The seed 3 is there twice: leave one of them out.", of: seeds)
  }

  private func expect(_ sentence: String, of experiment: Experiment<Descent>) throws {
    let error = #expect(throws: ExperimentError.self) { try experiment.run() }
    #expect(error.map { "\($0)" } == sentence)
  }
}
