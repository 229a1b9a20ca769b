import Pipelines
import Tabular

/// What came of an experiment: its runs, and what they say about its variations.
///
///     print(results)                                  // a row a variation
///     results.summary                                 // the same and more as a DataFrame
///     results["0.3"].statistics(of: .testLoss)?.median
///     results.chart(of: .testLoss).svg()
public struct ExperimentResults: Sendable {
  /// What stands above pictures and report; may be empty.
  public let title: String
  /// The variations with their runs, in the order of the experiment's table.
  public let variations: [VariationResults]
  /// When a run counts as converged; `nil` where nobody asked.
  public let convergence: Convergence?
  /// How many runs there should be; fewer are there where it was interrupted.
  public let plannedRuns: Int
  /// What was run: the settings of the base, of the variations and of the experiment.
  public let settings: [TrialSetting]

  /// Every run, variation after variation, each with its seeds in their order.
  public var runs: [ExperimentRun] { variations.flatMap(\.runs) }

  /// Whether no run is missing.
  public var isComplete: Bool { runs.count == plannedRuns }

  /// The results of a variation, by its label: `0.3`.
  ///
  /// - Precondition: there is one.
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

  /// The figures that the runs have: accuracies in a classification only.
  public var figures: [RunFigure] {
    let points = runs.lazy.compactMap { $0.final ?? $0.curve.last }
    return RunFigure.allCases.filter { figure in points.contains { $0[figure] != nil } }
  }
}

extension ExperimentResults {
  init<Base>(_ experiment: Experiment<Base>, _ cells: [Cell<Base>], _ runs: [ExperimentRun]) {
    let byVariation = Dictionary(grouping: runs, by: \.variation)
    self.init(
      title: experiment.title,
      variations: cells.enumerated().map { place, cell in
        VariationResults(
          changes: cell.changes, runs: byVariation[place] ?? [], convergence: experiment.convergence)
      }, convergence: experiment.convergence, plannedRuns: cells.count * experiment.seeds.count,
      settings: experiment.description(of: cells).settings)
  }
}

/// What came of one variation: its runs, a seed each.
public struct VariationResults: Sendable {
  /// The settings that were changed, and what they became; none of the base alone.
  public let changes: [TrialSetting]
  /// The runs that ended, in the order of their seeds.
  public let runs: [ExperimentRun]
  let convergence: Convergence?

  /// What the variation is called in tables and pictures: `0.3`, or with several settings
  /// `batch_size 10, learning_rate 0.3`.
  public var label: String {
    switch changes.count {
    case 0: "base"
    case 1: changes[0].value
    default: changes.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    }
  }

  /// A figure of the weights that the runs ended with, over all that did not diverge; `nil` where all did.
  public func statistics(of figure: RunFigure) -> FigureStatistics? {
    FigureStatistics(runs.compactMap { $0[figure] })
  }

  /// What the runs took of the processor's time, in seconds.
  public var seconds: FigureStatistics? { FigureStatistics(runs.map(\.seconds)) }

  /// The first recorded epoch that reached the criterion, over the runs in which one did.
  public var convergedEpochs: FigureStatistics? {
    convergence.flatMap { criterion in
      FigureStatistics(runs.compactMap { $0.epoch(reaching: criterion).map(Double.init) })
    }
  }

  /// The share of the runs that diverged, from 0 to 1.
  public var divergedShare: Double { share(where: \.isDiverged) }

  /// The share of the runs that converged, from 0 to 1; `nil` where nobody asked.
  public var convergedShare: Double? {
    convergence.map { criterion in share { $0.isConverged(criterion) } }
  }

  private func share(where holds: (ExperimentRun) -> Bool) -> Double {
    runs.isEmpty ? .nan : Double(runs.count(where: holds)) / Double(runs.count)
  }
}
