import Foundation
import Synchronization
import TestSupport
import Testing
import Vintner

@testable import Experiments

/// Comparisons: the figures of simple models are scikit-learn's, those of networks are `vintner train`'s.
struct ComparisonTests {
  private let wine: DataFrame
  private let run: RunConfiguration

  init() throws {
    wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    var run = RunConfiguration()
    run.target = TargetNames("quality")
    self.run = run
  }

  /// A network that is trained in an instant.
  private func network(_ units: Int, seed: Int = 0) -> Contender {
    var run = RunConfiguration()
    run.hidden = [units]
    run.epochs = 3
    run.seed = seed
    return .run("\(units) units", run)
  }

  private func scores(_ leaderboard: Leaderboard, _ name: String, _ score: Score) throws -> [Double] {
    try leaderboard.results[name].runs.map { try #require($0.scores?[score]) }
  }

  @Test func numbersAreScikitLearns() throws {
    let record = try ScikitLearn.record()
    let leaderboard = try Comparison(of: wine, run, contenders: [.baseline(.median), .baseline(.ridge)]).run()
    for (name, folds) in record.regression {
      #expect(try relativeDifference(scores(leaderboard, name, .meanAbsoluteError), folds.mae!) < 1e-11)
    }
    #expect(leaderboard.rows.map(\.name) == ["ridge", "median"] && leaderboard.score == .meanAbsoluteError)
    #expect(leaderboard.rows[0].difference == nil && leaderboard.tied.isEmpty)
    let difference = try #require(leaderboard.rows[1].difference)
    let found = [difference.mean, difference.interval.lowerBound, difference.interval.upperBound]
    #expect(relativeDifference(found, record.medianMinusRidge) < 1e-10)
  }

  @Test func twoClassesAreScikitLearns() throws {
    var run = run
    run.positiveFrom = 6
    let leaderboard = try Comparison(
      of: wine, run, contenders: SimpleModel.all(for: .classification).map(Contender.baseline), by: .auc
    ).run()
    for (name, folds) in try ScikitLearn.record().classification {
      #expect(try scores(leaderboard, name, .accuracy) == folds.accuracy!, "\(name)")
      #expect(try relativeDifference(scores(leaderboard, name, .auc), folds.auc!) < 1e-12, "\(name)")
    }
    #expect(leaderboard.rows.map(\.name) == ["logistic", "most-frequent"])
  }

  @Test func severalClassesAreScikitLearns() throws {
    var run = run
    run.task = .multiclass
    let leaderboard = try Comparison(
      of: wine, run, contenders: SimpleModel.all(for: .multiclass).map(Contender.baseline)
    ).run()
    for (name, folds) in try ScikitLearn.record().multiclass {
      #expect(try scores(leaderboard, name, .accuracy) == folds.accuracy!, "\(name)")
      #expect(try relativeDifference(scores(leaderboard, name, .logLoss), folds.logLoss!) < 1e-6, "\(name)")
    }
  }

  /// A network is trained on the other rows of a fold as on a table of its own, and sees nothing of the fold's.
  @Test func networksAreTrainedAsElsewhere() throws {
    let leaderboard = try Comparison(of: wine, run, contenders: [network(4)], folds: 3, repeats: 2).run()
    let found = try scores(leaderboard, "4 units", .meanAbsoluteError)
    for repetition in 0..<2 {
      var pipeline = RegressionPipeline(
        target: "quality", network: .dense(hidden: [4], activation: .relu), training: .redWine)
      pipeline.training.epochs = 3
      pipeline.training.seed = UInt64(repetition)
      let stopping = try RegressionPipeline(
        Preset.kerasRedWine.run(for: .regression).with { $0.target = run.target })
      pipeline.training.callbacks = stopping.training.callbacks
      for (number, fold) in try wine.folds(3, seed: UInt32(repetition)).enumerated() {
        let model = try pipeline.fitted(to: wine[rows: fold.training])
        let expected = try model.evaluate(wine[rows: fold.validation]).meanAbsoluteError
        #expect(found[3 * repetition + number] == expected)
      }
    }
  }

  /// The target is the city's level: codes alone do not tell a line, a column for each category does.
  @Test func embeddingsTakePart() throws {
    let rows = 0..<240
    let table = DataFrame(columns: [
      Column(name: "city", rows.map { "city \($0 * 17 % 30)" }),
      Column(name: "size", rows.map { Double($0 % 7) }),
      Column(name: "quality", rows.map { Double($0 * 17 % 30 * 11 % 30) }),
    ])
    var own = RunConfiguration()
    (own.hidden, own.epochs) = ([16], 60)
    var shared = run
    (shared.encode, shared.maxCategories) = (["embedding"], 8)
    let leaderboard = try Comparison(
      of: table, shared, contenders: [.baseline(.ridge), .baseline(.median), .run("embedding", own)], folds: 2
    ).run()
    #expect(leaderboard.rows[0].name == "ridge" && leaderboard.rows.allSatisfy { $0.mean != nil })
    let ridge = try scores(leaderboard, "ridge", .meanAbsoluteError)
    #expect(ridge.allSatisfy { $0 < 2 })
  }

  /// With `refit` the model that is scored is that of all rows outside the fold.
  @Test func aRunThatIsTrainedAgainIsScoredSo() throws {
    var own = RunConfiguration()
    own.hidden = [4]
    own.epochs = 3
    own.refit = true
    let leaderboard = try Comparison(of: wine, run, contenders: [.run("again", own)], folds: 2).run()
    let found = try scores(leaderboard, "again", .meanAbsoluteError)
    let pipeline = try RegressionPipeline(
      own.over(.kerasRedWine, for: .regression).with { $0.target = run.target })
    for (number, fold) in try wine.folds(2, seed: 0).enumerated() {
      let rows = wine[rows: fold.training]
      let again = try pipeline.refitted(pipeline.fitted(to: rows), to: rows)
      #expect(try found[number] == again.evaluate(wine[rows: fold.validation]).meanAbsoluteError)
      #expect(
        try found[number] != pipeline.fitted(to: rows).evaluate(wine[rows: fold.validation]).meanAbsoluteError
      )
    }
  }

  /// A bagging divides the rows outside the fold once more.
  @Test func aBaggingIsScoredAsOneModel() throws {
    var own = RunConfiguration()
    (own.hidden, own.epochs, own.folds, own.foldModels) = ([4], 3, 3, .bagging)
    let comparison = try Comparison(of: wine, run, contenders: [.run("bagging", own)], folds: 2)
    let found = try scores(comparison.run(), "bagging", .meanAbsoluteError)
    own.target = run.target
    for (number, fold) in try wine.folds(2, seed: 0).enumerated() {
      let model = try RegressionPipeline.fitted(own, to: wine[rows: fold.training])
      #expect(model.network.members.count == 3)
      #expect(try found[number] == model.evaluate(wine[rows: fold.validation]).meanAbsoluteError)
    }
    #expect(comparison.experiment.base.settings.contains { $0 == TrialSetting("networks", "3") })
  }

  @Test func resumesWithTheSameBits() throws {
    let scratch = Scratch()
    let comparison = try Comparison(
      of: wine, run, contenders: [.baseline(.ridge), network(4), network(6)], folds: 3)
    let whole = try comparison.run(threads: 3)
    let ran = Atomic<Int>(0)
    func part(limit: Int) throws -> Leaderboard {
      ran.store(0, ordering: .relaxed)
      return try comparison.run(
        threads: 1, savingTo: ExperimentFolder(scratch.path(of: "out")),
        progress: { ran.store($0.finishedRuns - $0.resumedRuns, ordering: .relaxed) },
        isCancelled: { ran.load(ordering: .relaxed) >= limit })
    }
    let first = try part(limit: 4)
    #expect(first.results.runs.count == 4 && !first.results.isComplete)
    let rest = try part(limit: .max)
    #expect(ran.load(ordering: .relaxed) == 5)
    #expect(DataFrame(columns: rest.repeatableColumns) == DataFrame(columns: whole.repeatableColumns))
    #expect(rest.results.repeatableFrame == whole.results.repeatableFrame)
    // Other folds are another comparison.
    #expect {
      try Comparison(of: wine, run, contenders: [network(4)], folds: 4).run(
        savingTo: ExperimentFolder(scratch.path(of: "out")))
    } throws: {
      "\($0)".contains("`folds` was 3, now it is 4")
    }
  }

  @Test func whatFailsIsLastAndCounted() throws {
    var diverging = RunConfiguration()
    diverging.hidden = [4]
    diverging.epochs = 5
    diverging.optimizer = OptimizerDescription(SGD())
    diverging.learningRate = 1e30
    diverging.loss = LossDescription(.meanSquaredError)
    let leaderboard = try Comparison(
      of: wine, run, contenders: [.run("wild", diverging), .baseline(.median)], folds: 3
    ).run()
    #expect(leaderboard.rows.map(\.name) == ["median", "wild"])
    #expect(leaderboard.rows[1].failures == 3 && leaderboard.rows[1].mean == nil)
    #expect(leaderboard.description.contains("wild (failed 3/3)"))
    #expect(leaderboard.verdict == "median has the lowest MAE.")
  }

  /// 45 classes from 100 categories take 45 · (100 + 1) coefficients.
  @Test func logisticRegressionHasItsLimit() throws {
    let table = DataFrame(columns: [
      Column(name: "a", (0..<900).map { "category \($0 % 100)" }),
      Column(name: "y", (0..<900).map { "class \($0 % 45)" }),
    ])
    var classes = RunConfiguration()
    classes.target = TargetNames("y")
    var notices: [String] = []
    let leaderboard = try Comparison(
      of: table, classes, contenders: [.baseline(.mostFrequent), .baseline(.logistic)], folds: 2
    ).run(noting: { notices = $0 })
    #expect(
      notices.contains(
        "Logistic regression would have 4,545 coefficients, more than the 4,000 that are fitted: it is left out."
      ))
    #expect(leaderboard.rows.map(\.failures) == [0, 2])
  }

  @Test func contendersPredictTheSame() throws {
    var other = RunConfiguration()
    other.target = TargetNames("alcohol")
    #expect {
      _ = try Comparison(of: wine, run, contenders: [.run("other", other)])
    } throws: {
      "\($0)" == "`target` is not that of the comparison: contenders predict the same."
    }
    #expect {
      _ = try Comparison(of: wine, run, by: .accuracy)
    } throws: {
      "\($0)" == "`by` is \"accuracy\", where one of mae, rmse, r2 is expected."
    }
    // A run file's own table and division do not count.
    var own = RunConfiguration()
    own.hidden = [4]
    own.epochs = 3
    own.seed = 0
    own.folds = 7
    own.data = "elsewhere.csv"
    own.splitSeed = 9
    let both = try Comparison(of: wine, run, contenders: [network(4), .run("own", own)], folds: 2).run()
    #expect(
      try scores(both, "4 units", .rSquared) == scores(both, "own", .rSquared)
        && both.verdict.contains("cannot be told apart"))
  }
}

extension RunConfiguration {
  fileprivate func with(_ change: (inout RunConfiguration) -> Void) -> RunConfiguration {
    var run = self
    change(&run)
    return run
  }
}
