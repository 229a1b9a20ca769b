import Foundation

extension StudyHistory {
  /// How much each parameter decides whether a trial is among the best ones: PED-ANOVA.
  ///
  ///     importance = γ² · Σ_regimes α² / β · Σ_x p(x) · (p*(x) / p(x) − 1)²
  ///
  /// p* is the density of the best trials, p that of all, on a grid of at most 50 values; γ the share of the best. A
  /// parameter that some trials do not have counts with those that do: α of the best trials, β of all.
  ///
  /// - Parameters:
  ///   - share: the share of trials that are the best, in (0, 1). Default: 0.1.
  ///   - ofSpace: whether to compare with uniform values instead of those that the trials have. Default: no.
  /// - Returns: a number of 0 or more for each parameter of a completed trial; all are 0 where fewer than two trials
  ///   are completed.
  /// Source: S. Watanabe et al., "PED-ANOVA: efficiently quantifying hyperparameter importance in arbitrary
  /// subspaces", IJCAI 2023, with the regimes of K. Ito et al., "Conditional PED-ANOVA", 2026 (arXiv 2601.20800), as
  /// in Optuna's `PedAnovaImportanceEvaluator`.
  public func importances(ofBest share: Double = 0.1, ofSpace: Bool = false) -> [String: Double] {
    precondition(share > 0 && share < 1, "The share of the best lies between 0 and 1, received \(share).")
    let completed = trials.filter { $0.state == .completed && ($0.value?.isFinite ?? false) }
    let names = space.parameters.map(\.name).filter { name in
      completed.contains { $0.parameters[name] != nil }
    }
    guard completed.count > 1 else { return Dictionary(uniqueKeysWithValues: names.map { ($0, 0) }) }
    let losses = completed.map { loss($0.value!) }
    let bound = losses.sorted()[Int((share * Double(losses.count)).rounded(.up)) - 1]
    let best = zip(completed, losses).filter { $0.1 <= bound }.map(\.0)
    let gamma = Double(best.count) / Double(completed.count)
    return Dictionary(
      uniqueKeysWithValues: names.map { name in
        let range = space[name]!.range
        let (all, good) = (numbers(name, range, of: completed), numbers(name, range, of: best))
        guard all.count > 1, !good.isEmpty, range.count != 1 else { return (name, 0) }
        let alpha = Double(good.count) / Double(best.count)
        let beta = Double(all.count) / Double(completed.count)
        let density = gridDensity(of: good, range).map { $0 + 1e-12 }
        let other =
          ofSpace
          ? density.map { _ in 1 / Double(density.count) }
          : gridDensity(of: all, range).map { $0 + 1e-12 }
        let divergence = zip(density, other).reduce(0) { sum, pair in
          sum + pair.1 * (pair.0 / pair.1 - 1) * (pair.0 / pair.1 - 1)
        }
        return (name, gamma * gamma * alpha * alpha / beta * divergence)
      })
  }

  private func numbers(_ name: String, _ range: ParameterRange, of trials: [StudyTrial]) -> [Double] {
    trials.compactMap { $0.parameters[name] }.filter(range.contains)
  }
}

/// The density of numbers at the values of a grid.
private func gridDensity(of numbers: [Double], _ range: ParameterRange) -> [Double] {
  let counts = gridCounts(of: numbers, range)
  let observed = counts.indices.filter { counts[$0] > 0 }
  let weights = observed.map { Double(counts[$0]) }
  let kernels =
    range.kind == .choices
    ? Kernels(seen: observed, range) : scottKernels(observed.map(Double.init), weights, size: counts.count)
  return ParzenEstimator(dimensions: [kernels], weights: weights + [1])
    .logDensities(at: counts.indices.map { [Double($0)] }).map(exp)
}

/// How many numbers are nearest to each value of a grid of at most 50, those in the middle to the lower.
private func gridCounts(of numbers: [Double], _ range: ParameterRange) -> [Int] {
  var size = min(range.count ?? 50, 50)
  if range.kind == .choices {
    size = range.choices.count
  } else if range.kind == .wholeNumbers && range.isLogarithmic {
    size = min(Int(log2(range.upper - range.lower + 1).rounded(.up)) + 1, 50)
  }
  let first = range.place(of: range.lower)
  let step = (range.place(of: range.upper) - first) / Double(size - 1)
  var counts = [Int](repeating: 0, count: size)
  for number in numbers {
    let place = ((range.place(of: number) - first) / step - 0.5).rounded(.up)
    counts[Int(min(max(place, 0), Double(size - 1)))] += 1
  }
  return counts
}

/// Kernels of one width on the values of a grid, by Scott's rule: 1.059 · min(IQR / 1.34, deviation) · n^(−1/5).
///
/// TPE's own widths are too wide to tell densities apart.
private func scottKernels(_ values: [Double], _ weights: [Double], size: Int) -> Kernels {
  let total = weights.reduce(0, +)
  let mean = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
  let squares = zip(values, weights).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 }
  let deviation = (squares / max(1, total - 1)).squareRoot()
  var sum = 0.0
  let sums = weights.map { weight in
    sum += weight
    return sum
  }
  let lower = sums.firstIndex { $0 >= (total / 4).rounded(.down) }!
  let upper = sums.firstIndex { $0 > (total * 3 / 4).rounded(.down) } ?? values.count - 1
  let width = max(
    1.059 * min((values[upper] - values[lower]) / 1.34, deviation) * pow(total, -0.2),
    // Nine tenths of the mass lie within half a step.
    0.5 / 1.64)
  let range = ParameterRange.wholeNumbers(from: 0, to: size - 1)
  return Kernels(
    range,
    NormalKernels(
      centers: values + [Double(size - 1) / 2],
      widths: [Double](repeating: width, count: values.count) + [Double(size)], range))
}
