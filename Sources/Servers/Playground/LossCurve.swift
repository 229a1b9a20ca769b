/// The losses of a run over its epochs, at most so many points: where there would be more, every second is
/// left out from then on, and the next ones are taken half as often.
///
/// Which epochs are recorded hangs on their numbers alone, so that a run that is replayed has the same curve.
struct LossCurve: Sendable {
  struct Point: Sendable, Equatable {
    let epoch: Int
    let train: Double
    let test: Double
  }

  /// The most points.
  static let limit = 2_000

  private(set) var points: [Point] = []
  /// From how many epochs one is recorded.
  private(set) var interval = 1

  /// Whether an epoch is one of those that are recorded.
  func isDue(_ epoch: Int) -> Bool { epoch.isMultiple(of: interval) }

  mutating func append(_ point: Point) {
    if let last = points.last, last.epoch >= point.epoch { points.removeAll { $0.epoch >= point.epoch } }
    points.append(point)
    guard points.count > Self.limit else { return }
    interval *= 2
    points.removeAll { !$0.epoch.isMultiple(of: interval) }
  }
}
