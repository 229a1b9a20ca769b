import LinearAlgebra
import Pipelines
import Synchronization

extension Experiment {
  /// Runs every variation with every seed.
  ///
  /// - Parameters:
  ///   - threads: how many runs at a time, 1 or more; the results do not depend on it. Default: as many as
  ///     there are cores.
  ///   - folder: where each run is saved as it ends; what is there already is not run again. Default: nowhere.
  ///   - keepingNetworks: whether the results hold each run's network. Default `true`.
  ///   - progress: told of every run that ends, and of how far the others are, one call at a time.
  ///   - isCancelled: asked before every update; after it answers `true` the runs that have ended are all there
  ///     is. Default: never.
  /// - Throws: ``VintnerError`` where a variation cannot be run, or a run cannot be saved.
  public func run(
    threads: Int? = nil, savingTo folder: ExperimentFolder? = nil, keepingNetworks: Bool = true,
    progress: (@Sendable (ExperimentProgress) -> Void)? = nil,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(VintnerError) -> ExperimentResults {
    precondition(threads ?? 1 > 0, "An experiment takes 1 thread or more, received \(threads ?? 0).")
    let cells = cells
    try check(cells)
    let saved = try folder?.open(description(of: cells)) ?? []
    let places = Dictionary(uniqueKeysWithValues: seeds.enumerated().map { ($1, $0) })
    var done = [ExperimentRun?](repeating: nil, count: cells.count * seeds.count)
    for run in saved { places[run.seed].map { done[run.variation * seeds.count + $0] = run } }
    let runner = ExperimentRunner(
      self, cells, done, folder: folder, keepingNetworks: keepingNetworks, isCancelled: isCancelled,
      progress: progress)
    let runs = try runner.run(threads: threads ?? ThreadTeam.processorCount)
    try folder?.close()
    return ExperimentResults(self, cells, runs)
  }

  /// - Throws: ``VintnerError/experiment(_:)`` with the variation that cannot be run.
  func check(_ cells: [Cell<Base>]) throws(VintnerError) {
    var names = Set<String>()
    for variation in variations {
      if case .range = variation.source {
        guard case .random = combination else {
          throw .experiment(.rangeWithoutRandom(setting: variation.name))
        }
      }
      guard names.insert(variation.name).inserted else {
        throw .experiment(.repeated(what: "setting", text: variation.name))
      }
    }
    if let seed = seeds.enumerated().first(where: { seeds[..<$0.offset].contains($0.element) })?.element {
      throw .experiment(.repeated(what: "seed", text: "\(seed)"))
    }
    for cell in cells {
      do throws(VintnerError) {
        try cell.trial.check()
      } catch {
        throw cell.changes.isEmpty ? error : .experiment(.variation(cell.changes, problem: "\(error)"))
      }
    }
  }
}

/// How far an experiment is.
public struct ExperimentProgress: Sendable {
  /// How many runs there are.
  public let runs: Int
  /// How many have ended, those that were found in a folder among them.
  public let finishedRuns: Int
  /// How many of those were found in a folder.
  public let resumedRuns: Int
  /// The share of all epochs that is done, from 0 to 1; runs that may end early count as if they would not.
  public let share: Double
  /// The time that is left, in seconds, as the runs of this process let expect; `nil` before there is any.
  public let secondsLeft: Double?
}

/// Carries out the runs of an experiment that are not done yet.
private struct ExperimentRunner<Base: Trial>: Sendable {
  private let experiment: Experiment<Base>
  private let cells: [Cell<Base>]
  private let folder: ExperimentFolder?
  private let keepingNetworks: Bool
  private let isCancelled: @Sendable () -> Bool
  private let ledger: RunLedger

  init(
    _ experiment: Experiment<Base>, _ cells: [Cell<Base>], _ done: [ExperimentRun?],
    folder: ExperimentFolder?, keepingNetworks: Bool, isCancelled: @escaping @Sendable () -> Bool,
    progress: (@Sendable (ExperimentProgress) -> Void)?
  ) {
    self.experiment = experiment
    self.cells = cells
    self.folder = folder
    self.keepingNetworks = keepingNetworks
    self.isCancelled = isCancelled
    ledger = RunLedger(done, progress: progress)
  }

  /// - Returns: the runs that have ended, variation after variation, each with its seeds in their order.
  func run(threads: Int) throws(VintnerError) -> [ExperimentRun] {
    let (seeds, ledger, isCancelled) = (experiment.seeds, ledger, isCancelled)
    // Seed after seed: the first figures are of every variation.
    let open = (0..<cells.count * seeds.count).map { place in
      place % cells.count * seeds.count + place / cells.count
    }.filter { !ledger.isDone($0) }
    if !open.isEmpty {
      ThreadTeam(count: min(threads, open.count)).deal(open.count) { index, _ in
        guard !ledger.hasFailed, !isCancelled() else { return }
        let place = open[index]
        do throws(VintnerError) {
          if let run = try run(place / seeds.count, seed: seeds[place % seeds.count], place: place) {
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

  /// - Returns: `nil` where the run was interrupted.
  private func run(_ cell: Int, seed: UInt64, place: Int) throws(VintnerError) -> ExperimentRun? {
    let points = try folder?.beginRun(variation: cell, seed: seed)
    let ledger = ledger
    let recording = TrialRecording(
      every: experiment.recordEvery, wantsSurface: seed == experiment.seeds[0], isCancelled: isCancelled
    ) { point, epochs in
      points?.append(point)
      ledger.reached(place, Double(point.epoch) / Double(max(epochs, 1)))
    }
    defer { points?.end() }
    let start = threadProcessorTime()
    let outcome = try cells[cell].trial.outcome(seed: seed, recording: recording)
    guard outcome.ending != .interrupted else { return nil }
    return ExperimentRun(
      variation: cell, seed: seed, outcome, seconds: threadProcessorTime() - start,
      keepingNetwork: keepingNetworks)
  }
}
