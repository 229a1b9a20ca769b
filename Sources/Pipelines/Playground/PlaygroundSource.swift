import Foundation
import LinearAlgebra

/// Generates the Playground's points one by one.
///
/// Lengths are in the units of the plane, from −6 to 6.
/// Source: TensorFlow Playground, `src/dataset.ts`.
package struct PlaygroundSource {
  /// 0 to 0.5.
  package let noise: Double
  package var stream: RandomStream

  private static let radius = 5.0
  private static let edge = 6.0

  private mutating func uniform(_ from: Double, _ to: Double) -> Double {
    from + (to - from) * stream.uniform()
  }

  /// The random shift of a coordinate: up to `reach` times the noise.
  private mutating func shift(_ reach: Double) -> Double { uniform(-reach, reach) * noise }

  /// r in [0, 2.5) or [3.5, 5) at any angle; +1 if the point shifted by noise is within 2.5.
  package mutating func circle(isInner: Bool) -> PlaygroundPoint {
    let r = isInner ? uniform(0, Self.radius * 0.5) : uniform(Self.radius * 0.7, Self.radius)
    let angle = uniform(0, 2 * .pi)
    let (x1, x2) = (r * sin(angle), r * cos(angle))
    let distance = hypot(x1 + shift(Self.radius), x2 + shift(Self.radius))
    return PlaygroundPoint(x1: x1, x2: x2, label: distance < Self.radius * 0.5 ? 1 : -1)
  }

  /// Coordinates at least 0.3 from the axes; the label is the sign of x1·x2 after a shift by noise.
  package mutating func xor() -> PlaygroundPoint {
    func padded(_ value: Double) -> Double { value + (value > 0 ? 0.3 : -0.3) }
    let (x1, x2) = (padded(uniform(-Self.radius, Self.radius)), padded(uniform(-Self.radius, Self.radius)))
    let product = (x1 + shift(Self.radius)) * (x2 + shift(Self.radius))
    return PlaygroundPoint(x1: x1, x2: x2, label: product >= 0 ? 1 : -1)
  }

  /// Normal around (2, 2) for +1 and (−2, −2) for −1, the variance 0.5 without noise and 4 at noise 0.5.
  package mutating func gaussian(_ label: Double) -> PlaygroundPoint {
    let deviation = (0.5 + 7 * noise).squareRoot()
    return PlaygroundPoint(
      x1: 2 * label + deviation * stream.normal(), x2: 2 * label + deviation * stream.normal(), label: label)
  }

  /// r = 5s, t = 1.75·2π·s, plus half a turn for −1, at the share s of the arm; noise shifts the point.
  package mutating func spiral(_ label: Double, share: Double) -> PlaygroundPoint {
    let r = Self.radius * share
    let t = 1.75 * 2 * .pi * share + (label > 0 ? 0 : .pi)
    return PlaygroundPoint(x1: r * sin(t) + shift(1), x2: r * cos(t) + shift(1), label: label)
  }

  /// (x1 + x2) / 10, of the point shifted by noise.
  package mutating func plane() -> PlaygroundPoint {
    let (x1, x2) = (uniform(-Self.edge, Self.edge), uniform(-Self.edge, Self.edge))
    return PlaygroundPoint(
      x1: x1, x2: x2, label: Self.planeHeight(x1 + shift(Self.edge), x2 + shift(Self.edge)))
  }

  /// The height of the hill or hollow nearest to the point shifted by noise.
  package mutating func multiGaussian() -> PlaygroundPoint {
    let (x1, x2) = (uniform(-Self.edge, Self.edge), uniform(-Self.edge, Self.edge))
    return PlaygroundPoint(
      x1: x1, x2: x2, label: Self.hillHeight(x1 + shift(Self.edge), x2 + shift(Self.edge)))
  }

  package static func planeHeight(_ x1: Double, _ x2: Double) -> Double { (x1 + x2) / 10 }

  private static let hills: [(x1: Double, x2: Double, sign: Double)] = [
    (-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1),
  ]

  /// Of sign · max(0, 1 − distance / 2) over all hills, the value of largest magnitude.
  package static func hillHeight(_ x1: Double, _ x2: Double) -> Double {
    var height = 0.0
    for hill in hills {
      let own = hill.sign * max(0, 1 - hypot(x1 - hill.x1, x2 - hill.x2) / 2)
      if abs(own) > abs(height) { height = own }
    }
    return height
  }
}
