import Vintner

/// A run that is trained on its own thread while viewers watch it and change it.
///
/// The thread exists while there is something to train, and trains in short bursts. Training and commands that change the
/// run take turns with it: one of them owns it at a time. The lock guards everything else, and is held for moments only, so
/// that no question about a run (its latest snapshot, is it watched, has it been closed), no pause and no new beginning
/// ever waits for training. Viewers read snapshots, copies of the weights that are published at most sixty times a second.
final class PlaygroundSession: @unchecked Sendable {
  // Sendable holds because what a run contains is used only by the thread that has made it the owned one, and every
  // stored property only under the lock.
  let lock = Condition()
  private var run: SessionRun
  /// The run that a thread is working with; another one than `run` where that was replaced meanwhile.
  private var owned: SessionRun?
  private var pace = Pace()
  private var focus: Focus?
  /// The updates to make in one call.
  private var burstUpdates = 1
  /// Steps that a command waits for.
  private var steps: Steps?
  private var stepCount = 0
  private var isRunning = false
  private var isClosed = false
  private var hasThread = false
  /// Commands that wait for the run.
  private var waiting = 0
  private var latest: SessionSnapshot
  /// When it was made.
  private var published = 0.0
  private var isWatched = false
  /// When a viewer last came or left.
  private var watchedUntil: Double
  let tables: (any TableSource)?
  let memory: MemoryBudget
  private let clock: Clock

  /// How long a burst of training lasts, in seconds.
  static let burst = 0.002
  /// The least time between two frames, in seconds.
  static let frameInterval = 1.0 / 60
  /// How long a question waits for an up-to-date answer, in seconds.
  private static let patience = 0.03

  /// Creates a run, paused.
  ///
  /// - Parameters:
  ///   - state: the run's settings.
  ///   - tables: where its table is found. Default: there are none.
  ///   - memory: of which the run takes its part. Default: half of the machine's.
  ///   - clock: what paces training, and measures how long the run has had no viewers. Default: the system's.
  /// - Throws: `SessionError` where the settings do not fit, or there is no memory.
  init(
    _ state: PlaygroundState, tables: (any TableSource)? = nil, memory: MemoryBudget = MemoryBudget(),
    clock: Clock = .system
  ) throws(SessionError) {
    let run = try ServerThread.training { () throws(SessionError) in
      try SessionRun(state, from: tables, memory)
    }
    self.run = run
    self.tables = tables
    self.memory = memory
    self.clock = clock
    watchedUntil = clock.now
    latest = run.snapshot()
  }

  /// Ends the thread. A closed session never runs again.
  func close() {
    let run = lock.withLock {
      isClosed = true
      isRunning = false
      lock.broadcast()
      return self.run
    }
    run.release()
  }

  deinit { close() }

  // MARK: Training

  /// Starts the thread where there is something to train and none. Under the lock.
  ///
  /// - Throws: `SessionError.busy` where the system has no thread left; the run is paused then.
  private func startThread() throws(SessionError) {
    guard isRunning || steps != nil, !isClosed, !hasThread else { return }
    hasThread = ServerThread.start("vintner-session", for: .training) { [weak self] in
      Self.work(for: { self })
    }
    guard !hasThread else { return }
    (isRunning, steps, latest.isRunning) = (false, nil, false)
    throw .busy("The system has no thread left to train with: end other programs.")
  }

  /// The thread's life. It holds the session no longer than for a burst, so that an abandoned session is freed.
  private static func work(for owner: () -> PlaygroundSession?) {
    while let session = owner(), session.workForABurst() {}
  }

  /// Trains for a moment, or waits; returns whether the thread continues.
  private func workForABurst() -> Bool {
    lock.lock()
    guard isRunning || steps != nil, !isClosed else {
      hasThread = false
      lock.unlock()
      return false
    }
    let isTaken = owned === run || waiting > 0
    let patience = isTaken ? 0.1 : steps != nil ? 0 : pace.patience(now: clock.now)
    guard patience <= 0 else {
      lock.wait(seconds: min(max(patience, 0.0005), 0.1))
      lock.unlock()
      return true
    }
    owned = run
    var burst = Burst(run: run, pace: pace, steps: steps, updates: burstUpdates, focus: focus)
    let (isDue, steps) = (isWatched && clock.now - published >= Self.frameInterval - Self.burst, steps)
    lock.unlock()
    burst.train(clock)
    let snapshot = isDue || burst.hasEnded ? burst.snapshot : nil
    lock.lock()
    if owned === burst.run { owned = nil }
    if run === burst.run, !isClosed {
      (pace, burstUpdates) = (burst.pace, burst.updates)
      if self.steps?.number == steps?.number { self.steps = burst.hasEnded ? nil : burst.steps }
      if burst.run.ending != nil { isRunning = false }
      if let snapshot { publish(snapshot) }
    }
    lock.broadcast()
    lock.unlock()
    return true
  }

  /// Shows viewers a snapshot from now on. Under the lock.
  private func publish(_ snapshot: SessionSnapshot) {
    let number = latest.number + 1
    latest = snapshot
    (latest.number, latest.isRunning) = (number, isRunning)
    if !isRunning { latest.epochsPerSecond = 0 }
    published = clock.now
  }
}

extension PlaygroundSession {
  /// Waits until the run is free, and takes it; returns whether that has happened in time. Under the lock.
  ///
  /// - Parameter seconds: how long to wait. Default: any time.
  private func take(within seconds: Double = .infinity) -> Bool {
    let end = Clock.system.now + seconds
    waiting += 1
    while owned === run, Clock.system.now < end { lock.wait(seconds: end - Clock.system.now) }
    waiting -= 1
    guard owned !== run else { return false }
    owned = run
    return true
  }

  /// Carries out a command when the run is free, and publishes a snapshot of its result.
  func command<Value>(
    _ body: (inout SessionControl) throws(SessionError) -> Value
  ) throws(SessionError) -> Value {
    lock.lock()
    _ = take()
    guard !isClosed else {
      owned = nil
      lock.broadcast()
      lock.unlock()
      throw Self.ended
    }
    let run = run
    var control = SessionControl(run: run, isRunning: isRunning, pace: pace, focus: focus)
    lock.unlock()

    let result = Result { () throws(SessionError) in try body(&control) }
    let snapshot = run.snapshot(epochsPerSecond: control.pace.epochsPerSecond, focus: control.focus)

    lock.lock()
    defer {
      lock.broadcast()
      lock.unlock()
    }
    if owned === run { owned = nil }
    guard case .success = result, self.run === run, !isClosed else { return try result.get() }
    if control.isRunning != isRunning || control.paceIsNew {
      pace = control.pace
      pace.restart(now: clock.now)
    }
    if control.isRunning != isRunning { steps = nil }
    (isRunning, focus) = (control.isRunning, control.focus)
    publish(snapshot)
    try startThread()
    return try result.get()
  }

  static let ended = SessionError.absent("This run has ended: begin a new one.")

  /// Puts another run in the place of this one, without waiting for training.
  ///
  /// - Parameters:
  ///   - isRunning: whether it is trained. Default: as this one.
  ///   - keepsFocus: whether it has the same neurons. Default: yes.
  func replace(
    by next: SessionRun, isRunning: Bool? = nil, keepsFocus: Bool = true
  ) throws(SessionError) {
    lock.lock()
    defer {
      lock.broadcast()
      lock.unlock()
    }
    guard !isClosed else { throw Self.ended }
    (run, steps, burstUpdates) = (next, nil, 1)
    self.isRunning = isRunning ?? self.isRunning
    if !keepsFocus { focus = nil }
    pace.restart(now: clock.now)
    publish(next.snapshot(focus: focus))
    try startThread()
  }

  /// Stops training, without waiting for it.
  func stopTraining() {
    lock.withLock {
      (isRunning, steps) = (false, nil)
      if latest.isRunning { publish(latest) }
      lock.broadcast()
    }
  }

  /// Makes steps on the run's thread, and waits for them. What pauses or restarts the run ends them early.
  ///
  /// - Parameter seconds: how long they may take at most.
  func make(_ count: Int, _ kind: Step, within seconds: Double) throws(SessionError) {
    lock.lock()
    defer { lock.unlock() }
    while steps != nil, !isClosed { lock.wait() }
    stepCount += 1
    let number = stepCount
    steps = Steps(number: number, kind: kind, left: count, end: clock.now + seconds)
    try startThread()
    while steps?.number == number, !isClosed { lock.wait() }
  }

  /// The newest snapshot, also of a run that nobody watches; that of the burst before where one takes long.
  var newestSnapshot: SessionSnapshot {
    lock.lock()
    guard !isClosed, take(within: Self.patience) else {
      defer { lock.unlock() }
      return latest
    }
    let (run, focus, pace) = (run, focus, pace)
    let isNew = run.training.updates != latest.updates || run.training.epoch != latest.epoch
    lock.unlock()
    let snapshot = isNew ? run.snapshot(epochsPerSecond: pace.epochsPerSecond, focus: focus) : nil
    lock.lock()
    defer {
      lock.broadcast()
      lock.unlock()
    }
    if owned === run { owned = nil }
    if let snapshot, self.run === run { publish(snapshot) }
    return latest
  }

  /// The latest snapshot. While a run with viewers is training, it is at most a sixtieth of a second old.
  var snapshot: SessionSnapshot { lock.withLock { latest } }

  /// The number of the latest snapshot, and whether the run is being trained.
  var progress: (number: Int, isRunning: Bool) {
    lock.withLock { (latest.number, isRunning || steps != nil) }
  }
}

extension PlaygroundSession {
  /// Sets whether the run has viewers.
  func watch(_ isWatched: Bool) {
    lock.withLock {
      self.isWatched = isWatched
      watchedUntil = clock.now
    }
  }

  /// Notes a request from somebody who is not a viewer.
  func touch() { lock.withLock { watchedUntil = clock.now } }

  /// Whether the run has had no viewer for so many seconds, or is closed.
  func isAbandoned(after seconds: Double) -> Bool {
    lock.withLock { isClosed || (!isWatched && clock.now - watchedUntil > seconds) }
  }

  /// Whether there is a thread that trains.
  var isAtWork: Bool { lock.withLock { hasThread } }
  /// Whether the session is closed.
  var hasClosed: Bool { lock.withLock { isClosed } }

  /// The losses of the epochs so far.
  ///
  /// - Throws: `SessionError.absent` where the session is closed.
  var curve: [RunPoint] {
    get throws(SessionError) {
      guard !hasClosed else { throw Self.ended }
      return newestSnapshot.curve
    }
  }

  /// What a page shows of the run in its current state.
  ///
  /// - Throws: `SessionError.absent` where the session is closed.
  func frame() throws(SessionError) -> JSON {
    guard !hasClosed else { throw Self.ended }
    return FrameRenderer(newestSnapshot).json
  }
}

/// What a command may change.
struct SessionControl {
  let run: SessionRun
  var isRunning: Bool
  var pace: Pace { didSet { paceIsNew = true } }
  var focus: Focus?
  fileprivate(set) var paceIsNew = false

  /// Lets the run continue where a rule has ended it.
  func resume() throws(SessionError) {
    guard run.ending != nil else { return }
    try ServerThread.training { [run] () throws(SessionError) in try run.resume() }
  }
}
