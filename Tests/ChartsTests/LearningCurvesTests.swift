import Testing
import Vintner

@Suite struct LearningCurvesTests {
  @Test func drawsTheValidationAboveTheTraining() {
    let chart = LearningCurves(loss: [3, 2], validationLoss: [4, 0.09144], bestEpoch: 2, lossName: "mae")
      .chart
    #expect(chart.series.map(\.name) == ["validation", "training"])
    #expect(chart.series[1].points == [.init(x: 1, y: 3), .init(x: 2, y: 2)])
    #expect(chart.marks == [.init(.init(x: 2, y: 0.09144), "best epoch 2: 0.0914")])
    #expect(chart.y.label == "mae")
  }

  @Test func namesTheMark() {
    let chart = LearningCurves(loss: [3, 2], bestEpoch: 2, markName: "last epoch").chart
    #expect(chart.marks.map(\.text) == ["last epoch 2: 2"])
  }

  /// Epochs that were not evaluated are no gaps.
  @Test func leadsPastEpochsThatWereNotEvaluated() {
    let chart = LearningCurves(loss: [3, 2, 1], validationLoss: [.nan, 4, .nan], bestEpoch: 2).chart
    #expect(chart.series[0].points == [.init(x: 2, y: 4)])
    #expect(chart.marks == [.init(.init(x: 2, y: 4), "best epoch 2: 4")])
    #expect(LearningCurves(loss: [3], validationLoss: [.nan], bestEpoch: 1).chart.marks.isEmpty)
  }

  @Test func marksTheTrainingWithoutValidation() {
    let chart = LearningCurves(loss: [3, 2], bestEpoch: 1).chart
    #expect(chart.series.map(\.name) == ["training"])
    #expect(chart.marks == [.init(.init(x: 1, y: 3), "best epoch 1: 3")])
  }
}
