import Foundation
import NeuralNetworks
import TestSupport
import Testing

struct LearningRateScheduleTests {
  @Test(arguments: KerasRecord.shared.rates.indices) func hasTheRatesOfKeras(_ index: Int) {
    let record = KerasRecord.shared.rates[index]
    let rates = record.updates.map { record.schedule.rate(afterUpdates: $0, in: Float.self) }
    // Where a rate nears 0 it is a difference of larger values: it is held to the largest.
    let furthest = zip(rates, record.rates).map { abs($0 - $1) }.max()!
    #expect(furthest < 3e-7 * record.rates.max()!, "\(record.schedule)")
  }

  /// 41 · (1 / 41) is below 1 in single precision: the rate halves one update late, in Keras too.
  @Test func roundsATimeAsTensorFlowDoes() {
    let rate = LearningRate.schedule(
      ExponentialDecay(
        initialLearningRate: 0.5, decaySteps: 41, decayRate: 0.5, staircase: true))
    #expect([40, 41, 42].map { rate.rate(afterUpdates: $0, in: Float.self) } == [0.5, 0.5, 0.25])
  }

  @Test func fallsInStepsByHand() {
    let rate = LearningRate.schedule(
      ExponentialDecay(
        initialLearningRate: 0.5, decaySteps: 10, decayRate: 0.5, staircase: true))
    #expect([0, 9, 10, 19, 20].map { rate.rate(afterUpdates: $0) } == [0.5, 0.5, 0.25, 0.25, 0.125])
  }

  @Test func changesAfterTheBoundaryByHand() {
    let rate = LearningRate.schedule(PiecewiseConstantDecay(boundaries: [2, 4], values: [0.5, 0.25, 0.125]))
    #expect((0...5).map { rate.rate(afterUpdates: $0) } == [0.5, 0.5, 0.5, 0.25, 0.25, 0.125])
  }

  @Test func risesBeforeAnyRateByHand() {
    let constant = LearningRate.schedule(LinearWarmup(steps: 4, following: 0.5))
    #expect((0...5).map { constant.rate(afterUpdates: $0) } == [0, 0.125, 0.25, 0.375, 0.5, 0.5])
    let falling = LearningRate.schedule(
      LinearWarmup(
        steps: 2, start: 0.25,
        following: .schedule(ExponentialDecay(initialLearningRate: 0.5, decaySteps: 1, decayRate: 0.5))))
    #expect((0...4).map { falling.rate(afterUpdates: $0) } == [0.25, 0.375, 0.5, 0.25, 0.125])
  }

  @Test func roundsAConstantToTheNetworksPrecision() {
    #expect(LearningRate.constant(0.1).rate(afterUpdates: 7, in: Float.self) == Double(Float(0.1)))
    #expect(LearningRate.constant(0.1).rate(afterUpdates: 7, in: Double.self) == 0.1)
  }

  @Test func isANumberOrASchedule() {
    #expect(Adam(learningRate: 0.01).learningRate == .constant(0.01))
    #expect(SGD(learningRate: 1).learningRate == 1.0)
    let decay = LearningRate.schedule(
      InverseTimeDecay(initialLearningRate: 0.1, decaySteps: 10, decayRate: 1))
    #expect(Adam(learningRate: decay).learningRate == decay)
    #expect(Adam(learningRate: decay) != Adam(learningRate: 0.1))
    #expect(
      decay != LearningRate.schedule(InverseTimeDecay(initialLearningRate: 0.1, decaySteps: 11, decayRate: 1))
    )
    #expect(decay.description == "inverse_time_decay")
  }
}
