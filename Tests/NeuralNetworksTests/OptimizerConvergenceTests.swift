import Foundation
import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

/// Every optimizer goes through the same problems.
struct OptimizerConvergenceTests {
  /// An optimizer with a rate that suits it.
  static let optimizers: [any Optimizer] = [
    SGD(learningRate: 0.02), PlaygroundDescent(learningRate: 0.02), SGD(learningRate: 0.02, momentum: 0.9),
    SGD(learningRate: 0.02, momentum: 0.9, nesterov: true), Adam(learningRate: 0.05),
    Adam(learningRate: 0.05, amsgrad: true), AdamW(learningRate: 0.05), Nadam(learningRate: 0.05),
    Adamax(learningRate: 0.05), AdaGrad(learningRate: 0.5), AdaDelta(learningRate: 1),
    RMSprop(learningRate: 0.005), RMSprop(learningRate: 0.005, momentum: 0.5),
    RMSprop(learningRate: 0.005, centered: true),
    RMSprop(learningRate: 0.002, momentum: 0.9, centered: true), Lion(learningRate: 0.005),
    Adam(learningRate: .schedule(CosineDecay(initialLearningRate: 0.1, decaySteps: 2000))),
  ]

  /// A function of two variables to be made small: its value, its gradient, where it begins, and how far
  /// 2,000 steps must bring it.
  struct Problem: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let value: @Sendable ([Double]) -> Double
    let gradient: @Sendable ([Double]) -> [Double]
    let start: [Double]
    let goal: Double
  }

  static let problems = [
    Problem(
      testDescription: "a bowl", value: { $0[0] * $0[0] + $0[1] * $0[1] }, gradient: { $0.map { 2 * $0 } },
      start: [1, -2], goal: 1e-3),
    Problem(
      testDescription: "a valley ten times as steep one way",
      value: { $0[0] * $0[0] + 10 * $0[1] * $0[1] }, gradient: { [2 * $0[0], 20 * $0[1]] },
      start: [2, 1], goal: 1e-2),
    Problem(
      testDescription: "a bent valley, Rosenbrock's with 5 for 100",
      value: { pow(1 - $0[0], 2) + 5 * pow($0[1] - $0[0] * $0[0], 2) },
      gradient: {
        let bend = $0[1] - $0[0] * $0[0]
        return [-2 * (1 - $0[0]) - 20 * $0[0] * bend, 10 * bend]
      },
      start: [-0.5, 1], goal: 5e-2),
    Problem(
      testDescription: "corners", value: { abs($0[0]) + abs($0[1]) },
      gradient: { $0.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 } }, start: [1, -0.5], goal: 0.3),
  ]

  @Test(arguments: optimizers.indices, problems)
  func converges(_ index: Int, on problem: Problem) {
    let optimizer = Self.optimizers[index]
    var bench = OptimizerBench<Double>(optimizer, weights: problem.start)
    for _ in 0..<2000 { bench.apply(problem.gradient(bench.weights)) }
    let reached = problem.value(bench.weights)
    #expect(reached < problem.goal, "\(optimizer) on \(problem.testDescription)")
  }

  /// With all that training does around the rule: without a gradient nothing but weight decay moves a weight,
  /// w −= w·decay·rate at each step.
  @Test(arguments: optimizers.indices)
  func leavesWeightsWithoutAGradientAlone(_ index: Int) {
    let optimizer = Self.optimizers[index]
    let kept = (0..<3).reduce(1.0) { kept, step in
      kept
        * (1 - (optimizer.weightDecay ?? 0) * optimizer.learningRate.rate(afterUpdates: step, in: Double.self))
    }
    let path = optimizer.path(from: [1.5, -2], steps: 3) { _ in [0, 0] }
    #expect(relativeDifference(path[3], [1.5 * kept, -2 * kept]) < 1e-15)
    #expect((kept < 1) == (optimizer is AdamW))
  }

  /// What an optimizer keeps of each weight beside the weight and its gradient.
  static let kept: [(any Optimizer, Int)] = [
    (SGD(), 0), (SGD(momentum: 0.9), 1), (SGD(momentum: 0.9, nesterov: true), 1), (PlaygroundDescent(), 0),
    (PlaygroundDescent(regularization: .l1(0.1)), 1), (PlaygroundDescent(regularization: .l2(0.1)), 0),
    (Adam(), 2), (Adam(amsgrad: true), 3), (AdamW(), 2), (AdamW(amsgrad: true), 3), (Nadam(), 3),
    (Adamax(), 2),
    (AdaGrad(), 1), (AdaDelta(), 2), (Lion(), 1), (RMSprop(), 1), (RMSprop(momentum: 0.5), 2),
    (RMSprop(centered: true), 2),
    (RMSprop(momentum: 0.5, centered: true), 3),
  ]

  @Test(arguments: kept.indices)
  func keepsSoManyNumbersAWeight(_ index: Int) {
    let (optimizer, count) = Self.kept[index]
    #expect(optimizer.initialState.count == count, "\(optimizer)")
  }
}
