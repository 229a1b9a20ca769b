/// Decides whether a trial ends early because others were better at the same point.
public protocol Pruner: Sendable {
  /// Whether a trial should end after its last report.
  ///
  /// - Parameters:
  ///   - trial: the trial, with the reports so far; asked after each of them.
  ///   - history: the study so far.
  func prunes(_ trial: StudyTrial, after history: StudyHistory) -> Bool
}

/// Ends a trial whose best value so far is worse than the median of the completed trials' values at the same step.
///
/// Source: D. Golovin et al., "Google Vizier", KDD 2017, section 3.2.2 (median stopping rule), with the settings of
/// Optuna's `MedianPruner`.
public struct MedianPruner: Pruner {
  private let startup: Int
  private let warmup: Int
  private let interval: Int

  /// Creates a pruner.
  ///
  /// - Parameters:
  ///   - startup: how many trials have to be completed first. Default: 5.
  ///   - warmup: the first step at which a trial may end. Default: 0.
  ///   - interval: the steps between two decisions, counted from the warm-up; each is taken with the first report
  ///     that is due. Default: 1.
  public init(startup: Int = 5, warmup: Int = 0, interval: Int = 1) {
    precondition(startup > 0 && warmup >= 0, "A warm-up from 0, received \(startup) trials, \(warmup) steps.")
    precondition(interval > 0, "Decisions are 1 step or more apart, received \(interval).")
    (self.startup, self.warmup, self.interval) = (startup, warmup, interval)
  }

  public func prunes(_ trial: StudyTrial, after history: StudyHistory) -> Bool {
    guard let step = trial.reports.last?.step, step >= warmup else { return false }
    let due = (step - warmup) / interval * interval + warmup
    guard trial.firstReport(from: due) == trial.reports.count - 1 else { return false }
    let completed = history.trials.filter { $0.state == .completed && $0.number != trial.number }
    guard completed.count >= startup else { return false }
    let losses = trial.reports.map { history.loss($0.value) }.filter { !$0.isNaN }
    guard let best = losses.min() else { return true }
    let others = completed.compactMap { other -> Double? in
      let place = other.firstReport(from: step)
      guard place < other.reports.count, other.reports[place].step == step else { return nil }
      let loss = history.loss(other.reports[place].value)
      return loss.isNaN ? nil : loss
    }.sorted()
    guard !others.isEmpty else { return false }
    let median = 0.5 * others[(others.count - 1) / 2] + 0.5 * others[others.count / 2]
    return best > median
  }
}

/// Lets a trial go on at steps r, r·η, r·η² … only if it is among the best 1/η of those that got there: asynchronous
/// successive halving (ASHA).
///
///     step of rung k: r · η^(s + k)        goes on: within the best max(1, ⌊n / η⌋) of n
///
/// Nothing waits for other trials, whence the first η − 1 trials at a rung go on if they are the best so far.
/// Source: L. Li et al., "A system for massively parallel hyperparameter tuning", MLSys 2020, as Optuna's
/// `SuccessiveHalvingPruner` does it.
public struct SuccessiveHalvingPruner: Pruner {
  private let firstStep: Int
  private let factor: Int

  /// Creates a pruner.
  ///
  /// - Parameters:
  ///   - firstStep: the step of the first rung without a rate, r. Default: 1.
  ///   - factor: one of how many goes on, η. Default: 4.
  ///   - rate: how many rungs are left out at the beginning, s. Default: 0.
  public init(firstStep: Int = 1, factor: Int = 4, rate: Int = 0) {
    precondition(firstStep > 0, "The first rung is at step 1 or later, received \(firstStep).")
    precondition(factor > 1, "One of 2 or more goes on, received \(factor).")
    precondition(rate >= 0, "No rung or more is left out, received \(rate).")
    self.firstStep = (0..<rate).reduce(firstStep) { step, _ in Self.next(step, factor) }
    self.factor = factor
  }

  public func prunes(_ trial: StudyTrial, after history: StudyHistory) -> Bool {
    prunes(trial, after: history) { _ in true }
  }

  /// Whether a trial should end, compared with those of a study that compete with it.
  func prunes(
    _ trial: StudyTrial, after history: StudyHistory, competing: (StudyTrial) -> Bool
  ) -> Bool {
    guard let report = trial.reports.last else { return false }
    let before = trial.reports.dropLast().last?.step ?? .min
    var rung = firstStep
    while rung <= report.step {
      // A rung is reached with the first report at its step or after it.
      if rung > before {
        let loss = history.loss(report.value)
        if loss.isNaN { return true }
        let others = history.trials.compactMap { other -> Double? in
          guard other.number != trial.number, competing(other) else { return nil }
          let place = other.firstReport(from: rung)
          guard place < other.reports.count else { return nil }
          let loss = history.loss(other.reports[place].value)
          return loss.isNaN ? nil : loss
        }
        let places = max(1, (others.count + 1) / factor)
        if others.count(where: { $0 < loss }) >= places { return true }
      }
      let next = Self.next(rung, factor)
      if next == rung { break }
      rung = next
    }
    return false
  }

  /// The step of the next rung; the same if there is none.
  private static func next(_ step: Int, _ factor: Int) -> Int {
    let (next, overflows) = step.multipliedReportingOverflow(by: factor)
    return overflows ? step : next
  }
}

/// Splits trials among brackets that halve early or late, as which is better is not known beforehand: Hyperband.
///
///     S = ⌊log_η(R / r)⌋ + 1 brackets        share of the one that leaves out s rungs: ⌈S · η^(S − 1 − s) / (S − s)⌉
///
/// Source: L. Li et al., "Hyperband", JMLR 18, 2018, with brackets of asynchronous halving as Optuna's
/// `HyperbandPruner` has them: a trial's bracket follows from the study's name and the trial's number.
public struct HyperbandPruner: Pruner {
  private let brackets: [SuccessiveHalvingPruner]
  private let shares: [Int]

  /// Creates a pruner.
  ///
  /// - Parameters:
  ///   - firstStep: the step of the first rung, r. Default: 1.
  ///   - lastStep: the largest step of a trial, R.
  ///   - factor: one of how many goes on, η. Default: 3.
  public init(firstStep: Int = 1, lastStep: Int, factor: Int = 3) {
    precondition(firstStep > 0 && lastStep >= firstStep, "Steps \(firstStep) to \(lastStep) hold no rung.")
    precondition(factor > 1, "One of 2 or more goes on, received \(factor).")
    var count = 1
    var ratio = lastStep / firstStep
    while ratio >= factor {
      ratio /= factor
      count += 1
    }
    brackets = (0..<count).map { SuccessiveHalvingPruner(firstStep: firstStep, factor: factor, rate: $0) }
    shares = (0..<count).map { bracket in
      let power = (0..<(count - 1 - bracket)).reduce(1) { product, _ in product * factor }
      return (count * power + count - bracket - 1) / (count - bracket)
    }
  }

  public func prunes(_ trial: StudyTrial, after history: StudyHistory) -> Bool {
    let bracket = bracket(of: trial.number, study: history.name)
    return brackets[bracket].prunes(trial, after: history) {
      self.bracket(of: $0.number, study: history.name) == bracket
    }
  }

  /// The bracket of a trial, with the probabilities of the shares.
  func bracket(of number: Int, study: String) -> Int {
    var place = Int(crc32("\(study)_\(number)".utf8)) % shares.reduce(0, +)
    for (bracket, share) in shares.enumerated() {
      if place < share { return bracket }
      place -= share
    }
    preconditionFailure("The shares are all places.")
  }
}

/// The cyclic redundancy check of ISO 3309, as in gzip.
private func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
  ~bytes.reduce(UInt32.max) { sum, byte in
    (0..<8).reduce(sum ^ UInt32(byte)) { bits, _ in bits & 1 == 1 ? bits >> 1 ^ 0xedb8_8320 : bits >> 1 }
  }
}
