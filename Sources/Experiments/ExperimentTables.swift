import Foundation
import Pipelines
import Tabular

extension ExperimentResults {
  /// One row for each run: the varied settings, the seed, the final metrics, the lowest test loss, how it ended,
  /// and its processor time in seconds.
  public var frame: DataFrame {
    DataFrame(columns: runColumns + [Column(name: "seconds", runs.map(\.seconds))])
  }

  /// The same without the seconds: identical bytes wherever and however often it is run.
  var repeatableFrame: DataFrame { DataFrame(columns: runColumns) }

  private var runColumns: [Column] {
    let runs = runs
    var columns = changeColumns(variations.flatMap { variation in variation.runs.map { _ in variation } })
    columns.append(Column(name: "seed", runs.map { Int(truncatingIfNeeded: $0.seed) }))
    columns.append(Column(name: "epochs", runs.map { $0.curve.last?.epoch }))
    columns += metrics.map { metric in Column(name: metric.name, runs.map { $0[metric] }) }
    let scores = Score.allCases.filter { score in runs.contains { $0.scores?[score] != nil } }
    columns += scores.map { score in Column(name: score.name, runs.map { $0.scores?[score] }) }
    columns.append(Column(name: "lowest_test_loss", runs.map { $0.lowest?.testLoss }))
    columns.append(Column(name: "lowest_test_epoch", runs.map { $0.lowest?.epoch }))
    columns.append(Column(name: "diverged", runs.map(\.isDiverged)))
    if let convergence {
      columns.append(Column(name: "converged", runs.map { $0.isConverged(convergence) }))
      columns.append(Column(name: "converged_epoch", runs.map { $0.epoch(reaching: convergence) }))
    }
    return columns
  }

  /// One row for each variation: the varied settings, the number of runs, the shares that converged and diverged,
  /// medians of all metrics, and quartiles, mean and standard deviation of the test loss.
  ///
  /// Runs that diverged count in the shares only.
  public var summary: DataFrame {
    let losses = variations.map { $0.statistics(of: .testLoss) }
    var columns = changeColumns(variations) + [Column(name: "runs", variations.map(\.runs.count))]
    if convergence != nil {
      columns.append(Column(name: "converged", variations.map { $0.convergedShare ?? .nan }))
    }
    columns.append(Column(name: "diverged", variations.map(\.divergedShare)))
    columns += metrics.map { metric in
      Column(name: metric.name, variations.map { $0.statistics(of: metric)?.median })
    }
    columns += Self.columns(of: losses, ["q1", "q3", "mean", "sd"], prefix: "test_loss_")
    if convergence != nil {
      columns.append(Column(name: "converged_epoch", variations.map { $0.convergedEpochs?.median }))
    }
    return DataFrame(columns: columns + [Column(name: "seconds", variations.map { $0.seconds?.median })])
  }

  /// One row for each variation: the varied settings, and count, median, quartiles, mean, standard deviation,
  /// minimum and maximum of a metric.
  public func summary(of metric: RunMetric) -> DataFrame {
    let statistics = variations.map { $0.statistics(of: metric) }
    return DataFrame(
      columns: changeColumns(variations) + [Column(name: "count", statistics.map { $0?.count ?? 0 })]
        + Self.columns(of: statistics, RunStatistics.named.map(\.name)))
  }

  private static func columns(
    of rows: [RunStatistics?], _ names: [String], prefix: String = ""
  ) -> [Column] {
    RunStatistics.named.filter { names.contains($0.name) }.map { name, value in
      Column(name: prefix + name, rows.map { row in row.map(value).flatMap { $0.isFinite ? $0 : nil } })
    }
  }

  /// Every recorded point in a row, with its variation and seed.
  public var curvesFrame: DataFrame {
    let rows = variations.flatMap { variation in
      variation.runs.flatMap { run in run.curve.map { (variation, run.seed, $0) } }
    }
    return DataFrame(
      columns: changeColumns(rows.map(\.0)) + [
        Column(name: "seed", rows.map { Int(truncatingIfNeeded: $0.1) }),
        Column(name: "epoch", rows.map(\.2.epoch)),
      ] + metrics.map { metric in Column(name: metric.name, rows.map { $0.2[metric] }) })
  }

  /// A column for each varied setting: numeric if all its values are numbers.
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

extension ExperimentResults: CustomStringConvertible {
  /// One line for each variation: its runs, the shares that converged and diverged, the median and quartiles of
  /// the test loss and, in a classification, the median test accuracy. Nothing in it depends on the machine's speed.
  public var description: String { table() }

  /// The same with one more column.
  package func table(
    title: String? = nil, _ cell: (VariationResults) -> String = { _ in "" }
  ) -> String {
    let names = variedSettings
    let hasAccuracy = metrics.contains(.testAccuracy)
    var titles = ["runs"] + (convergence == nil ? [] : ["converged"])
    titles += ["diverged", "test loss", "quartiles"] + (hasAccuracy ? ["accuracy"] : [])
    if let title { titles.append(title) }
    var table = TextTable(
      [(names.count == 1 ? names[0] : "variation", .left)] + titles.map { ($0, .right) })
    for variation in variations {
      let loss = variation.statistics(of: .testLoss)
      var row = [variation.label, "\(variation.runs.count)"]
      if convergence != nil { row.append(percent(variation.convergedShare)) }
      row += [
        percent(variation.divergedShare), Self.number(loss?.median),
        loss.map { "\(Self.number($0.lowerQuartile)) to \(Self.number($0.upperQuartile))" } ?? "–",
      ]
      if hasAccuracy { row.append(Self.number(variation.statistics(of: .testAccuracy)?.median)) }
      if title != nil { row.append(cell(variation)) }
      table.append(row, limit: .max)
    }
    return table.text
  }

  /// Four significant digits.
  private static func number(_ value: Double?) -> String {
    value.map { displayed($0, digits: 4, exponentFrom: 1e9) } ?? "–"
  }
}

/// A share as a whole percentage.
func percent(_ share: Double?) -> String {
  guard let share, share.isFinite else { return "–" }
  return String(format: "%.0f %%", 100 * share)
}
