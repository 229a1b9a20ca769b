import Foundation
import Vintner

/// A run that is trained on a thread of its own while others look on and change it.
///
/// The thread is there while the run goes on, and works in short spells; a command waits for the end of one.
/// Whoever looks on gets a copy of the weights, at most sixty times a second: pictures are made of that, on the
/// looker's thread.
public final class PlaygroundSession: @unchecked Sendable {
  // Sendable holds because every stored property is used under the lock, but for `run` within a spell, when
  // `isBusy` keeps all others away from it.
  let lock = NSCondition()
  private var run: SessionRun
  private var isRunning = false
  private var isBusy = false
  private var isClosed = false
  private var hasThread = false
  private var waiting = 0
  private var pace = Pace()
  private var focus: Focus?
  private var latest: SessionSnapshot
  private var number = 0
  private var wantsSnapshot = false
  /// When somebody came or went last who looks on.
  private var watchedUntil = Clock.now
  private let tables: any TableSource

  /// How long a spell of training lasts, in seconds.
  private static let spell = 0.002
  /// How long a picture is good, in seconds.
  static let frameInterval = 1.0 / 60

  /// Begins a run, paused.
  ///
  /// - Parameters:
  ///   - state: what is run.
  ///   - tables: where the table is, if it runs on one.
  /// - Throws: `SessionError` where the run cannot be.
  public init(_ state: PlaygroundState, tables: any TableSource = NoTables()) throws(SessionError) {
    let run = try Self.begun(state, tables)
    self.run = run
    self.tables = tables
    latest = run.snapshot
  }

  private static func begun(
    _ state: PlaygroundState, _ tables: any TableSource
  ) throws(SessionError) -> SessionRun {
    try state.check()
    return try SessionRun(state, try SessionMaterial(state, tables))
  }

  /// Ends the thread. A session that is closed is never run again.
  public func close() {
    lock.lock()
    isClosed = true
    isRunning = false
    lock.broadcast()
    lock.unlock()
  }

  deinit { close() }

  // MARK: Training

  /// Begins the thread where the run goes on and has none. Under the lock.
  private func startThread() {
    guard isRunning, !isClosed, !hasThread else { return }
    hasThread = true
    let thread = Thread { [weak self] in Self.work(for: { self }) }
    thread.name = "vintner-session"
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// The thread's life. It holds the session for no longer than a spell, so that one that nobody has ends.
  private static func work(for owner: () -> PlaygroundSession?) {
    while let session = owner(), session.workASpell() {}
  }

  /// Trains for a moment, or waits for a while; answers whether the thread goes on. A run that rests has none.
  private func workASpell() -> Bool {
    lock.lock()
    guard isRunning, !isClosed else {
      hasThread = false
      lock.unlock()
      return false
    }
    let patience = pace.patience(now: Clock.now)
    guard waiting == 0, patience <= 0 else {
      _ = lock.wait(until: Date(timeIntervalSinceNow: min(max(patience, 0.0005), 0.1)))
      lock.unlock()
      return true
    }
    isBusy = true
    lock.unlock()
    train()
    lock.lock()
    isBusy = false
    if run.ending != nil { isRunning = false }
    pace.measure(epochs: run.training.epoch, now: Clock.now)
    let isDue = wantsSnapshot && Clock.now - lastSnapshot >= Self.frameInterval - Self.spell
    if isDue || !isRunning { takeSnapshot() }
    lock.broadcast()
    lock.unlock()
    return true
  }

  private var lastSnapshot = 0.0

  /// Trains for a spell, or for as much as the pace allows.
  private func train() {
    var now = Clock.now
    let end = now + Self.spell
    repeat {
      let allowed = pace.allowed(now: now)
      guard allowed > 0 else { return }
      let before = (epochs: run.training.epoch, updates: run.training.updates)
      run.advance(updates: min(allowed, spellUpdates))
      let (start, made) = (now, run.training.updates - before.updates)
      now = Clock.now
      pace.spend(updates: made, epochs: run.training.epoch - before.epochs)
      if made > 0 {
        spellUpdates = max(1, min(Int(Double(made) * Self.spell / max(now - start, 1e-6)), 1 << 20))
      }
    } while now < end && run.ending == nil
  }

  /// How many updates to ask for at once.
  private var spellUpdates = 1
}

extension PlaygroundSession {
  /// Does something while no spell is under way, and takes a picture of what came of it.
  func command<Value>(_ body: (inout SessionControl) throws(SessionError) -> Value) throws(SessionError)
    -> Value
  {
    lock.lock()
    waiting += 1
    while isBusy { lock.wait() }
    waiting -= 1
    defer {
      lock.broadcast()
      lock.unlock()
    }
    guard !isClosed else { throw .absent("This run has ended: begin a new one.") }
    var control = SessionControl(run: run, isRunning: isRunning, pace: pace, focus: focus)
    let value = try body(&control)
    if control.isRunning != isRunning || control.run !== run { pace.restart(now: Clock.now) }
    run = control.run
    isRunning = control.isRunning
    focus = control.focus
    if control.paceIsNew {
      pace = control.pace
      pace.restart(now: Clock.now)
    }
    takeSnapshot()
    startThread()
    return value
  }

  private func takeSnapshot() {
    number += 1
    lastSnapshot = Clock.now
    latest = run.snapshot(
      number: number, isRunning: isRunning, epochsPerSecond: isRunning ? pace.epochsPerSecond : 0,
      focus: focus)
  }

  /// What there was to see last. While training runs it is up to date to a sixtieth of a second where
  /// somebody is ``watch(_:)``ing.
  var snapshot: SessionSnapshot {
    lock.lock()
    defer { lock.unlock() }
    return latest
  }

  /// Says whether somebody looks on while training runs.
  func watch(_ isWatched: Bool) {
    lock.lock()
    wantsSnapshot = isWatched
    watchedUntil = Clock.now
    lock.unlock()
  }

  /// Takes note of somebody who asks without looking on.
  func touch() {
    lock.lock()
    watchedUntil = Clock.now
    lock.unlock()
  }

  /// Whether nobody has looked on for so many seconds, or the run has ended for good.
  func isAbandoned(after seconds: Double) -> Bool {
    lock.lock()
    defer { lock.unlock() }
    return isClosed || (!wantsSnapshot && Clock.now - watchedUntil > seconds)
  }

  /// The losses so far.
  public var curve: [(epoch: Int, trainLoss: Double, testLoss: Double)] {
    get throws(SessionError) {
      try command { control in control.run.curve.points.map { ($0.epoch, $0.train, $0.test) } }
    }
  }

  /// Begins a state anew: the material may take long, and no lock is held meanwhile.
  func begun(_ state: PlaygroundState) throws(SessionError) -> SessionRun { try Self.begun(state, tables) }

  /// The table of a state; `nil` where it runs on none.
  func table(of state: PlaygroundState) -> DataFrame? { state.table.flatMap { tables.table($0) } }
}

extension PlaygroundSession {
  /// The number of what there was to see last.
  var snapshotNumber: Int { snapshot.number }
  /// Whether training went on then.
  var snapshotIsRunning: Bool { snapshot.isRunning }
  /// Whether there is a thread that trains.
  var isAtWork: Bool {
    lock.lock()
    defer { lock.unlock() }
    return hasThread
  }
  /// Whether the run has ended for good.
  var hasClosed: Bool {
    lock.lock()
    defer { lock.unlock() }
    return isClosed
  }

  /// What a page shows of the run now, as JSON.
  package func frame() throws(SessionError) -> JSON {
    try command { _ throws(SessionError) in }
    return FrameRenderer(snapshot).json
  }
}
