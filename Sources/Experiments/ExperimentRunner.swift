import LinearAlgebra
import Pipelines

extension Experiment {
  /// Runs every variation with every seed.
  ///
  /// - Parameters:
  ///   - threads: the number of simultaneous runs, 1 or more; the results do not depend on it. Default: the number
  ///     of cores.
  ///   - folder: the folder in which each finished run is saved; runs found there are not repeated. Default: none.
  ///   - keepingNetworks: whether the results hold each run's network. Default `true`.
  ///   - progress: called after every run and from time to time in between, one call at a time.
  ///   - isCancelled: called before every update; after it returns `true`, the results are those of the finished
  ///     runs. Default: never.
  ///   - noting: called before the first run with what the user should know, a sentence each. Default: nothing.
  /// - Throws: ``ExperimentError`` if a variation cannot be run, or a run cannot be saved.
  public func run(
    threads: Int? = nil, savingTo folder: ExperimentFolder? = nil, keepingNetworks: Bool = true,
    progress: (@Sendable (ExperimentProgress) -> Void)? = nil,
    isCancelled: @escaping @Sendable () -> Bool = { false }, noting: ([String]) -> Void = { _ in }
  ) throws(ExperimentError) -> ExperimentResults {
    precondition(threads ?? 1 > 0, "An experiment takes 1 thread or more, received \(threads ?? 0).")
    guard runCount <= Self.mostRuns else { throw .tooManyRuns(runCount, limit: Self.mostRuns) }
    let cells = cells
    let notices = try check(cells)
    let (saved, lost) = try folder?.open(description(of: cells)) ?? ([], [])
    noting(notices + lost)
    let places = Dictionary(uniqueKeysWithValues: seeds.enumerated().map { ($1, $0) })
    var done = [ExperimentRun?](repeating: nil, count: cells.count * seeds.count)
    for run in saved { places[run.seed].map { done[run.variation * seeds.count + $0] = run } }
    let runner = ExperimentRunner(
      experiment: self, cells: cells, folder: folder, keepingNetworks: keepingNetworks,
      isCancelled: isCancelled, ledger: RunLedger(done, progress: progress))
    let runs = try runner.run(threads: threads ?? ThreadTeam.processorCount)
    folder?.close()
    var results = ExperimentResults(self, cells, runs)
    results.variations = try rethrowing(
      ExperimentError.pipeline,
      zip(results.variations, cells).map { (variation, cell) throws(VintnerError) in
        try variation.drawingMedianRun(of: cell.trial)
      })
    return results
  }

  /// - Returns: what the user should know of the variations, each sentence once.
  /// - Throws: ``ExperimentError`` with the variation that cannot be run.
  private func check(_ cells: [Cell<Base>]) throws(ExperimentError) -> [String] {
    var names = Set<String>()
    for variation in variations {
      if case .range = variation.source {
        guard case .random = combination else { throw .rangeWithoutRandom(setting: variation.name) }
      }
      guard names.insert(variation.name).inserted else {
        throw .repeated(what: "setting", text: variation.name)
      }
    }
    var known = Set<UInt64>()
    if let seed = seeds.first(where: { !known.insert($0).inserted }) {
      throw .repeated(what: "seed", text: "\(seed)")
    }
    var notices: [String] = []
    for cell in cells {
      do throws(VintnerError) {
        for notice in try cell.trial.check() where !notices.contains(notice) { notices.append(notice) }
      } catch {
        throw cell.changes.isEmpty ? .pipeline(error) : .variation(cell.changes, problem: "\(error)")
      }
    }
    return notices
  }
}

/// The progress of an experiment.
public struct ExperimentProgress: Sendable {
  /// The number of runs.
  public let runs: Int
  /// The number of finished runs, those found in the folder included.
  public let finishedRuns: Int
  /// The number of runs found in the folder.
  public let resumedRuns: Int
  /// The share of all epochs that is done, from 0 to 1, assuming that no run ends early.
  public let share: Double
  /// The estimated time left, in seconds; `nil` until there is progress to estimate from.
  public let secondsLeft: Double?
}

/// Carries out the runs of an experiment that are not finished yet.
private struct ExperimentRunner<Base: Trial>: Sendable {
  let experiment: Experiment<Base>
  let cells: [Cell<Base>]
  let folder: ExperimentFolder?
  let keepingNetworks: Bool
  let isCancelled: @Sendable () -> Bool
  let ledger: RunLedger

  /// - Returns: the finished runs, variation by variation, each with its seeds in order.
  func run(threads: Int) throws(ExperimentError) -> [ExperimentRun] {
    let (seeds, ledger, isCancelled) = (experiment.seeds, ledger, isCancelled)
    // Seed by seed, so that the first results cover every variation.
    let open = (0..<cells.count * seeds.count).map { place in
      place % cells.count * seeds.count + place / cells.count
    }.filter { !ledger.isDone($0) }
    if !open.isEmpty {
      ThreadTeam(count: min(threads, open.count)).deal(open.count) { index, _ in
        guard !ledger.hasFailed, !isCancelled() else { return }
        let place = open[index]
        do throws(ExperimentError) {
          try ThreadTeam.keepingSubnormals { () throws(ExperimentError) in
            guard let run = try run(place / seeds.count, seed: seeds[place % seeds.count], place: place)
            else {
              return
            }
            try folder?.append(run)
            ledger.ended(place, run)
          }
        } catch {
          ledger.failed(place, error)
        }
      }
    }
    return try ledger.runs()
  }

  /// - Returns: `nil` if the run was interrupted.
  private func run(_ cell: Int, seed: UInt64, place: Int) throws(ExperimentError) -> ExperimentRun? {
    let points = folder?.beginRun(variation: cell, seed: seed)
    let ledger = ledger
    var recording = TrialRecording(
      every: experiment.recordEvery, wantsSurface: seed == experiment.seeds[0], isCancelled: isCancelled
    ) { point, epochs in
      points?.append(point)
      ledger.reached(place, Double(point.epoch) / Double(max(epochs, 1)))
    }
    defer { points?.end() }
    let start = threadProcessorTime()
    var outcome: TrialOutcome
    do throws(VintnerError) {
      recording.checkpoints = folder?.checkpoints(variation: cell, seed: seed)
      outcome = try cells[cell].trial.outcome(seed: seed, recording: recording)
    } catch {
      guard case .notResumed = error else { throw .pipeline(error) }
      // The checkpoint of another version of Vintner.
      recording.checkpoints?.remove()
      recording.checkpoints = nil
      outcome = try rethrowing(
        ExperimentError.pipeline, cells[cell].trial.outcome(seed: seed, recording: recording))
    }
    guard outcome.ending != .interrupted else { return nil }
    recording.checkpoints?.remove()
    return ExperimentRun(
      variation: cell, seed: seed, outcome, seconds: threadProcessorTime() - start,
      keepingNetwork: keepingNetworks)
  }
}
