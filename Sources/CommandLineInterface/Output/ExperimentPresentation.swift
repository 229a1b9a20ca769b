import Vintner

/// The report of an experiment: a table for people, an object for programs.
struct ExperimentPresentation {
  let results: ExperimentResults
  let folder: String

  /// One line for each variation, and details of the experiment below.
  var text: String {
    let table = results.table(title: "time") { $0.seconds.map { Format.duration($0.median) } ?? "–" }
    let runs = results.runs
    let count = results.isComplete ? "\(runs.count)" : "\(runs.count) of \(results.plannedRuns)"
    var entries = [("runs", "\(count); the values are medians over the seeds at the end of a run")]
    if let convergence = results.convergence {
      entries.append(("converged", "means a \(convergence.text)"))
    }
    entries += [
      ("computing", Format.duration(runs.reduce(0) { $0 + $1.seconds })),
      ("written", "\(folder): report.md, figures, summary.csv, results.csv, curves.csv"),
    ]
    return "\(table)\n\n\(Console.block(entries, indent: 11))"
  }

  var json: JSON {
    let metrics = results.metrics
    return .object([
      ("runs", .integer(results.runs.count)), ("planned_runs", .integer(results.plannedRuns)),
      ("variations", .array(results.variations.map { object($0, metrics) })), ("output", .text(folder)),
    ])
  }

  private func object(_ variation: VariationResults, _ metrics: [RunMetric]) -> JSON {
    .object(
      [
        ("label", .text(variation.label)),
        ("changes", .object(variation.changes.map { ($0.name, .text($0.value)) })),
        ("runs", .integer(variation.runs.count)), ("converged", .optional(variation.convergedShare)),
        ("diverged", .number(variation.divergedShare)),
      ]
        + metrics.map { ($0.name, Self.object(variation.statistics(of: $0))) }
        + [("seconds", .optional(variation.seconds?.median))])
  }

  private static func object(_ statistics: RunStatistics?) -> JSON {
    guard let statistics else { return .null }
    return .object(
      [("count", .integer(statistics.count))]
        + RunStatistics.named.map { ($0.name, .number($0.value(statistics))) })
  }
}
