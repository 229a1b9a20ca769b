import Vintner

/// What an experiment is reported as: a block for people, an object for programs.
struct ExperimentPresentation {
  private let results: ExperimentResults
  private let folder: String

  init(_ results: ExperimentResults, folder: String) {
    self.results = results
    self.folder = folder
  }

  /// A row a variation, and the figures of all of it below.
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

  var json: JSONValue {
    .object([
      ("runs", .integer(results.runs.count)), ("planned_runs", .integer(results.plannedRuns)),
      ("variations", .array(results.variations.map(object))), ("output", .text(folder)),
    ])
  }

  private func object(_ variation: VariationResults) -> JSONValue {
    .object(
      [
        ("label", .text(variation.label)),
        ("changes", .object(variation.changes.map { ($0.name, .text($0.value)) })),
        ("runs", .integer(variation.runs.count)), ("converged", JSONValue(variation.convergedShare)),
        ("diverged", .number(variation.divergedShare)),
      ]
        + results.figures.map { ($0.name, Self.object(variation.statistics(of: $0))) }
        + [("seconds", JSONValue(variation.seconds?.median))])
  }

  private static func object(_ statistics: RunStatistics?) -> JSONValue {
    guard let statistics else { return .null }
    return .object([
      ("count", .integer(statistics.count)), ("median", .number(statistics.median)),
      ("q1", .number(statistics.lowerQuartile)), ("q3", .number(statistics.upperQuartile)),
      ("mean", .number(statistics.mean)), ("sd", .number(statistics.standardDeviation)),
      ("min", .number(statistics.minimum)), ("max", .number(statistics.maximum)),
    ])
  }
}
