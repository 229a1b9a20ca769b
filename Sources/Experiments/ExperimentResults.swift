import Pipelines
import Tabular

/// The results of an experiment: its runs, and statistics of its variations.
///
///     print(results)                                  // one row per variation
///     results.summary                                 // the same and more as a DataFrame
///     results["0.3"].statistics(of: .testLoss)?.median          // "hidden 8" where several settings vary
///     results.chart(of: .testLoss).svg()
public struct ExperimentResults: Sendable {
  /// The title of charts and report; may be empty.
  public let title: String
  /// The variations with their runs, in the order of the experiment's table.
  public internal(set) var variations: [VariationResults]
  /// The criterion of convergence, if one was given.
  public let convergence: Convergence?
  /// The number of runs the experiment has; an interrupted one has finished fewer.
  public let plannedRuns: Int
  /// The settings of the base, of the variations and of the experiment.
  public let settings: [TrialSetting]

  /// Every run, variation after variation, each with its seeds in their order.
  public var runs: [ExperimentRun] { variations.flatMap(\.runs) }

  /// Whether no run is missing.
  public var isComplete: Bool { runs.count == plannedRuns }

  /// The results of the variation with a label: `0.3`, or `hidden 8` where several settings vary.
  ///
  /// - Precondition: there is such a variation.
  public subscript(label: String) -> VariationResults {
    guard let found = variations.first(where: { $0.label == label }) else {
      preconditionFailure("A variation is one of \(variations.map(\.label)), received \(label).")
    }
    return found
  }

  /// The settings that vary, in the order in which they were given.
  public var variedSettings: [String] {
    variations.reduce(into: []) { names, variation in
      for change in variation.changes where !names.contains(change.name) { names.append(change.name) }
    }
  }

  /// The metrics that the runs have: accuracies in a classification only.
  public var metrics: [RunMetric] {
    let points = runs.lazy.compactMap { $0.final ?? $0.curve.last }
    return RunMetric.allCases.filter { metric in points.contains { $0[metric] != nil } }
  }
}

extension ExperimentResults {
  init<Base>(_ experiment: Experiment<Base>, _ cells: [Cell<Base>], _ runs: [ExperimentRun]) {
    let byVariation = Dictionary(grouping: runs, by: \.variation)
    let labels = Self.labels(of: cells.map(\.changes))
    self.init(
      title: experiment.title,
      variations: cells.enumerated().map { place, cell in
        VariationResults(
          label: labels[place], changes: cell.changes, runs: byVariation[place] ?? [],
          convergence: experiment.convergence)
      }, convergence: experiment.convergence, plannedRuns: cells.count * experiment.seeds.count,
      settings: experiment.description(of: cells).settings)
  }

  /// The names of variations: no two are alike.
  ///
  /// Of a single setting that varies they are its values; of several each value follows its setting's name. A sample
  /// that was drawn before gets a number: `hidden 8 (2)`.
  static func labels(of variations: [[TrialSetting]]) -> [String] {
    let isOneSetting = Set(variations.joined().map(\.name)).count == 1
    var taken: Set<String> = []
    return variations.map { changes in
      let label =
        isOneSetting && changes.count == 1
        ? changes[0].value : changes.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
      let name = changes.isEmpty ? "base" : label
      var unique = name
      var number = 1
      while !taken.insert(unique).inserted {
        number += 1
        unique = "\(name) (\(number))"
      }
      return unique
    }
  }
}

/// The results of one variation: a run for each seed.
public struct VariationResults: Sendable {
  /// The variation's name in tables and charts: `0.3`, or where several settings vary `batch_size 10, learning_rate 0.3`.
  public let label: String
  /// The changed settings with their new values; empty for the base.
  public let changes: [TrialSetting]
  /// The finished runs, in the order of their seeds.
  public let runs: [ExperimentRun]
  /// The criterion of convergence, if the experiment has one.
  public let convergence: Convergence?

  /// Statistics of a metric of the final weights, over the runs that did not diverge; `nil` if all did.
  public func statistics(of metric: RunMetric) -> RunStatistics? {
    RunStatistics(runs.compactMap { $0[metric] })
  }

  /// The run whose test loss is the middle one, of an even number of runs the lower of the two: one to draw. Runs that
  /// diverged come last.
  ///
  /// - Precondition: there is a run.
  public var medianRun: ExperimentRun {
    precondition(!runs.isEmpty, "A variation without runs has no median run.")
    let places = runs.indices.sorted { (loss(of: $0), $0) < (loss(of: $1), $1) }
    return runs[places[(runs.count - 1) / 2]]
  }

  private func loss(of place: Int) -> Double { runs[place][.testLoss] ?? .infinity }

  /// The runs' processor times, in seconds.
  public var seconds: RunStatistics? { RunStatistics(runs.map(\.seconds)) }

  /// The first recorded epoch that met the criterion, over the runs in which one did.
  public var convergedEpochs: RunStatistics? {
    convergence.flatMap { criterion in
      RunStatistics(runs.compactMap { $0.epoch(reaching: criterion).map(Double.init) })
    }
  }

  /// The share of the runs that diverged, from 0 to 1.
  public var divergedShare: Double { share(where: \.isDiverged) }

  /// The share of the runs that converged, from 0 to 1; `nil` without a criterion.
  public var convergedShare: Double? {
    convergence.map { criterion in share { $0.isConverged(criterion) } }
  }

  private func share(where holds: (ExperimentRun) -> Bool) -> Double {
    runs.isEmpty ? .nan : Double(runs.count(where: holds)) / Double(runs.count)
  }
}
