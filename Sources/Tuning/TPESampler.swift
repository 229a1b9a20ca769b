import Foundation
import LinearAlgebra

/// Samples where good trials are dense and others are not: the tree-structured Parzen estimator.
///
///     x = argmax l(x) / g(x) over candidates sampled from l        l: density of the best trials, g: of the others
///
/// Parameters that have a value together are sampled together (multivariate). Running trials count among the others,
/// so that trials in parallel do not crowd at one place (constant liar).
///
/// Source: J. Bergstra et al., "Algorithms for hyper-parameter optimization", NeurIPS 2011; S. Falkner et al.,
/// "BOHB", ICML 2018 for several parameters at once; the settings are those of Optuna 5's `TPESampler` but for two: the
/// first trials are evenly spread, and the kernels of the best trials may be narrower.
public struct TPESampler: Sampler {
  /// How fast the kernels of the best trials become narrow: their least width is range / min(100, (2 + n)^1.5).
  ///
  /// With Optuna's exponent of 1, those of 20 trials are no narrower than a twentieth of the range. Of
  /// 1, 1.5 and 2 this was the best on Branin's and Hartmann's functions and on a mixed space; S. Watanabe, arXiv
  /// 2304.11127, calls it the exponent of magic clipping.
  private static let narrowing = 1.5

  private let seed: UInt64
  private let startup: Int
  private let candidates: Int

  /// Creates a sampler.
  ///
  /// - Parameters:
  ///   - seed: the seed of all that is random.
  ///   - startup: how many trials have to end before the first density is made; those until then are evenly spread
  ///     (``SobolSampler``), which random ones are not. Default: 10.
  ///   - candidates: how many points are compared for a trial. Default: 24.
  public init(seed: UInt64, startup: Int = 10, candidates: Int = 24) {
    precondition(startup > 0, "The densities need one trial or more, received \(startup).")
    precondition(candidates > 0, "One candidate or more is compared, received \(candidates).")
    (self.seed, self.startup, self.candidates) = (seed, startup, candidates)
  }

  public func parameters(ofTrial number: Int, after history: StudyHistory) -> [String: Double]? {
    let trials = history.trials.filter { $0.number != number }
    guard let split = Split(trials, history, startup: startup) else {
      return SobolSampler(seed: seed).parameters(ofTrial: number, after: history)
    }
    var values: [String: Double] = [:]
    for (key, group) in history.space.groups.enumerated() {
      let parameters = group.map { history.space.parameters[$0] }
      guard history.space.isActive(parameters[0], with: values) else { continue }
      for parameter in parameters { values[parameter.name] = parameter.range.lower }
      // A parameter of one value has no density.
      let varied = parameters.filter { $0.range.count != 1 }
      guard !varied.isEmpty else { continue }
      var stream = RandomStream(seed: seed, keys: number, key)
      for (parameter, value) in zip(varied, sample(varied, split, from: &stream)) {
        values[parameter.name] = value
      }
    }
    return values
  }

  /// The best of the candidates for parameters that have a value together.
  private func sample(_ parameters: [Hyperparameter], _ split: Split, from stream: inout RandomStream)
    -> [Double]
  {
    let ranges = parameters.map(\.range)
    let good = ParzenEstimator(Self.seen(parameters, by: split.good), ranges, narrowing: Self.narrowing)
    let others = ParzenEstimator(Self.seen(parameters, by: split.others), ranges)
    let points = (0..<candidates).map { _ in good.sample(from: &stream) }
    let gains = zip(good.logDensities(at: points), others.logDensities(at: points)).map { $0 - $1 }
    return points[gains.indices.max { gains[$0] < gains[$1] }!]
  }

  /// For each parameter the numbers of those trials that have all parameters.
  private static func seen(_ parameters: [Hyperparameter], by trials: [StudyTrial]) -> [[Double]] {
    var seen = [[Double]](repeating: [], count: parameters.count)
    for trial in trials {
      let numbers = parameters.compactMap { parameter in
        trial.parameters[parameter.name].flatMap { parameter.range.contains($0) ? $0 : nil }
      }
      guard numbers.count == parameters.count else { continue }
      for (place, number) in numbers.enumerated() { seen[place].append(number) }
    }
    return seen
  }

  /// The best trials and all others, each in the order of their numbers.
  private struct Split {
    let good: [StudyTrial]
    let others: [StudyTrial]

    /// Returns `nil` if too few trials have ended.
    ///
    /// Good are the min(⌈n / 10⌉, 25) best of n. A pruned trial is worse than any completed one, and the
    /// worse the earlier it was pruned.
    init?(_ trials: [StudyTrial], _ history: StudyHistory, startup: Int) {
      var ranked: [(trial: StudyTrial, rank: (Int, Double))] = []
      for trial in trials {
        switch trial.state {
        case .completed:
          // A loss that is not finite is as bad as can be.
          let loss = trial.value.map(history.loss) ?? .infinity
          ranked.append((trial, (.min, loss.isNaN ? .infinity : loss)))
        case .pruned:
          let loss = trial.reports.last.map { history.loss($0.value) } ?? 0
          ranked.append((trial, (trial.reports.last.map { -$0.step } ?? 1, loss.isNaN ? .infinity : loss)))
        case .running, .failed, .waiting: break
        }
      }
      guard ranked.count >= startup else { return nil }
      let count = min((ranked.count + 9) / 10, 25)
      ranked.sort { ($0.rank.0, $0.rank.1, $0.trial.number) < ($1.rank.0, $1.rank.1, $1.trial.number) }
      good = ranked[..<count].map(\.trial).sorted { $0.number < $1.number }
      others = (ranked[count...].map(\.trial) + trials.filter { $0.state == .running })
        .sorted { $0.number < $1.number }
    }
  }
}
