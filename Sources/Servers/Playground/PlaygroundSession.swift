import Foundation
import Vintner

/// A run that is trained on its own thread while viewers watch it and change it.
///
/// The thread exists while the run is training, and trains in short bursts. Training and commands take turns with the
/// run: one of them owns it at a time. The lock guards what any thread may ask, and is held for moments only, so that
/// no question about a run (is it watched, has it been closed, what is its latest snapshot) ever waits for training.
/// Viewers read snapshots, copies of the weights that are published at most sixty times a second, and render them on
/// their own threads.
final class PlaygroundSession: @unchecked Sendable {
  // Sendable holds because `run`, `pace`, `focus`, `burstUpdates`, `number` and `published` are used only by the one
  // thread that has set `isBusy`, and every other stored property only under the lock.
  let lock = NSCondition()
  private var run: SessionRun
  private var pace = Pace()
  private var focus: Focus?
  /// The updates to make in one call.
  private var burstUpdates = 1
  /// The number of the latest snapshot, and when it was made.
  private var number = 0
  private var published = 0.0

  /// Whether a thread owns the run.
  private var isBusy = false
  private var isRunning = false
  private var isClosed = false
  private var hasThread = false
  /// Commands that wait for the run.
  private var waiting = 0
  private var latest: SessionSnapshot
  private var isWatched = false
  /// When a viewer last came or left.
  private var watchedUntil: Double
  private let tables: (any TableSource)?
  private let clock: Clock

  /// How long a burst of training lasts, in seconds.
  private static let burst = 0.002
  /// The least time between two frames, in seconds.
  static let frameInterval = 1.0 / 60

  /// Creates a run, paused.
  ///
  /// - Parameters:
  ///   - state: the run's settings.
  ///   - tables: where its table is found. Default: there are none.
  ///   - clock: what paces training, and measures how long the run has had no viewers. Default: the system's.
  /// - Throws: `SessionError` where the settings do not fit.
  init(
    _ state: PlaygroundState, tables: (any TableSource)? = nil, clock: Clock = .system
  ) throws(SessionError) {
    let run = try SessionRun(state, from: tables)
    self.run = run
    self.tables = tables
    self.clock = clock
    watchedUntil = clock.now
    latest = run.snapshot
  }

  /// Ends the thread. A closed session never runs again.
  func close() {
    lock.withLock {
      isClosed = true
      isRunning = false
      lock.broadcast()
    }
  }

  deinit { close() }

  // MARK: Training

  /// Starts the thread of a run that is to be trained and has none. Under the lock.
  private func startThread() {
    guard isRunning, !isClosed, !hasThread else { return }
    hasThread = true
    let thread = Thread { [weak self] in Self.work(for: { self }) }
    thread.name = "vintner-session"
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// The thread's life. It holds the session no longer than for a burst, so that an abandoned session is freed.
  private static func work(for owner: () -> PlaygroundSession?) {
    while let session = owner(), session.workForABurst() {}
  }

  /// Trains for a moment, or waits; returns whether the thread continues.
  private func workForABurst() -> Bool {
    lock.lock()
    guard isRunning, !isClosed else {
      hasThread = false
      lock.unlock()
      return false
    }
    let patience = isBusy || waiting > 0 ? 0.1 : pace.patience(now: clock.now)
    guard patience <= 0 else {
      _ = lock.wait(until: Date(timeIntervalSinceNow: min(max(patience, 0.0005), 0.1)))
      lock.unlock()
      return true
    }
    isBusy = true
    let isWatched = isWatched
    lock.unlock()
    train()
    let hasEnded = run.ending != nil
    pace.measure(epochs: run.training.epoch, now: clock.now)
    let isDue = isWatched && clock.now - published >= Self.frameInterval - Self.burst
    let snapshot = isDue || hasEnded ? newSnapshot(isRunning: !hasEnded) : nil
    lock.lock()
    isBusy = false
    if hasEnded { isRunning = false }
    if let snapshot { latest = snapshot }
    lock.broadcast()
    lock.unlock()
    return true
  }

  /// Trains for a burst, or for as much as the pace allows.
  private func train() {
    var now = clock.now
    let end = now + Self.burst
    repeat {
      let allowed = pace.allowed(now: now)
      guard allowed > 0 else { return }
      let before = (epochs: run.training.epoch, updates: run.training.updates)
      run.advance(updates: min(allowed, burstUpdates))
      let (start, made) = (now, run.training.updates - before.updates)
      now = clock.now
      pace.spend(updates: made, epochs: run.training.epoch - before.epochs)
      if made > 0 {
        burstUpdates = max(1, min(Int(Double(made) * Self.burst / max(now - start, 1e-6)), 1 << 20))
      }
    } while now < end && run.ending == nil
  }

  /// What viewers see from now on. By the thread that owns the run.
  private func newSnapshot(isRunning: Bool) -> SessionSnapshot {
    number += 1
    published = clock.now
    return run.snapshot(
      number: number, isRunning: isRunning, epochsPerSecond: isRunning ? pace.epochsPerSecond : 0,
      focus: focus)
  }
}

extension PlaygroundSession {
  /// Carries out a command when the run is free, and publishes a snapshot of its result.
  func command<Value>(_ body: (inout SessionControl) throws -> Value) throws(SessionError) -> Value {
    lock.lock()
    waiting += 1
    while isBusy { lock.wait() }
    waiting -= 1
    guard !isClosed else {
      lock.unlock()
      throw .absent("This run has ended: begin a new one.")
    }
    isBusy = true
    let wasRunning = isRunning
    var control = SessionControl(run: run, isRunning: wasRunning, pace: pace, focus: focus)
    lock.unlock()

    let result = Result { () throws(SessionError) in try refusing { try body(&control) } }
    var snapshot: SessionSnapshot?
    if case .success = result {
      if control.isRunning != wasRunning || control.run !== run || control.paceIsNew {
        pace = control.pace
        pace.restart(now: clock.now)
      }
      run = control.run
      focus = control.focus
      snapshot = newSnapshot(isRunning: control.isRunning)
    }

    lock.lock()
    isBusy = false
    if let snapshot {
      isRunning = control.isRunning && !isClosed
      latest = snapshot
      startThread()
    }
    lock.broadcast()
    lock.unlock()
    return try result.get()
  }

  /// The latest snapshot. While a run with viewers is training, it is at most a sixtieth of a second old.
  var snapshot: SessionSnapshot { lock.withLock { latest } }

  /// Sets whether the run has viewers.
  func watch(_ isWatched: Bool) {
    lock.withLock {
      self.isWatched = isWatched
      watchedUntil = clock.now
    }
  }

  /// Lets training stop, without waiting for it.
  func stopTraining() { lock.withLock { isRunning = false } }

  /// Notes a request from somebody who is not a viewer.
  func touch() { lock.withLock { watchedUntil = clock.now } }

  /// Whether the run has had no viewer for so many seconds, or is closed.
  func isAbandoned(after seconds: Double) -> Bool {
    lock.withLock { isClosed || (!isWatched && clock.now - watchedUntil > seconds) }
  }

  /// The losses of the epochs so far.
  var curve: [RunPoint] {
    get throws(SessionError) { try command { $0.run.curve.points } }
  }

  /// A new run. Preparing its data may take long, and no lock is held meanwhile.
  func begun(_ state: PlaygroundState) throws(SessionError) -> SessionRun {
    try SessionRun(state, from: tables)
  }

  /// The table of a state; `nil` where it has none.
  func table(of state: PlaygroundState) -> DataFrame? { tables?.table(of: state) }
}

extension PlaygroundSession {
  /// Whether there is a thread that trains.
  var isAtWork: Bool { lock.withLock { hasThread } }
  /// Whether the session is closed.
  var hasClosed: Bool { lock.withLock { isClosed } }

  /// What a page shows of the run in its current state.
  func frame() throws(SessionError) -> JSON {
    try command { _ in }
    return FrameRenderer(snapshot).json
  }
}

/// What a command may change.
struct SessionControl {
  var run: SessionRun
  var isRunning: Bool
  var pace: Pace { didSet { paceIsNew = true } }
  var focus: Focus?
  fileprivate var paceIsNew = false
}
