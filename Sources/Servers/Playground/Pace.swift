/// How fast training may go, and how fast it goes.
struct Pace: Sendable {
  /// What is counted.
  enum Unit: String, Sendable, CaseIterable {
    case epoch, update
  }

  /// So many a second; `nil` for as many as there can be.
  var limit: (unit: Unit, perSecond: Double)?
  /// What is owed, in the limit's unit, since a moment.
  private var credit = 0.0
  private var since = 0.0
  /// Of the measurement of the speed.
  private var mark: (epochs: Int, time: Double)?
  private(set) var epochsPerSecond = 0.0

  /// Forgets what was owed and measured.
  mutating func restart(now: Double) {
    credit = limit == nil ? 0 : 1
    since = now
    mark = nil
    epochsPerSecond = 0
  }

  /// The seconds until there is something to do; 0 or less where there is.
  func patience(now: Double) -> Double {
    guard let limit else { return 0 }
    return (1 - credit) / limit.perSecond - (now - since)
  }

  /// The updates that may be made now; an epoch is made whole.
  mutating func allowed(now: Double) -> Int {
    guard let limit else { return .max }
    // What could not be kept up with is not made up for.
    credit = min(credit + (now - since) * limit.perSecond, max(1, limit.perSecond / 10))
    since = now
    guard credit >= 1 else { return 0 }
    return limit.unit == .epoch ? .max : Int(credit)
  }

  /// Counts what was made.
  mutating func spend(updates: Int, epochs: Int) {
    guard let limit else { return }
    credit -= Double(limit.unit == .epoch ? epochs : updates)
  }

  /// Measures the speed over the last half a second.
  mutating func measure(epochs: Int, now: Double) {
    guard let mark, mark.epochs <= epochs else {
      self.mark = (epochs, now)
      return
    }
    let seconds = now - mark.time
    if seconds >= 0.5 || (epochsPerSecond == 0 && seconds > 0.05) {
      epochsPerSecond = Double(epochs - mark.epochs) / seconds
      if seconds >= 0.5 { self.mark = (epochs, now) }
    }
  }
}
