import LinearAlgebra

extension Activation {
  /// The function's values for a row of sums, in double precision.
  ///
  ///     Activation.relu([-1, 2])        // [0, 2]
  ///     Activation.softmax([1, 1])      // [0.5, 0.5]
  ///
  /// Shapes: sums (units) → (units)
  /// - Precondition: one sum or more.
  public func callAsFunction(_ sums: [Double]) -> [Double] {
    precondition(!sums.isEmpty, "A row has one sum or more, received none.")
    var values = sums
    values.withUnsafeMutableBufferPointer { values in
      ActivationRule<Double>(self).apply(to: values.baseAddress!, rows: 1, units: values.count)
    }
    return values
  }

  /// The function's value for one sum; softmax's is always 1.
  public func callAsFunction(_ sum: Double) -> Double { self([sum])[0] }

  /// f′ at one sum, as back-propagation computes it. Where the function has a corner, at 0, this is the slope
  /// that training takes: relu's is 0.
  public func derivative(at sum: Double) -> Double {
    let rule = ActivationRule<Double>(self)
    var (output, kept, gradient) = (sum, sum, 1.0)
    rule.apply(to: &output, keepingSums: &kept, rows: 1, units: 1)
    rule.backward(
      sums: &kept, output: &output, gradient: &gradient, rows: 1, units: 1)
    return gradient
  }
}
