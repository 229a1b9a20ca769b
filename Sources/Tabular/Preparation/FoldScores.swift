/// One figure a fold, with its mean and spread.
public struct FoldScores: Sendable, Equatable, Codable {
  /// The figures, in the order of the folds.
  public let values: [Double]

  /// Creates the scores of figures, in the order of the folds.
  ///
  /// - Precondition: one figure at least.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "Scores are those of one fold or more, received none.")
    self.values = values
  }

  /// The mean of the folds.
  public var mean: Double { values.mean }

  /// √(Σ (x − mean)² / (n − 1)); `nil` where there is one fold only.
  public var standardDeviation: Double? {
    guard values.count > 1 else { return nil }
    return (values.squaredDeviations(from: mean) / Double(values.count - 1)).squareRoot()
  }
}
