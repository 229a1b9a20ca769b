import Vintner

/// Training, commands and questions take turns with a run.
extension PlaygroundSession {
  /// How long a question waits for an up-to-date answer, in seconds.
  private static let patience = 0.03
  /// How long a command waits for an update to end, in seconds.
  private static let commandPatience = 2.0

  /// Waits until the run is free, and takes it; returns whether that has happened in time. Under the lock.
  private func take(within seconds: Double) -> Bool {
    let end = Clock.system.now + seconds
    waiting += 1
    while owned === run, Clock.system.now < end { lock.wait(seconds: end - Clock.system.now) }
    waiting -= 1
    guard owned !== run else { return false }
    owned = run
    return true
  }

  /// Gives back a run that was taken. Under the lock.
  func giveBack(_ taken: SessionRun) {
    if owned === taken { owned = nil }
    if isClosed, owned == nil {
      taken.release()
      run.release()
    }
    lock.broadcast()
  }

  /// Carries out a command when the run is free, and publishes a snapshot of its result.
  ///
  /// - Throws: `SessionError.busy` where an update takes too long.
  func command<Value>(
    _ body: (SessionRun, inout SessionControl) throws(SessionError) -> Value
  ) throws(SessionError) -> Value {
    lock.lock()
    guard take(within: Self.commandPatience) else {
      defer { lock.unlock() }
      throw isClosed
        ? Self.ended
        : .busy(
          "An update of this run takes long, and is still under way: pause the run and try again, or give it smaller"
            + " batches.")
    }
    let run = run
    guard !isClosed else {
      giveBack(run)
      lock.unlock()
      throw Self.ended
    }
    var control = SessionControl(isRunning: isRunning, pace: pace, focus: focus)
    lock.unlock()

    let result = Result { () throws(SessionError) in try body(run, &control) }
    let snapshot = run.snapshot(epochsPerSecond: control.pace.epochsPerSecond, focus: control.focus)

    lock.lock()
    defer { lock.unlock() }
    giveBack(run)
    guard case .success = result, self.run === run, !isClosed else { return try result.get() }
    try carryOut(control, showing: snapshot)
    return try result.get()
  }

  /// Carries out a command that the run itself is not needed for, without waiting for training.
  func adjust(_ body: (inout SessionControl) throws(SessionError) -> Void) throws(SessionError) {
    lock.lock()
    defer { lock.unlock() }
    guard !isClosed else { throw Self.ended }
    var control = SessionControl(isRunning: isRunning, pace: pace, focus: focus)
    try body(&control)
    var snapshot = latest
    snapshot.focus = control.focus
    try carryOut(control, showing: snapshot)
  }

  /// Under the lock.
  private func carryOut(_ control: SessionControl, showing snapshot: SessionSnapshot) throws(SessionError) {
    if control.isRunning != isRunning || control.paceIsNew {
      pace = control.pace
      restartPace()
    }
    if control.isRunning != isRunning { steps = nil }
    (isRunning, focus) = (control.isRunning, control.focus)
    publish(snapshot)
    lock.broadcast()
    try startThread()
  }

  /// Under the lock.
  private func restartPace() {
    pace.restart(now: clock.now)
    paceBeginning += 1
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
    // A thread that is in the middle of an update of the run before leaves this one to another.
    if owned === run { (hasThread, threadNumber) = (false, threadNumber + 1) }
    (run, steps, burstUpdates) = (next, nil, 1)
    self.isRunning = isRunning ?? self.isRunning
    if !keepsFocus { focus = nil }
    restartPace()
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
  /// - Parameter seconds: how long they may take, but for an update that takes longer, whose end is not waited for.
  /// - Throws: `SessionError.busy` where others' steps take that long.
  func make(_ count: Int, _ kind: Step, within seconds: Double) throws(SessionError) {
    lock.lock()
    defer { lock.unlock() }
    func wait(while isWaiting: () -> Bool) {
      let end = Clock.system.now + seconds
      while isWaiting(), !isClosed, Clock.system.now < end { lock.wait(seconds: end - Clock.system.now) }
    }
    wait { steps != nil }
    guard steps == nil else { throw .busy("Steps of this run are still under way: wait for them to end.") }
    stepCount += 1
    let number = stepCount
    steps = Steps(number: number, kind: kind, left: count, end: clock.now + seconds)
    try startThread()
    wait { steps?.number == number }
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
    defer { lock.unlock() }
    giveBack(run)
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
