import Tabular

/// How columns are scaled before a network sees them.
public enum Scaling: String, Sendable, Codable, CaseIterable {
  /// To the range from 0 to 1.
  case minMax = "min_max"
  /// To mean 0 and standard deviation 1.
  case standard

  func fitted(to frame: DataFrame) throws(VintnerError) -> FittedScaling {
    try tabular { () throws(TabularError) in
      switch self {
      case .minMax: .minMax(try MinMaxScaler().fitted(to: frame))
      case .standard: .standard(try StandardScaler().fitted(to: frame))
      }
    }
  }
}

/// A scaler that has seen the training rows, of either kind.
public enum FittedScaling: Sendable, Equatable, Codable {
  case minMax(FittedMinMaxScaler)
  case standard(FittedStandardScaler)

  /// One sentence for each constant column.
  var warnings: [String] {
    switch self {
    case .minMax(let scaler): scaler.warnings
    case .standard(let scaler): scaler.warnings
    }
  }

  /// Shapes: (rows, columns) → (rows, columns)
  func scaled(_ matrix: Matrix<Double>) -> Matrix<Double> {
    switch self {
    case .minMax(let scaler): scaler.scaled(matrix)
    case .standard(let scaler): scaler.scaled(matrix)
    }
  }

  /// Shapes: (rows, columns) → (rows, columns)
  func unscaled(_ matrix: Matrix<Double>) -> Matrix<Double> {
    switch self {
    case .minMax(let scaler): scaler.unscaled(matrix)
    case .standard(let scaler): scaler.unscaled(matrix)
    }
  }
}
