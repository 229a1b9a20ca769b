import Pipelines
import Tabular

extension ExperimentResults {
  /// A row a run: what varied, the seed, the figures that it ended with, its lowest test loss, how it ended,
  /// and the seconds that it took of the processor.
  public var frame: DataFrame {
    DataFrame(columns: runColumns + [Column(name: "seconds", runs.map(\.seconds))])
  }

  /// The same without the seconds: the bytes are the same wherever and however often it is run.
  var repeatableFrame: DataFrame { DataFrame(columns: runColumns) }

  private var runColumns: [Column] {
    let runs = runs
    var columns = changeColumns(variations.flatMap { variation in variation.runs.map { _ in variation } })
    columns.append(Column(name: "seed", runs.map { Int(truncatingIfNeeded: $0.seed) }))
    columns.append(Column(name: "epochs", runs.map { $0.curve.last?.epoch }))
    columns += figures.map { figure in Column(name: figure.name, runs.map { $0[figure] }) }
    columns.append(Column(name: "lowest_test_loss", runs.map { $0.lowest?.testLoss }))
    columns.append(Column(name: "lowest_test_epoch", runs.map { $0.lowest?.epoch }))
    columns.append(Column(name: "diverged", runs.map(\.isDiverged)))
    if let convergence {
      columns.append(Column(name: "converged", runs.map { $0.isConverged(convergence) }))
      columns.append(Column(name: "converged_epoch", runs.map { $0.epoch(reaching: convergence) }))
    }
    return columns
  }

  /// A row a variation: what varied, how many runs, which share of them converged and diverged, medians of
  /// all figures, and quartiles, mean and standard deviation of the test loss.
  ///
  /// Runs that diverged take part in the shares alone.
  public var summary: DataFrame {
    let losses = variations.map { $0.statistics(of: .testLoss) }
    var columns = changeColumns(variations) + [Column(name: "runs", variations.map(\.runs.count))]
    if convergence != nil {
      columns.append(Column(name: "converged", variations.map { $0.convergedShare ?? .nan }))
    }
    columns.append(Column(name: "diverged", variations.map(\.divergedShare)))
    columns += figures.map { figure in
      Column(name: figure.name, variations.map { $0.statistics(of: figure)?.median })
    }
    columns += [
      Column(name: "test_loss_q1", losses.map { $0?.lowerQuartile }),
      Column(name: "test_loss_q3", losses.map { $0?.upperQuartile }),
      Column(name: "test_loss_mean", losses.map { $0?.mean }),
      Column(name: "test_loss_sd", losses.map { $0?.finiteDeviation }),
    ]
    if convergence != nil {
      columns.append(Column(name: "converged_epoch", variations.map { $0.convergedEpochs?.median }))
    }
    return DataFrame(columns: columns + [Column(name: "seconds", variations.map { $0.seconds?.median })])
  }

  /// One figure's row a variation: what varied, how many runs have it, median, quartiles, mean, standard
  /// deviation, least and most.
  public func summary(of figure: RunFigure) -> DataFrame {
    let statistics = variations.map { $0.statistics(of: figure) }
    return DataFrame(
      columns: changeColumns(variations) + [
        Column(name: "count", statistics.map { $0?.count ?? 0 }),
        Column(name: "median", statistics.map { $0?.median }),
        Column(name: "q1", statistics.map { $0?.lowerQuartile }),
        Column(name: "q3", statistics.map { $0?.upperQuartile }),
        Column(name: "mean", statistics.map { $0?.mean }),
        Column(name: "sd", statistics.map { $0?.finiteDeviation }),
        Column(name: "min", statistics.map { $0?.minimum }),
        Column(name: "max", statistics.map { $0?.maximum }),
      ])
  }

  /// Every recorded point: a row each, with its variation and seed.
  public var curvesFrame: DataFrame {
    let rows = variations.flatMap { variation in
      variation.runs.flatMap { run in run.curve.map { (variation, run.seed, $0) } }
    }
    return DataFrame(
      columns: changeColumns(rows.map(\.0)) + [
        Column(name: "seed", rows.map { Int(truncatingIfNeeded: $0.1) }),
        Column(name: "epoch", rows.map(\.2.epoch)),
      ] + figures.map { figure in Column(name: figure.name, rows.map { $0.2[figure] }) })
  }

  /// A column for each setting that varies: of numbers where all its values are.
  private func changeColumns(_ rows: [VariationResults]) -> [Column] {
    let taken: Set = ["seed", "epochs", "runs", "count", "converged", "diverged", "seconds", "epoch"]
    return variedSettings.map { name in
      let texts = rows.map { row in row.changes.first { $0.name == name }?.value }
      let title = taken.contains(name) ? "\(name) (varied)" : name
      let given = texts.compactMap { $0 }
      if given.allSatisfy({ Int($0) != nil }) {
        return Column(name: title, texts.map { $0.flatMap { Int($0) } })
      }
      if given.allSatisfy({ Double($0) != nil }) {
        return Column(name: title, texts.map { $0.flatMap { Double($0) } })
      }
      return Column(name: title, texts)
    }
  }
}

extension FigureStatistics {
  /// The standard deviation where there is one.
  fileprivate var finiteDeviation: Double? { standardDeviation.isFinite ? standardDeviation : nil }
}
