import LessonKit
import Testing

@Suite struct SpreadTests {
  /// By hand, as NumPy's default: of 1, 2, 4, 8 the median is 3, the quarters 1.75 and 5.
  @Test func computesQuantiles() {
    let spread = Spread([8, 1, 4, 2])
    #expect(spread.median == 3 && spread.lower == 1.75 && spread.upper == 5)
    #expect(spread.sorted == [1, 2, 4, 8] && spread.mean == 3.75)
    #expect(spread.description == "3 (1.75 to 5)")
  }

  @Test func countsWhatDiverged() {
    let spread = Spread([.nan, 1, .infinity, 2])
    #expect(spread.divergedShare == 0.5)
    #expect(spread.median == .infinity && spread.middleHalf == nil)
    #expect(divergence([.nan, 1, .infinity, 2]) == "2 of 4 diverged")
    #expect(divergence([1, 2]) == "none diverged")
  }

  @Test func writesNumbers() {
    #expect(number(0.123456) == "0.1235" && number(1e-9, 2) == "1e-09" && number(.nan) == "NaN")
    #expect(percent(0.256) == "26 %")
  }

  /// R's prop.test(134, 200, correct = FALSE): 0.6021 to 0.7314; prop.test(0, 20, correct = FALSE): 0 to 0.1611.
  @Test func sharesHaveWilsonsInterval() {
    let share = Share(134, of: 200).interval
    #expect(abs(share.lowerBound - 0.6021) < 1e-3 && abs(share.upperBound - 0.7314) < 1e-3)
    #expect(abs(Share(0, of: 20).interval.upperBound - 0.1611) < 1e-4)
    #expect(Share(134, of: 200).description == "67 % (60 to 73)")
  }

  /// By hand: 9 of 10 heads or tails have the probability 2·(10 + 1)/1024; of ties nothing follows.
  @Test func pairsAreComparedByTheSignTest() {
    let first = [Double](repeating: 1, count: 11)
    let second = [Double](repeating: 2, count: 9) + [0, 1]
    let pair = Pair(first, second)
    #expect(pair.lower == 9 && pair.higher == 1 && pair.count == 11)
    #expect(abs(pair.p - 22.0 / 1024) < 1e-12 && pair.firstIsLower && !pair.firstIsHigher)
    #expect(pair.description == "lower in 9 of 11 seeds, p = 0.021")
    #expect(Pair([1], [1]).p == 1 && !Pair([1, 2], [2, 1]).differ)
    #expect(Pair([.nan, 1], [1, .infinity]).higher == 1)
  }

  /// Of three runs the first arrives and leaves again, the second arrives and stays, the third never does.
  private struct Losses: Trial {
    static let tests = [[0.9, 0.04, 0.2], [0.9, 0.5, 0.03], [0.9, 0.8, 0.85]]

    func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
      let curve = Self.tests[Int(seed) - 1].enumerated().map {
        RunPoint(epoch: $0 + 1, trainLoss: $1, testLoss: $1)
      }
      return TrialOutcome(curve: curve, final: curve.last, ending: .completed)
    }
  }

  @Test func arrivingIsNotEnding() throws {
    let runs = try Experiment(Losses(), seeds: 3, converged: .init(.testLoss, below: 0.05)).run()
      .variations[0]
    #expect(runs.arrivals == [2, 3, .infinity])
    #expect(runs.arrived == Share(2, of: 3) && runs.ended == Share(1, of: 3))
    #expect(zip(runs.climb.sorted, [0, 0.05, 0.16]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func keepsTheSeedsOrder() throws {
    #expect(try overSeeds(7) { $0 * $0 } == [0, 1, 4, 9, 16, 25, 36])
    struct Refused: Error {}
    #expect(throws: Refused.self) { try overSeeds(3) { if $0 == 1 { throw Refused() } } }
  }
}
