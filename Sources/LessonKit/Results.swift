import Vintner

/// Prints what came of an experiment, a line a variation: the test loss over its seeds, the training loss beside
/// it, and how many runs converged.
public func table(_ results: ExperimentResults) {
  var titles = [
    results.variedSettings.joined(separator: ", "), "test loss (middle half)", "training loss",
  ]
  if results.convergence != nil { titles += ["converged", "in epoch"] }
  table(
    titles + ["diverged"],
    results.variations.map { variation in
      var row = [variation.label, "\(variation.testLoss)", number(variation.trainLoss.median, 3)]
      if let share = variation.convergedShare {
        row += [percent(share), variation.convergedEpochs.map { number($0.median) } ?? "never"]
      }
      return row + [percent(variation.divergedShare)]
    })
}

extension VariationResults {
  /// The test losses that the runs ended with; a run that diverged has none.
  public var testLoss: Spread { spread(of: .testLoss) }

  /// The training losses that the runs ended with.
  public var trainLoss: Spread { spread(of: .trainLoss) }

  /// A figure that the runs ended with.
  public func spread(of figure: RunMetric) -> Spread { Spread(runs.map { $0[figure] ?? .nan }) }

  /// How far the training loss of each run rises, all its rises between recorded epochs added up: 0 for a curve
  /// that only falls.
  public var climb: Spread {
    Spread(
      runs.map { run in
        zip(run.curve, run.curve.dropFirst()).reduce(0) { $0 + max(0, $1.1.trainLoss - $1.0.trainLoss) }
      })
  }

  /// A figure's median over the runs at a recorded epoch.
  ///
  /// - Precondition: some run recorded that epoch.
  public func median(of figure: RunMetric, atEpoch epoch: Int) -> Double {
    Spread(runs.compactMap { run in run.curve.first { $0.epoch == epoch }?[figure] }).median
  }
}

/// How far a curve moves from one value to the next, on average over its last values: 0 for one that has settled.
public func movement(_ curve: [Double], last count: Int = 20) -> Double {
  let values = Array(curve.suffix(count))
  let moves = zip(values, values.dropFirst()).map { abs($1 - $0) }
  return moves.reduce(0, +) / Double(moves.count)
}
