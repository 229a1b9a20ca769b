/// A linear function of features: what least squares and ridge regression come to.
///
///     Y = X·B + b
///
/// Shapes: X (rows, features) · B (features, targets) + b (targets) → Y (rows, targets)
public struct LinearModel: Sendable, Equatable {
  /// B. Shape: (features, targets)
  public let coefficients: Matrix<Double>
  /// b. Shape: (targets)
  public let intercepts: [Double]

  /// Creates the function of given figures.
  ///
  /// - Precondition: as many intercepts as columns of coefficients.
  public init(coefficients: Matrix<Double>, intercepts: [Double]) {
    precondition(
      coefficients.columns == intercepts.count,
      "\(coefficients.columns) targets take as many intercepts, received \(intercepts.count).")
    self.coefficients = coefficients
    self.intercepts = intercepts
  }

  /// The function of every row. Shapes: (rows, features) → (rows, targets)
  ///
  /// - Precondition: the matrix has as many columns as the coefficients have rows.
  public func predict(_ x: Matrix<Double>) -> Matrix<Double> {
    var result = x * coefficients
    let targets = intercepts.count
    result.withUnsafeMutableBufferPointer { scalars in
      for row in stride(from: 0, to: scalars.count, by: max(targets, 1)) {
        for target in 0..<targets { scalars[row + target] += intercepts[target] }
      }
    }
    return result
  }
}
