/// The metrics of a run after one of its epochs.
public struct RunPoint: Sendable, Equatable {
  /// Counted from 1; 0 is before the first update.
  public let epoch: Int
  /// The loss on the training rows, without penalties on the weights.
  public let trainLoss: Double
  /// The loss on the test rows, which are not trained on, without penalties on the weights.
  public let testLoss: Double
  /// The share of training rows that are classified correctly, from 0 to 1; `nil` in a regression.
  public let trainAccuracy: Double?
  /// The share of test rows that are classified correctly, from 0 to 1; `nil` in a regression.
  public let testAccuracy: Double?

  /// Creates a point. Default: no accuracies.
  public init(
    epoch: Int, trainLoss: Double, testLoss: Double, trainAccuracy: Double? = nil,
    testAccuracy: Double? = nil
  ) {
    self.epoch = epoch
    self.trainLoss = trainLoss
    self.testLoss = testLoss
    self.trainAccuracy = trainAccuracy
    self.testAccuracy = testAccuracy
  }

  /// The mean of points, at their mean epoch, rounded; `nil` where one is absent.
  init?(meanOf points: [RunPoint?]) {
    let known = points.compactMap { $0 }
    guard known.count == points.count, !known.isEmpty else { return nil }
    func mean(_ value: (RunPoint) -> Double?) -> Double? {
      let values = known.compactMap(value)
      return values.count == known.count ? values.reduce(0, +) / Double(known.count) : nil
    }
    self.init(
      epoch: Int(mean { Double($0.epoch) }!.rounded()), trainLoss: mean(\.trainLoss)!,
      testLoss: mean(\.testLoss)!, trainAccuracy: mean(\.trainAccuracy), testAccuracy: mean(\.testAccuracy))
  }

  /// The same metrics at another epoch.
  func moved(to epoch: Int) -> RunPoint {
    RunPoint(
      epoch: epoch, trainLoss: trainLoss, testLoss: testLoss, trainAccuracy: trainAccuracy,
      testAccuracy: testAccuracy)
  }

  /// The value of a metric; `nil` if the run does not have it.
  public subscript(metric: RunMetric) -> Double? {
    switch metric {
    case .trainLoss: trainLoss
    case .testLoss: testLoss
    case .trainAccuracy: trainAccuracy
    case .testAccuracy: testAccuracy
    }
  }
}

/// A metric that is recorded of every run.
public enum RunMetric: String, CaseIterable, Sendable {
  case trainLoss = "train_loss"
  case testLoss = "test_loss"
  case trainAccuracy = "train_accuracy"
  case testAccuracy = "test_accuracy"

  /// The name in tables and files: `test_loss`.
  public var name: String { rawValue }
  /// The name for people: `test loss`.
  public var title: String { rawValue.replacing("_", with: " ") }
}

/// In files: `[epoch, trainLoss, testLoss, trainAccuracy, testAccuracy]`.
extension RunPoint: Codable {
  public init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    self.init(
      epoch: try container.decode(Int.self), trainLoss: try container.decode(Double.self),
      testLoss: try container.decode(Double.self),
      trainAccuracy: try container.decodeIfPresent(Double.self),
      testAccuracy: try container.decodeIfPresent(Double.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(epoch)
    try container.encode(trainLoss)
    try container.encode(testLoss)
    guard let trainAccuracy, let testAccuracy else { return }
    try container.encode(trainAccuracy)
    try container.encode(testAccuracy)
  }
}

/// The criterion by which a run counts as converged: a bound on one of its metrics.
///
///     Convergence(.testLoss, below: 0.05)
///     Convergence(.testAccuracy, atLeast: 0.95)
public struct Convergence: Sendable, Equatable {
  /// The metric.
  public let metric: RunMetric
  /// The bound.
  public let bound: Double
  /// Whether the metric has to be below the bound, rather than at or above it.
  public let isBelow: Bool

  /// Creates a criterion that is met below the bound.
  public init(_ metric: RunMetric, below bound: Double) {
    (self.metric, self.bound, isBelow) = (metric, bound, true)
  }

  /// Creates a criterion that is met at or above the bound.
  public init(_ metric: RunMetric, atLeast bound: Double) {
    (self.metric, self.bound, isBelow) = (metric, bound, false)
  }

  /// Whether a point meets the criterion; a metric that is NaN does not.
  func isReached(by point: RunPoint) -> Bool {
    guard let value = point[metric] else { return false }
    return isBelow ? value < bound : value >= bound
  }

  /// The criterion for people: `test loss below 0.05`.
  package var text: String { "\(metric.title) \(isBelow ? "below" : "of at least") \(bound)" }
}
