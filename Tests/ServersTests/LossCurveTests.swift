import Testing

@testable import Servers

struct LossCurveTests {
  @Test func staysSmallAndEven() {
    var curve = LossCurve()
    for epoch in 0...100_000 where curve.isDue(epoch) {
      curve.append(.init(epoch: epoch, trainLoss: Double(epoch), testLoss: 0))
    }
    #expect((1_000...2_000).contains(curve.points.count))
    #expect(curve.points.first?.epoch == 0)
    #expect(zip(curve.points, curve.points.dropFirst()).allSatisfy { $1.epoch - $0.epoch == curve.interval })
  }

  @Test func anEpochIsThereOnce() {
    var curve = LossCurve()
    for loss in [3.0, 2, 1] { curve.append(.init(epoch: 0, trainLoss: loss, testLoss: loss)) }
    #expect(curve.points == [.init(epoch: 0, trainLoss: 1, testLoss: 1)])
  }
}
