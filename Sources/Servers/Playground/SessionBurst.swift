import Vintner

/// Steps that are still to be made.
struct Steps {
  let number: Int
  let kind: PlaygroundSession.Step
  var left: Int
  /// When they end in any case.
  let end: Double
}

/// A moment of a run's training. It is used by the thread that owns the run.
struct Burst {
  let run: SessionRun
  var pace: Pace
  /// The steps to make; `nil` where the run is trained until something ends it.
  var steps: Steps?
  /// The updates to make in one call.
  var updates: Int
  let focus: Focus?
  private var isLate = false

  init(run: SessionRun, pace: Pace, steps: Steps?, updates: Int, focus: Focus?) {
    (self.run, self.pace, self.steps, self.updates, self.focus) = (run, pace, steps, updates, focus)
  }

  /// Whether the run, or the steps, have ended.
  var hasEnded: Bool { run.ending != nil || steps.map { $0.left <= 0 || isLate } ?? false }

  var snapshot: SessionSnapshot { run.snapshot(epochsPerSecond: pace.epochsPerSecond, focus: focus) }

  /// Trains for two milliseconds, or one update that takes longer; less where the pace or the steps allow less.
  mutating func train(_ clock: Clock) {
    var now = clock.now
    let end = now + PlaygroundSession.burst
    repeat {
      let allowed = allowed(now)
      guard allowed > 0 else { break }
      let before = (epochs: run.training.epoch, updates: run.training.updates)
      run.advance(updates: min(allowed, updates))
      let (start, made) = (now, run.training.updates - before.updates)
      now = clock.now
      count(updates: made, epochs: run.training.epoch - before.epochs)
      if made > 0 {
        let rate = Double(made) / max(now - start, 1e-6)
        updates = max(1, min(Int(rate * PlaygroundSession.burst), 1 << 20))
      }
    } while now < end && !hasEnded
    isLate = steps.map { now > $0.end } ?? false
    pace.measure(epochs: run.training.epoch, now: now)
  }

  private mutating func allowed(_ now: Double) -> Int {
    guard let steps else { return pace.allowed(now: now) }
    return steps.kind == .update ? steps.left : .max
  }

  private mutating func count(updates: Int, epochs: Int) {
    if let steps {
      // An epoch without a full batch has no update, and is over all the same.
      self.steps!.left -= steps.kind == .update ? max(1, updates) : epochs
    } else {
      pace.spend(updates: updates, epochs: epochs)
    }
  }
}
