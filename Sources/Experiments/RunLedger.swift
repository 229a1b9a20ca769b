import Foundation
import Pipelines
import Synchronization

/// Keeps an experiment's finished runs, the progress of the others, and the first error.
final class RunLedger: Sendable {
  private struct State {
    var runs: [ExperimentRun?]
    var finished: Int
    /// The share that is done of each unfinished run.
    var begun: [Int: Double] = [:]
    /// The error of the first failed run in order, with the run's index.
    var failure: (place: Int, error: ExperimentError)?
    var lastReport: ContinuousClock.Instant?
  }

  private static let shortestPause = Duration.milliseconds(50)

  private let state: Mutex<State>
  private let count: Int
  private let finishedBefore: Int
  private let start = ContinuousClock.now
  private let progress: (@Sendable (ExperimentProgress) -> Void)?

  init(_ done: [ExperimentRun?], progress: (@Sendable (ExperimentProgress) -> Void)?) {
    let finished = done.count { $0 != nil }
    state = Mutex(State(runs: done, finished: finished))
    count = done.count
    finishedBefore = finished
    self.progress = progress
  }

  func isDone(_ place: Int) -> Bool { state.withLock { $0.runs[place] != nil } }

  /// Whether a run has failed.
  var hasFailed: Bool { state.withLock { $0.failure != nil } }

  /// Records a finished run.
  func ended(_ place: Int, _ run: ExperimentRun) {
    state.withLock { state in
      state.runs[place] = run
      state.begun[place] = nil
      state.finished += 1
      report(&state, always: true)
    }
  }

  /// Records the progress of a run, from 0 to 1.
  func reached(_ place: Int, _ share: Double) {
    guard progress != nil else { return }
    state.withLock { state in
      state.begun[place] = min(share, 1)
      report(&state, always: false)
    }
  }

  /// Records a failed run. Of several, the first in order is reported, whichever failed first.
  func failed(_ place: Int, _ error: ExperimentError) {
    state.withLock { state in
      if place < state.failure?.place ?? .max { state.failure = (place, error) }
    }
  }

  /// The finished runs, in order.
  ///
  /// - Throws: the error of the first failed run.
  func runs() throws(ExperimentError) -> [ExperimentRun] {
    let (runs, failure) = state.withLock { ($0.runs, $0.failure) }
    if let failure { throw failure.error }
    return runs.compactMap { $0 }
  }

  private func report(_ state: inout State, always: Bool) {
    guard let progress else { return }
    let now = ContinuousClock.now
    if !always, let last = state.lastReport, now - last < Self.shortestPause { return }
    state.lastReport = now
    let done = Double(state.finished) + state.begun.values.reduce(0, +)
    let doneHere = done - Double(finishedBefore)
    let seconds = (now - start) / .seconds(1)
    progress(
      ExperimentProgress(
        runs: count, finishedRuns: state.finished, resumedRuns: finishedBefore,
        share: min(done / Double(count), 1),
        secondsLeft: doneHere > 0 ? seconds / doneHere * max(Double(count) - done, 0) : nil))
  }
}

/// The processor time of the calling thread, in seconds; time used by other programs does not count.
func threadProcessorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
