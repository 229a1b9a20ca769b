/// The speed limit of training, and its measured speed.
struct Pace: Sendable {
  /// What is counted.
  enum Unit: String, Sendable, CaseIterable {
    case epoch, update
  }

  /// A number of epochs or updates a second; `nil` for no limit.
  var limit: (unit: Unit, perSecond: Double)?
  /// Epochs or updates that are due, as of a moment.
  private var credit = 0.0
  private var since = 0.0
  /// Where the measurement of the speed began.
  private var mark: (epochs: Int, time: Double)?
  private(set) var epochsPerSecond = 0.0

  /// Forgets what is due and what was measured.
  mutating func restart(now: Double) {
    credit = limit == nil ? 0 : 1
    since = now
    mark = nil
    epochsPerSecond = 0
  }

  /// The seconds until something is due; 0 or less where it is.
  func patience(now: Double) -> Double {
    guard let limit else { return 0 }
    return (1 - credit) / limit.perSecond - (now - since)
  }

  /// The updates that are due now; an epoch is trained as a whole.
  mutating func allowed(now: Double) -> Int {
    guard let limit else { return .max }
    // What was missed by more than a tenth of a second is not caught up on.
    credit = min(credit + (now - since) * limit.perSecond, max(1, limit.perSecond / 10))
    since = now
    guard credit >= 1 else { return 0 }
    return limit.unit == .epoch ? .max : Int(credit)
  }

  /// Counts what was trained.
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
