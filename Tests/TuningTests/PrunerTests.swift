import TestSupport
import Testing

@testable import Tuning

struct PrunerTests {
  @Test(arguments: [
    ("median", MedianPruner() as any Pruner),
    ("median_late", MedianPruner(startup: 8, warmup: 4, interval: 3)),
    ("asha", SuccessiveHalvingPruner()),
    ("asha_3", SuccessiveHalvingPruner(firstStep: 2, factor: 3, rate: 1)),
    ("hyperband", HyperbandPruner(lastStep: 27)),
  ])
  func trialsEndWhereOptunaEndsThem(_ name: String, _ pruner: any Pruner) throws {
    let record = try OptunaRecord.load().pruners
    for direction in [StudyHistory.Direction.minimize, .maximize] {
      var history = StudyHistory(name: "wine", space: SearchSpace([]), direction: direction)
      var ends: [Int?] = []
      for (number, curve) in record.curves.enumerated() {
        var trial = StudyTrial(number: number, parameters: [:])
        history.trials.append(trial)
        for (index, value) in curve.enumerated() {
          trial.report(value ?? .nan, step: index + 1)
          history.trials[number] = trial
          if pruner.prunes(trial, after: history) {
            trial.state = .pruned
            break
          }
        }
        if trial.state == .running { (trial.state, trial.value) = (.completed, curve.last!) }
        history.trials[number] = trial
        ends.append(trial.state == .pruned ? trial.reports.last!.step : nil)
      }
      let expected = try #require(record.ends["\(name) \(direction.rawValue.lowercased())"])
      #expect(ends == expected)
      // The curves make all of them end some trials and spare others.
      #expect(Set(expected).count > 1 && expected.contains(nil))
    }
  }

  @Test func reportsKeepTheirOrderAndFirstValue() {
    var trial = StudyTrial(number: 0, parameters: [:])
    for (step, value) in [(3, 0.3), (1, 0.1), (3, 9), (2, 0.2)] { trial.report(value, step: step) }
    #expect(trial.reports.map(\.step) == [1, 2, 3] && trial.reports.map(\.value) == [0.1, 0.2, 0.3])
    #expect([0, 1, 2, 3, 4].map(trial.firstReport) == [0, 0, 1, 2, 3])
  }
}
