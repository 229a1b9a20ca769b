import TestSupport
import Testing

@testable import Tuning

struct ParameterImportanceTests {
  @Test func importancesAreOptunas() throws {
    let records = try OptunaRecord.load().importances
    #expect(records.count == 4)
    for record in records {
      let space = SearchSpace(
        try record.ranges.sorted { $0.key < $1.key }.map { try Hyperparameter($0.key, $0.value.range) })
      let trials = record.trials.enumerated().map { number, trial in
        StudyTrial(number: number, state: .completed, parameters: trial.parameters, value: trial.value)
      }
      let history = StudyHistory(
        name: "test", space: space, direction: record.direction == "minimize" ? .minimize : .maximize,
        trials: trials)
      let names = record.ranges.keys.sorted()
      let found = (history.importances(), history.importances(ofBest: 0.25, ofSpace: true))
      #expect(Set(found.0.keys) == Set(names))
      for name in names {
        #expect(relativeDifference(found.0[name]!, record.importances[name]!) < 1e-9, "\(name)")
        #expect(relativeDifference(found.1[name]!, record.global[name]!) < 1e-9, "\(name), of the space")
      }
    }
  }

  @Test func thereIsNoneOfFewTrials() {
    let space = SearchSpace([Hyperparameter("x", .numbers(from: 0, to: 1))])
    let trial = StudyTrial(number: 0, state: .completed, parameters: ["x": 0.5], value: 1)
    #expect(StudyHistory(name: "test", space: space).importances() == [:])
    #expect(StudyHistory(name: "test", space: space, trials: [trial]).importances() == ["x": 0])
  }
}
