import Pipelines

/// The figures of a run after one of its epochs.
public struct RunPoint: Sendable, Equatable {
  /// Counted from 1; 0 is before the first.
  public let epoch: Int
  /// The loss on the training rows.
  public let trainLoss: Double
  /// The loss on the test rows: those that are not trained on.
  public let testLoss: Double
  /// The share of the training rows that are classified rightly, from 0 to 1; `nil` in a regression.
  public let trainAccuracy: Double?
  /// The same of the test rows.
  public let testAccuracy: Double?

  /// Creates a point.
  ///
  /// - Parameters:
  ///   - epoch: counted from 1.
  ///   - trainLoss: on the training rows.
  ///   - testLoss: on the test rows.
  ///   - trainAccuracy: from 0 to 1. Default: none.
  ///   - testAccuracy: from 0 to 1. Default: none.
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

  /// One of the figures; `nil` where the run has no such.
  public subscript(figure: RunFigure) -> Double? {
    switch figure {
    case .trainLoss: trainLoss
    case .testLoss: testLoss
    case .trainAccuracy: trainAccuracy
    case .testAccuracy: testAccuracy
    }
  }
}

/// What is recorded of a run.
public enum RunFigure: String, CaseIterable, Sendable {
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
