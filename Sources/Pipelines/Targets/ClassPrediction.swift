import Tabular

/// The class that a row is called, and the probability of each class.
public struct ClassPrediction: Sendable, Equatable {
  /// What the class is called, as the training rows' file spells it.
  public let name: String
  /// The class as a value of the target's column.
  public let value: Column.Value
  /// The probabilities by the classes' names; their sum is 1.
  public let probabilities: [String: Double]
}

extension ClassPrediction: CustomStringConvertible {
  /// The class and its probability: `red (0.83)`.
  public var description: String { "\(name) (\(displayed(probabilities[name] ?? .nan, digits: 2)))" }
}
