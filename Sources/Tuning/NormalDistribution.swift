import Foundation

/// The mass of the standard normal distribution between two places, exact in either tail.
func normalMass(_ from: Double, _ to: Double) -> Double {
  // Differences of small tails rather than of numbers near 1.
  if from > 0 { return normalMass(-to, -from) }
  let upper = 0.5 * erfc(-to / 2.0.squareRoot())
  return from == -.infinity ? upper : upper - 0.5 * erfc(-from / 2.0.squareRoot())
}

/// The place below which the standard normal distribution has a mass, to about 15 digits.
///
/// - Parameter mass: from 0, the place −∞, to 1, the place ∞.
/// Source: P. Acklam's rational approximation (2003, relative error 1.15e-9), refined by one step of Halley's method.
func normalQuantile(_ mass: Double) -> Double {
  guard mass > 0 else { return -.infinity }
  guard mass < 1 else { return .infinity }
  // The upper half by symmetry: there 1 − mass is exact.
  if mass > 0.5 { return -normalQuantile(1 - mass) }
  let a = [
    -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
    -3.066479806614716e+01, 2.506628277459239e+00,
  ]
  let b = [
    -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
    -1.328068155288572e+01,
  ]
  let c = [
    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
    4.374664141464968e+00, 2.938163982698783e+00,
  ]
  let d = [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00]
  func polynomial(_ coefficients: [Double], _ x: Double) -> Double { coefficients.reduce(0) { $0 * x + $1 } }

  var place: Double
  if mass < 0.02425 {
    let q = (-2 * log(mass)).squareRoot()
    place = polynomial(c, q) / polynomial(d + [1], q)
  } else {
    let q = mass - 0.5
    place = q * polynomial(a, q * q) / polynomial(b + [1], q * q)
  }
  let error = (normalMass(-.infinity, place) - mass) * (2 * Double.pi).squareRoot() * exp(place * place / 2)
  place -= error / (1 + place * error / 2)
  return place
}
