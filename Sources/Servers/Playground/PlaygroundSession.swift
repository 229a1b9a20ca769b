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
  var run: SessionRun
  /// The run that a thread is working with; another one than `run` where that was replaced meanwhile.
  var owned: SessionRun?
  /// Renders its frames.
  let frames = FrameCache()
  var pace = Pace()
  /// Counts how often the pace has begun anew.
  var paceBeginning = 0
  var focus: Focus?
  /// The updates to make in one call.
  var burstUpdates = 1
  /// Steps that a command waits for.
  var steps: Steps?
  var stepCount = 0
  var isRunning = false
  var isClosed = false
  var hasThread = false
  /// Which of the threads is the session's: those before end after their burst.
  var threadNumber = 0
  /// Commands that wait for the run.
  var waiting = 0
  var latest: SessionSnapshot
  /// When it was made.
  private var published = 0.0
  var isWatched = false
  /// When a viewer last came or left.
  var watchedUntil: Double
  let tables: (any TableSource)?
  let memory: MemoryBudget
  let clock: Clock

  /// How long a burst of training lasts, in seconds.
  static let burst = 0.002
  /// The least time between two frames, in seconds.
  static let frameInterval = 1.0 / 60
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
    let run = try TrainingThread.result { () throws(SessionError) in
      try SessionRun(state, from: tables, memory)
    }
    self.run = run
    self.tables = tables
    self.memory = memory
    self.clock = clock
    watchedUntil = clock.now
    latest = run.snapshot()
  }

  /// Ends the thread, without waiting for it. A closed session never runs again; it gives its memory back once the
  /// update is over that is being made.
  func close() {
    lock.withLock {
      isClosed = true
      isRunning = false
      if owned == nil { run.release() }
      lock.broadcast()
    }
  }

  /// Waits until a closed session has given its memory back; returns whether that has happened in time.
  func isReleased(within seconds: Double) -> Bool {
    let end = Clock.system.now + seconds
    return lock.withLock {
      while owned != nil, Clock.system.now < end { lock.wait(seconds: end - Clock.system.now) }
      return owned == nil
    }
  }

  deinit { close() }

  // MARK: Training

  /// Starts the thread where there is something to train and none. Under the lock.
  ///
  /// - Throws: `SessionError.busy` where the system has no thread left; the run is paused then.
  func startThread() throws(SessionError) {
    guard isRunning || steps != nil, !isClosed, !hasThread else { return }
    threadNumber += 1
    hasThread = TrainingThread.start("vintner-session") { [weak self, threadNumber] in
      Self.work(for: { self }, threadNumber)
    }
    guard !hasThread else { return }
    (isRunning, steps, latest.isRunning) = (false, nil, false)
    throw .busy("The system has no thread left to train with: end other programs.")
  }

  /// The thread's life. It holds the session no longer than for a burst, so that an abandoned session is freed.
  private static func work(for owner: () -> PlaygroundSession?, _ number: Int) {
    while let session = owner(), session.workForABurst(number) {}
  }

  /// Trains for a moment, or waits; returns whether the thread continues.
  private func workForABurst(_ number: Int) -> Bool {
    lock.lock()
    guard number == threadNumber else {
      lock.unlock()
      return false
    }
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
    let (steps, beginning) = (steps, paceBeginning)
    let isDue = isWatched && clock.now - published >= Self.frameInterval - Self.burst
    lock.unlock()
    burst.train(clock)
    let snapshot = isDue || burst.hasEnded ? burst.snapshot : nil
    lock.lock()
    if run === burst.run, !isClosed {
      burstUpdates = burst.updates
      // Another speed may have been set meanwhile.
      if paceBeginning == beginning { pace = burst.pace }
      if self.steps?.number == steps?.number { self.steps = burst.hasEnded ? nil : burst.steps }
      if burst.run.ending != nil { isRunning = false }
      if let snapshot { publish(snapshot) }
    }
    giveBack(burst.run)
    lock.unlock()
    return true
  }

  /// Shows viewers a snapshot from now on. Under the lock.
  func publish(_ snapshot: SessionSnapshot) {
    let number = latest.number + 1
    latest = snapshot
    (latest.number, latest.isRunning) = (number, isRunning)
    if !isRunning { latest.epochsPerSecond = 0 }
    published = clock.now
  }
}
