/// The relative difference |a − e| / max(|e|, 1e-12), the measure of `vintner parity`.
///
/// Equal infinities differ by 0; a NaN on either side differs by infinity, so that it passes no bound.
package func relativeDifference<Scalar: BinaryFloatingPoint>(_ actual: Scalar, _ expected: Scalar) -> Double {
  if actual == expected { return 0 }
  let difference = abs(Double(actual) - Double(expected)) / max(abs(Double(expected)), 1e-12)
  return difference.isNaN ? .infinity : difference
}

/// The largest relative difference of two lists, place by place; infinity where their lengths differ.
package func relativeDifference<Scalar: BinaryFloatingPoint>(_ actual: [Scalar], _ expected: [Scalar])
  -> Double
{
  guard actual.count == expected.count else { return .infinity }
  return zip(actual, expected).reduce(0) { max($0, relativeDifference($1.0, $1.1)) }
}
