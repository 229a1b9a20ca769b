import Foundation
import Pipelines
import Tabular

/// An experiment's results in files: tables, pictures, and a page of Markdown that shows them.
///
///     try ExperimentReport(results).write(toFolder: "spiral-rates")
public struct ExperimentReport: Sendable {
  private let results: ExperimentResults

  public init(_ results: ExperimentResults) { self.results = results }

  /// More lines than this in one picture cannot be told apart: then the best are drawn.
  private static let mostLines = 8

  /// Writes `results.csv` (a row a run), `curves.csv` (a row a recorded point), `summary.csv` (a row a
  /// variation), `report.md`, and `figures/`: the curves with their bands and, of two-dimensional data, the
  /// decision surfaces.
  ///
  /// - Throws: ``VintnerError/output(_:)``; then none of them has changed.
  public func write(toFolder folder: String) throws(VintnerError) {
    let figures = figures
    let tables: [(name: String, bytes: [UInt8])] = [
      ("results.csv", results.repeatableFrame.csvBytes()), ("curves.csv", results.curvesFrame.csvBytes()),
      ("summary.csv", results.summary.csvBytes()), ("report.md", Array(markdown(figures).utf8)),
    ]
    try writing { () throws(OutputError) in
      let directory = try OutputDirectory(folder)
      _ = try OutputDirectory(directory.path(of: "figures"))
      try directory.write(tables + figures.map { ($0.path, Array($0.svg.utf8)) })
    }
  }

  /// The page.
  public var markdown: String { markdown(figures) }
}

extension ExperimentReport {
  fileprivate struct Figure {
    let title: String
    let path: String
    let svg: String
  }

  private var figures: [Figure] {
    let shown = results.bestVariations(Self.mostLines)
    let curves = results.figures.map { figure in
      Figure(
        title: shown.chartTitle(figure, of: results),
        path: "figures/\(figure.name.replacing("_", with: "-")).svg",
        svg: shown.chart(of: figure).svg())
    }
    let surfaces = results.variations.enumerated().compactMap { place, variation in
      variation.surface.map { surface in
        Figure(
          title: "decision surface of \(variation.label), seed \(results.seedsText)",
          path: "figures/surface-\(place + 1).svg", svg: surface.chart(title: variation.label).svg())
      }
    }
    return curves + surfaces
  }

  private func markdown(_ figures: [Figure]) -> String {
    var lines = ["# \(results.title.isEmpty ? "Experiment" : results.title)", ""]
    lines += [sentence, ""]
    lines += table(["what varies"] + columns, results.variations.map { [$0.label] + row($0) })
    lines += ["", note, ""]
    for figure in figures { lines += ["![\(figure.title)](\(figure.path))", ""] }
    lines += ["## Settings", ""]
    lines += table(["setting", "value"], results.settings.map { ["`\($0.name)`", $0.value] })
    return lines.joined(separator: "\n") + "\n"
  }

  private var sentence: String {
    let runs = results.runs
    let diverged = runs.count(where: \.isDiverged)
    var text = "\(results.variations.count) \(results.variations.count == 1 ? "variation" : "variations"), "
    text += results.isComplete ? "\(runs.count) runs" : "\(runs.count) of \(results.plannedRuns) runs so far"
    if diverged > 0 { text += ", of which \(diverged) diverged" }
    return text + ". The runs took \(figure(runs.reduce(0) { $0 + $1.seconds })) s of the processor's time."
  }

  private var note: String {
    let criterion = results.convergence.map { "A run has converged when it ends with a \($0.text). " } ?? ""
    return criterion
      + "Figures are those of the weights that a run ended with: the median over the runs that did not diverge, and the quartiles in brackets."
  }

  private var columns: [String] {
    ["runs"] + (results.convergence == nil ? [] : ["converged"]) + ["diverged"] + results.figures.map(\.title)
      + ["test loss, mean ± sd", "seconds a run"]
  }

  private func row(_ variation: VariationResults) -> [String] {
    let loss = variation.statistics(of: .testLoss)
    let mean = loss.map { loss in
      figure(loss.mean) + (loss.standardDeviation.isFinite ? " ± \(figure(loss.standardDeviation))" : "")
    }
    var cells = ["\(variation.runs.count)"]
    if let share = variation.convergedShare { cells.append(percent(share)) }
    cells.append(percent(variation.divergedShare))
    cells += results.figures.map { text(of: variation.statistics(of: $0)) }
    return cells + [mean ?? "–", variation.seconds.map { figure($0.median) } ?? "–"]
  }

  private func text(of statistics: FigureStatistics?) -> String {
    guard let statistics else { return "–" }
    let quartiles = "\(figure(statistics.lowerQuartile)) to \(figure(statistics.upperQuartile))"
    return "\(figure(statistics.median)) (\(quartiles))"
  }

  private func table(_ titles: [String], _ rows: [[String]]) -> [String] {
    ([titles, titles.map { _ in "---" }] + rows).map { cells in
      "| " + cells.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }.joined(separator: " | ")
        + " |"
    }
  }

  private func figure(_ value: Double) -> String { String(format: "%.3g", value) }

  private func percent(_ share: Double) -> String {
    share.isFinite ? String(format: "%.0f %%", 100 * share) : "–"
  }
}

extension ExperimentResults {
  /// The seed whose surfaces are drawn.
  fileprivate var seedsText: String { runs.first.map { "\($0.seed)" } ?? "" }

  /// The results of those variations alone that have the lowest median test loss, in their order.
  fileprivate func bestVariations(_ count: Int) -> ExperimentResults {
    guard variations.count > count else { return self }
    let losses = variations.map { $0.statistics(of: .testLoss)?.median ?? .infinity }
    let best = losses.indices.sorted { (losses[$0], $0) < (losses[$1], $1) }.prefix(count).sorted()
    return ExperimentResults(self, variations: best.map { variations[$0] })
  }

  private init(_ other: ExperimentResults, variations: [VariationResults]) {
    self.init(
      title: other.title, variations: variations, convergence: other.convergence,
      plannedRuns: other.plannedRuns, settings: other.settings)
  }

  fileprivate func chartTitle(_ figure: RunFigure, of all: ExperimentResults) -> String {
    let part = variations.count < all.variations.count ? ", the best \(variations.count) variations" : ""
    return "\(figure.title) over the epochs\(part): medians, with bands from the lower to the upper quartile"
  }
}
