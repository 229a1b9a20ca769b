import Testing
import Vintner

@testable import Charts

@Suite struct LearningRateCurveTests {
  /// By hand: the smoothed losses of 8, 7, 1, 9 are 8, 7.474, 5.085, 6.223; the suggestion is the rate before the
  /// steepest fall.
  private let sweep = LearningRateSweep(rates: [0.001, 0.01, 0.1, 1], losses: [8, 7, 1, 9])

  @Test func drawsTheLossOverTheRate() throws {
    let chart = LearningRateCurve(sweep, lossName: "MAE").chart
    #expect(chart.x.scale == .logarithmic && chart.y.label == "MAE")
    #expect(chart.series.map(\.name) == ["smoothed", "batches"])
    #expect(chart.series[1].points == zip(sweep.rates, sweep.losses).map { .init(x: $0, y: $1) })
    let mark = try #require(chart.marks.first)
    #expect(mark.text == "suggested: 0.01" && mark.point.x == 0.01)
    #expect(abs(mark.point.y - 7.4737) < 1e-4)
    // Equal ratios take equal lengths: 0.01 stands a third of the way from 0.001 to 1.
    #expect(abs(AxisScale(chart.x, values: sweep.rates, tickLimit: 8).fraction(of: 0.01)! - 1.0 / 3) < 1e-12)
  }

  @Test func leavesOutWhatWouldFlattenTheRest() {
    let wild = LearningRateSweep(rates: [0.1, 1, 10], losses: [2, 1, 1000])
    let batches = LearningRateCurve(wild).chart.series[1].points
    #expect(batches[1].y == 1 && batches[2].y.isNaN)
  }

  @Test func takesASweepWithoutFigures() {
    #expect(LearningRateCurve(LearningRateSweep()).chart.marks.isEmpty)
    #expect(LearningRateCurve(LearningRateSweep()).svg().hasPrefix("<svg"))
    let diverged = LearningRateSweep(rates: [1], losses: [.nan])
    #expect(LearningRateCurve(diverged).svg().hasPrefix("<svg"))
  }

  @Test func isWrittenAsCSV() {
    let two = LearningRateSweep(rates: [0.5, 1], losses: [2, 2])
    #expect(two.csv == "learning_rate,loss,smoothed_loss\n0.5,2.0,2.0\n1.0,2.0,2.0\n")
  }
}
