/// A trial of a study: the values of its hyperparameters and what they gave.
public struct StudyTrial: Sendable, Equatable {
  /// How far a trial is.
  public enum State: String, Sendable {
    case running = "RUNNING"
    case completed = "COMPLETE"
    /// Ended early, as it was no longer promising.
    case pruned = "PRUNED"
    case failed = "FAIL"
    /// Waits for someone to run it.
    case waiting = "WAITING"
  }

  /// An objective's value amid a trial.
  public struct Report: Sendable, Equatable {
    /// When: an epoch, for example, or a fold.
    public let step: Int
    /// The value; it may be NaN or infinite.
    public let value: Double

    /// Creates a report.
    public init(step: Int, value: Double) { (self.step, self.value) = (step, value) }
  }

  /// The place in the study, from 0.
  public let number: Int
  /// How far it is.
  public var state: State
  /// The numbers of its parameters' values: of a choice its index.
  public var parameters: [String: Double]
  /// The objective's value; that of a pruned trial is the last report's.
  public var value: Double?
  /// The values on the way, with ascending steps.
  public private(set) var reports: [Report]

  /// Creates a trial. Default: it is running, and nothing is reported yet.
  public init(
    number: Int, state: State = .running, parameters: [String: Double], value: Double? = nil,
    reports: [Report] = []
  ) {
    (self.number, self.state, self.parameters, self.value) = (number, state, parameters, value)
    self.reports = reports.sorted { $0.step < $1.step }
  }

  /// Adds a report; a step that was reported before keeps its value.
  public mutating func report(_ value: Double, step: Int) {
    let place = firstReport(from: step)
    if place < reports.count, reports[place].step == step { return }
    reports.insert(Report(step: step, value: value), at: place)
  }

  /// The place of the first report at a step or after it; the number of reports if there is none.
  func firstReport(from step: Int) -> Int {
    var (low, high) = (0, reports.count)
    while low < high {
      let middle = (low + high) / 2
      if reports[middle].step < step { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// What a study knows when it decides: its parameters, its direction and the trials so far.
public struct StudyHistory: Sendable {
  /// Whether small or large values are sought.
  public enum Direction: String, Sendable {
    case minimize = "MINIMIZE"
    case maximize = "MAXIMIZE"
  }

  /// The study's name.
  public let name: String
  /// The parameters that are varied.
  public let space: SearchSpace
  /// Whether small or large values are sought.
  public let direction: Direction
  /// The trials in the order of their numbers.
  public var trials: [StudyTrial]

  /// Creates a history. Default: small values are sought, and there are no trials yet.
  public init(
    name: String, space: SearchSpace, direction: Direction = .minimize, trials: [StudyTrial] = []
  ) {
    (self.name, self.space, self.direction, self.trials) = (name, space, direction, trials)
  }

  /// The completed trial of the best finite value, the first of equal ones.
  public var best: StudyTrial? {
    trials.filter { $0.state == .completed && ($0.value?.isFinite ?? false) }
      .min { loss($0.value!) < loss($1.value!) }
  }

  /// A value turned so that smaller is better.
  func loss(_ value: Double) -> Double { direction == .minimize ? value : -value }
}
