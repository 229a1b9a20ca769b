import Foundation
import Vintner

/// Checks that an optimizer keeps the contract of `Optimizer`.
///
///     try checkOptimizer(Adam(learningRate: 0.05))
///
/// - in 2,000 steps it comes near the minimum of a bowl, of a valley ten times as steep one way, of a bent one and of a
///   function with corners;
/// - without a gradient nothing but weight decay moves a weight;
/// - it keeps all that it remembers in the memory that it is given: the same steps give the same bits again, and a
///   training that is saved and resumed those of one that never stopped;
/// - any number of threads gives the same bits;
/// - written to a file and read again, it makes the same steps.
///
/// - Parameter optimizer: with a learning rate that suits it. It need not be registered.
/// - Throws: ``ContractViolation`` with a sentence for each fault, `NetworkError` where nothing can be trained with it.
public func checkOptimizer<Part: Optimizer>(_ optimizer: Part) throws {
  var findings = Findings(optimizer)
  for problem in DescentProblem.all {
    let reached = problem.value(
      optimizer.path(from: problem.start, steps: 2000, gradient: problem.gradient)[2000])
    findings.require(
      reached < problem.goal,
      "On \(problem.name) it comes to \(reached) in 2,000 steps, not below \(problem.goal): check its update, or its rate."
    )
  }
  let kept = (0..<3).reduce(1.0) { kept, step in
    kept
      * (1 - (optimizer.weightDecay ?? 0) * optimizer.learningRate.rate(afterUpdates: step, in: Double.self))
  }
  let resting = optimizer.path(from: [1.5, -2], steps: 3) { _ in [0, 0] }[3]
  findings.require(
    resting[0].isClose(to: 1.5 * kept, 1e-14) && resting[1].isClose(to: -2 * kept, 1e-14),
    "Without a gradient it moves [1.5, -2] to \(resting).")

  func path(_ optimizer: Part) -> [[Double]] {
    optimizer.path(from: [1, -0.5, 3], steps: 25) { $0.map { 2 * $0 + 0.1 } }
  }
  let steps = path(optimizer)
  findings.require(
    path(optimizer) == steps, "The same steps give other places again: it remembers something of its own.")
  findings.require(
    path(try findings.reread(optimizer)) == steps,
    "Written to a file and read again, it makes other steps: its configuration lacks an option.")

  let x = sampled(rows: 64, columns: 3, seed: 1)
  let y = Matrix(column: (0..<64).map { x[$0, 0] - x[$0, 1] * x[$0, 2] })
  let network = TrainedNetwork(
    Sequential([Dense(16, activation: .tanh), Dense(1)]), inputs: 3, seed: 2, precision: .double)
  func training(threads: Int) -> Training {
    Training(
      optimizer: optimizer, loss: .meanSquaredError, batchSize: 16, epochs: 2, seed: 2, threads: threads)
  }
  let whole = try network.fitted(to: x, y, with: training(threads: 1)).parameters
  findings.require(
    try network.fitted(to: x, y, with: training(threads: 3)).parameters == whole,
    "Three threads train otherwise than one: a block's weights depend on other blocks.")
  var run = try network.training(on: x, y, with: training(threads: 1))
  _ = try run.advance(updates: 3)
  let state = try JSONDecoder().decode(TrainingState.self, from: JSONEncoder().encode(run.state))
  // What an optimizer remembers outside of its memory is that of the first run, which goes on.
  while run.ending == nil { _ = try run.advance() }
  var resumed = try network.training(on: x, y, with: training(threads: 1), resuming: state)
  while resumed.ending == nil { _ = try resumed.advance() }
  findings.require(
    resumed.network.parameters == whole,
    "A training that is saved and resumed ends with other weights than one that never stopped.")
  try findings.end()
}

/// A function of two variables to be made small.
private struct DescentProblem: Sendable {
  let name: String
  let value: @Sendable ([Double]) -> Double
  let gradient: @Sendable ([Double]) -> [Double]
  let start: [Double]
  /// How far 2,000 steps must bring it.
  let goal: Double

  static let all = [
    DescentProblem(
      name: "a bowl", value: { $0[0] * $0[0] + $0[1] * $0[1] }, gradient: { $0.map { 2 * $0 } },
      start: [1, -2], goal: 1e-3),
    DescentProblem(
      name: "a valley ten times as steep one way", value: { $0[0] * $0[0] + 10 * $0[1] * $0[1] },
      gradient: { [2 * $0[0], 20 * $0[1]] }, start: [2, 1], goal: 1e-2),
    DescentProblem(
      name: "a bent valley, Rosenbrock's with 5 for 100",
      value: { pow(1 - $0[0], 2) + 5 * pow($0[1] - $0[0] * $0[0], 2) },
      gradient: {
        let bend = $0[1] - $0[0] * $0[0]
        return [-2 * (1 - $0[0]) - 20 * $0[0] * bend, 10 * bend]
      },
      start: [-0.5, 1], goal: 5e-2),
    DescentProblem(
      name: "corners", value: { abs($0[0]) + abs($0[1]) },
      gradient: { $0.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 } }, start: [1, -0.5], goal: 0.3),
  ]
}
