import NeuralNetworks
import Pipelines

/// One run of an experiment: a variation with one seed, and its result.
public struct ExperimentRun: Sendable {
  /// The index of its variation, counted from 0.
  public internal(set) var variation: Int
  /// The seed.
  public let seed: UInt64
  /// The recorded points, in the order of their epochs.
  public let curve: [RunPoint]
  /// The metrics of the final weights; `nil` if the run diverged.
  public let final: RunPoint?
  /// Whether its loss became NaN or infinite.
  public let isDiverged: Bool
  /// The processor time of its thread, in seconds; other runs and programs do not count.
  public let seconds: Double
  /// The final network; `nil` for a run that was read from a file.
  public private(set) var network: TrainedNetwork?
  /// The network's predictions over the plane, if there is one: of the first seed's run and, where networks are kept,
  /// of ``VariationResults/medianRun``.
  public internal(set) var surface: DecisionSurface?
  /// How good its model is on rows that it has not seen: in a comparison.
  public let scores: [Score: Double]?

  /// The recorded point with the lowest test loss.
  public var lowest: RunPoint? {
    curve.filter(\.testLoss.isFinite).min { $0.testLoss < $1.testLoss }
  }

  /// A metric of the final weights; `nil` if the run diverged or does not have it.
  public subscript(metric: RunMetric) -> Double? {
    final?[metric].flatMap { $0.isFinite ? $0 : nil }
  }

  /// Whether the final weights meet the criterion.
  public func isConverged(_ criterion: Convergence) -> Bool {
    final.map(criterion.isReached) ?? false
  }

  /// The first recorded epoch that met the criterion; `nil` if none did.
  public func epoch(reaching criterion: Convergence) -> Int? {
    curve.first(where: criterion.isReached)?.epoch
  }
}

extension ExperimentRun {
  /// - Precondition: the run was not interrupted.
  init(variation: Int, seed: UInt64, _ outcome: TrialOutcome, seconds: Double, keepingNetwork: Bool) {
    precondition(outcome.ending != .interrupted, "A run that was interrupted does not count.")
    let final = outcome.final.flatMap { $0.testLoss.isFinite && $0.trainLoss.isFinite ? $0 : nil }
    self.init(
      variation: variation, seed: seed, curve: outcome.curve, final: final,
      isDiverged: outcome.ending == .diverged || final == nil && outcome.scores == nil, seconds: seconds,
      network: keepingNetwork ? outcome.network : nil, surface: outcome.surface, scores: outcome.scores)
  }
}

/// In files, a line of JSON a run.
extension ExperimentRun: Codable {
  private enum CodingKeys: String, CodingKey {
    case variation, seed, final, seconds, curve, surface, scores
    case isDiverged = "diverged"
  }
}
