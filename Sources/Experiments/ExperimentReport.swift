import Foundation
import Pipelines
import Tabular

/// Writes an experiment's results to files: tables, charts, and a page of Markdown.
///
///     try ExperimentReport(results).write(toFolder: "spiral-rates")
public struct ExperimentReport: Sendable {
  private let results: ExperimentResults
  /// The ranking, of a comparison.
  private let leaderboard: Leaderboard?

  /// Creates the report of an experiment's results.
  public init(_ results: ExperimentResults) { (self.results, leaderboard) = (results, nil) }

  /// Creates the report of a comparison: the summary is its ranking, with a picture of it.
  public init(_ leaderboard: Leaderboard) {
    (results, self.leaderboard) = (leaderboard.results, leaderboard)
  }

  /// More lines than this in one chart cannot be distinguished; only the best are drawn then.
  private static let mostLines = 8

  /// Writes `results.csv` (runs), `curves.csv` (recorded points), `summary.csv` (variations), `report.md`, and
  /// `figures/`: curves with bands and, for two-dimensional data, decision surfaces.
  ///
  /// - Throws: ``ExperimentError`` if a file cannot be written; then none has changed.
  public func write(toFolder folder: String) throws(ExperimentError) {
    let charts = charts
    let tables: [(name: String, bytes: [UInt8])] = [
      ("results.csv", results.repeatableFrame.csvBytes()), ("curves.csv", results.curvesFrame.csvBytes()),
      ("summary.csv", (leaderboard?.frame ?? results.summary).csvBytes()),
      ("report.md", Array(markdown(charts).utf8)),
    ]
    let files = tables + charts.map { ($0.path, Array($0.svg.utf8)) }
    try rethrowing(ExperimentError.output, OutputDirectory(folder).write(files))
  }

  /// The page of Markdown.
  public var markdown: String { markdown(charts) }
}

extension ExperimentReport {
  fileprivate struct Picture {
    let title: String
    let path: String
    let svg: String
  }

  private var charts: [Picture] {
    let shown = results.bestVariations(Self.mostLines)
    let curves = results.metrics.map { metric in
      Picture(
        title: shown.chartTitle(metric, of: results),
        path: "figures/\(metric.name.replacing("_", with: "-")).svg",
        svg: shown.chart(of: metric).svg())
    }
    let surfaces = results.variations.enumerated().compactMap { place, variation in
      variation.surface.map { surface in
        Picture(
          title: "decision surface of \(variation.label), seed \(variation.drawnRun!.seed)",
          path: "figures/surface-\(place + 1).svg", svg: surface.chart(title: variation.label).svg())
      }
    }
    let ranking = leaderboard.map {
      Picture(title: $0.chart.title, path: "figures/leaderboard.svg", svg: $0.chart.svg())
    }
    return [ranking].compactMap { $0 } + curves + surfaces
  }

  private func markdown(_ charts: [Picture]) -> String {
    var lines = ["# \(results.title.isEmpty ? "Experiment" : escaped(results.title))", ""]
    lines += [sentence, ""]
    lines += leaderboard.map(table(of:)) ?? tableOfVariations
    for chart in charts { lines += ["![\(escaped(chart.title))](\(chart.path))", ""] }
    lines += ["## Settings", ""]
    lines += table(["setting", "value"], results.settings.map { [code($0.name), escaped($0.value)] })
    return lines.joined(separator: "\n") + "\n"
  }

  private var tableOfVariations: [String] {
    // Looked for in all runs: once, not for each variation.
    let metrics = results.metrics
    return table(
      ["what varies"] + columns(metrics), results.variations.map { [escaped($0.label)] + row($0, metrics) })
      + ["", note, ""]
  }

  private func table(of leaderboard: Leaderboard) -> [String] {
    let titles = [
      "contender", "\(leaderboard.score.title), mean ± sd", "difference", "95 % interval", "folds", "failed",
      "seconds a fold",
    ]
    let rows = leaderboard.rows.map { row in
      [
        escaped(row.name),
        (row.mean.map(number) ?? "–") + (row.standardDeviation.map { " ± \(number($0))" } ?? ""),
        row.difference.map { PairedDifference.signed($0.mean) } ?? "–",
        row.difference?.reach ?? "–",
        "\(row.runs)", "\(row.failures)", row.seconds.map(number) ?? "–",
      ]
    }
    let ofLosses =
      results.metrics.isEmpty
      ? ""
      : " The losses below are a network's own, over the rows that it set aside to choose its best epoch."
    return table(titles, rows) + [
      "", escaped(leaderboard.verdict), "",
      "Each contender learned from the other rows of a fold and was scored on the fold's own. A difference is from the"
        + " best, fold by fold; its interval is that of Nadeau and Bengio's corrected resampled t-test."
        + ofLosses,
      "",
    ]
  }

  private var sentence: String {
    let runs = results.runs
    let diverged = runs.count(where: \.isDiverged)
    let what = leaderboard == nil ? "variation" : "contender"
    var text = Format.count(results.variations.count, what) + ", "
    text += results.isComplete ? "\(runs.count) runs" : "\(runs.count) of \(results.plannedRuns) runs so far"
    if diverged > 0 { text += ", of which \(diverged) diverged" }
    return text + ". The runs took \(number(runs.reduce(0) { $0 + $1.seconds })) s of processor time."
  }

  private var note: String {
    let criterion = results.convergence.map { "A run has converged when it ends with a \($0.text). " } ?? ""
    return criterion
      + "Values are those of a run's final weights: the median over the runs that did not diverge, and the quartiles in brackets."
  }

  private func columns(_ metrics: [RunMetric]) -> [String] {
    ["runs"] + (results.convergence == nil ? [] : ["converged"]) + ["diverged"] + metrics.map(\.title)
      + ["test loss, mean ± sd", "seconds a run"]
  }

  private func row(_ variation: VariationResults, _ metrics: [RunMetric]) -> [String] {
    let loss = variation.statistics(of: .testLoss)
    let mean = loss.map { loss in
      number(loss.mean) + (loss.standardDeviation.isFinite ? " ± \(number(loss.standardDeviation))" : "")
    }
    var cells = ["\(variation.runs.count)"]
    if let share = variation.convergedShare { cells.append(percent(share)) }
    cells.append(percent(variation.divergedShare))
    cells += metrics.map { text(of: variation.statistics(of: $0)) }
    return cells + [mean ?? "–", variation.seconds.map { number($0.median) } ?? "–"]
  }

  private func text(of statistics: RunStatistics?) -> String {
    guard let statistics else { return "–" }
    let quartiles = "\(number(statistics.lowerQuartile)) to \(number(statistics.upperQuartile))"
    return "\(number(statistics.median)) (\(quartiles))"
  }

  private func table(_ titles: [String], _ rows: [[String]]) -> [String] {
    ([titles, titles.map { _ in "---" }] + rows).map { cells in
      "| " + cells.joined(separator: " | ") + " |"
    }
  }

  /// A text from the experiment's description as Markdown and HTML show it: neither takes a part of it for its own.
  private func escaped(_ text: String) -> String {
    visible(text.replacing(/\s+/, with: " ")).reduce(into: "") { result, character in
      switch character {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\\", "`", "*", "_", "~", "[", "]", "|", "$": result += "\\\(character)"
      default: result.append(character)
      }
    }
  }

  /// A name in the type of code.
  private func code(_ name: String) -> String {
    name.allSatisfy { $0.isLetter || $0.isNumber || "._- ".contains($0) } ? "`\(name)`" : escaped(name)
  }

  private func number(_ value: Double) -> String { String(format: "%.3g", value) }
}

extension ExperimentResults {
  /// The results of the variations with the lowest median test loss, in their original order.
  fileprivate func bestVariations(_ count: Int) -> ExperimentResults {
    guard variations.count > count else { return self }
    let losses = variations.map { $0.statistics(of: .testLoss)?.median ?? .infinity }
    let best = losses.indices.sorted { (losses[$0], $0) < (losses[$1], $1) }.prefix(count).sorted()
    var results = self
    results.variations = best.map { variations[$0] }
    return results
  }

  fileprivate func chartTitle(_ metric: RunMetric, of all: ExperimentResults) -> String {
    let part = variations.count < all.variations.count ? ", the best \(variations.count) variations" : ""
    return "\(metric.title) over the epochs\(part): medians, with bands from the lower to the upper quartile"
  }
}
