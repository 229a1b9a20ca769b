import Pipelines
import Synchronization

/// Which runs of an experiment have ended, how far the others are, and what went wrong.
final class RunLedger: Sendable {
  private struct State {
    var runs: [ExperimentRun?]
    var finished: Int
    /// The share that is done of each run that has begun.
    var begun: [Int: Double] = [:]
    /// The error of the run that comes first, and its place.
    var failure: (place: Int, error: VintnerError)?
    var lastTold: ContinuousClock.Instant?
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

  /// Whether a run could not be carried out.
  var hasFailed: Bool { state.withLock { $0.failure != nil } }

  /// Notes that a run has ended.
  func ended(_ place: Int, _ run: ExperimentRun) {
    state.withLock { state in
      state.runs[place] = run
      state.begun[place] = nil
      state.finished += 1
      tell(&state, always: true)
    }
  }

  /// Notes how far a run is, from 0 to 1.
  func reached(_ place: Int, _ share: Double) {
    guard progress != nil else { return }
    state.withLock { state in
      state.begun[place] = min(share, 1)
      tell(&state, always: false)
    }
  }

  /// Notes that a run cannot be carried out. Of several the first in order is reported, whichever came first.
  func failed(_ place: Int, _ error: VintnerError) {
    state.withLock { state in
      if place < state.failure?.place ?? .max { state.failure = (place, error) }
    }
  }

  /// The runs that have ended, in their order.
  ///
  /// - Throws: the error of a run that could not be carried out.
  func runs() throws(VintnerError) -> [ExperimentRun] {
    let (runs, failure) = state.withLock { ($0.runs, $0.failure) }
    if let failure { throw failure.error }
    return runs.compactMap { $0 }
  }

  private func tell(_ state: inout State, always: Bool) {
    guard let progress else { return }
    let now = ContinuousClock.now
    if !always, let last = state.lastTold, now - last < Self.shortestPause { return }
    state.lastTold = now
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
