import Vintner

/// Checks that a schedule keeps the contract of `LearningRateSchedule`.
///
///     try checkSchedule(CosineDecay(initialLearningRate: 0.1, decaySteps: 180))
///
/// - every rate is a number of 0 or more, far beyond its end as well;
/// - a rate depends on the number of updates alone, and single precision gives about that of double;
/// - written to a file and read again, it gives the same rates.
///
/// - Parameters:
///   - schedule: with options that exercise it. It need not be registered.
///   - updates: how many updates to check. Default 500.
/// - Throws: ``ContractViolation`` with a sentence for each fault.
public func checkSchedule<Part: LearningRateSchedule>(_ schedule: Part, updates: Int = 500) throws {
  var findings = Findings(schedule)
  let times = Array(0..<updates) + [10_000, 1_000_000]
  func rates(_ schedule: Part) -> [Double] { times.map { schedule.rate(afterUpdates: $0, in: Double.self) } }
  let forward = rates(schedule)
  if let place = forward.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
    findings.require(false, "After \(times[place]) updates the rate is \(forward[place]).")
  }
  let backward = times.reversed().map { schedule.rate(afterUpdates: $0, in: Double.self) }
  findings.require(
    Array(backward.reversed()) == forward, "A rate depends on which ones were asked for before.")
  // Where a step is due, single precision may come to it one update earlier or later.
  let apart = times.indices.filter {
    !Double(schedule.rate(afterUpdates: times[$0], in: Float.self)).isClose(to: forward[$0], 1e-4)
  }
  findings.require(
    apart.count <= updates / 50, "In single precision \(apart.count) of \(times.count) rates differ.")
  findings.require(
    rates(try findings.reread(schedule)) == forward,
    "Written to a file and read again, it gives other rates: its configuration lacks an option.")
  try findings.end()
}
