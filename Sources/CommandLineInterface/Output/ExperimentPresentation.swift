import Vintner

/// An experiment's results: a table for people, an object for programs.
struct ExperimentPresentation {
  private let results: ExperimentResults
  private let folder: String

  init(_ results: ExperimentResults, folder: String) {
    self.results = results
    self.folder = folder
  }

  /// One line for each variation, and details of the experiment below.
  var text: String {
    let width = min(max(Console.resultWidth, 40), 80)
    return table + "\n\n"
      + entries.map { Format.entry($0, $1, indent: 11, width: width) }.joined(separator: "\n")
  }

  private var table: String {
    results.table(title: "time") { $0.seconds.map { Format.duration($0.median) } ?? "–" }
  }

  private var entries: [(label: String, text: String)] {
    let runs = results.runs
    let count = results.isComplete ? "\(runs.count)" : "\(runs.count) of \(results.plannedRuns)"
    let ran = "\(count), medians over the seeds of what a run ended with"
    return [("runs", ran)]
      + (results.convergence.map { [("converged", "means a \($0.text)")] } ?? [])
      + [
        ("computing", Format.duration(runs.reduce(0) { $0 + $1.seconds })),
        ("written", "\(folder): report.md, figures, summary.csv, results.csv, curves.csv"),
      ]
  }

  var json: JSON {
    .object([
      ("runs", .integer(results.runs.count)), ("planned_runs", .integer(results.plannedRuns)),
      ("variations", .array(results.variations.map(object))), ("output", .text(folder)),
    ])
  }

  private func object(_ variation: VariationResults) -> JSON {
    .object(
      [
        ("label", .text(variation.label)),
        ("changes", .object(variation.changes.map { ($0.name, .text($0.value)) })),
        ("runs", .integer(variation.runs.count)), ("converged", .optional(variation.convergedShare)),
        ("diverged", .number(variation.divergedShare)),
      ]
        + results.metrics.map { ($0.name, Self.object(variation.statistics(of: $0))) }
        + [("seconds", .optional(variation.seconds?.median))])
  }

  private static func object(_ statistics: RunStatistics?) -> JSON {
    guard let statistics else { return .null }
    return .object(
      [("count", .integer(statistics.count))]
        + RunStatistics.named.map { ($0.name, .number($0.value(statistics))) })
  }
}
