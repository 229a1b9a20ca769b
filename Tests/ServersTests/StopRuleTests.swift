import Testing

@testable import Servers

struct StopRuleTests {
  /// Where a run with these test losses ends. The training loss goes the other way: it matters
  /// only where it is no number.
  private func ending(_ losses: [Double], _ change: (inout PlaygroundState) -> Void) -> (
    StopRule.Ending?, Int, Int?
  ) {
    var rule = StopRule(PlaygroundState().with(change))
    for (epoch, loss) in losses.enumerated() {
      let verdict = rule.judge(epoch: epoch, train: 9 - loss, test: loss)
      if let ending = verdict.ending { return (ending, epoch, rule.best?.epoch) }
    }
    return (nil, losses.count, rule.best?.epoch)
  }

  @Test func endsWhereItShould() {
    let losses = [5, 4, 3, 3.5, 3.4, 3.3, 1]
    #expect(ending(losses) { _ in } == (nil, 7, 6))
    #expect(ending(losses) { $0.run.epochs = 3 } == (.stopEpoch, 3, 2))
    #expect(ending(losses) { $0.stopLoss = 4 } == (.stopLoss, 1, 1))
    #expect(
      ending(losses) {
        $0.earlyStopping = true; $0.patience = 2
      } == (.earlyStopping, 4, 2))
    #expect(ending([5, .nan]) { _ in } == (.diverged, 1, 0))
  }

  /// Training sees the first epoch's loss first: that of the first weights is none to improve on.
  @Test func patienceBeginsWithTheFirstEpoch() {
    #expect(
      ending([1, 4, 3, 3.5, 3.4]) {
        ($0.earlyStopping, $0.patience, $0.minDelta) = (true, 2, 0)
      } == (.earlyStopping, 4, 2))
  }

  @Test func otherWeightsRestartPatience() {
    var rule = StopRule(PlaygroundState().with { ($0.earlyStopping, $0.patience) = (true, 2) })
    for (epoch, loss) in [(1, 1.0), (2, 2)] {
      #expect(rule.judge(epoch: epoch, train: loss, test: loss).ending == nil)
    }
    rule.restartPatience()
    #expect(rule.judge(epoch: 3, train: 2, test: 2).keepsWeights)
    #expect(rule.judge(epoch: 4, train: 2, test: 2).ending == nil)
    #expect(rule.judge(epoch: 5, train: 2, test: 2).ending == .earlyStopping)
  }
}
