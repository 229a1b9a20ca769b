import LinearAlgebra
import Tabular

/// A data set of the TensorFlow Playground: points in the plane with a label.
///
///     let frame = try PlaygroundData.spiral.frame(noise: 0.1, seed: 3)      // columns x1, x2, label
///
/// The definitions are the Playground's, the random numbers are not: its own come from the browser, so that
/// no two of its pages show the same points. Here a seed always gives the same points, on every machine.
/// Recorded runs contain their points.
///
/// Source: TensorFlow Playground, `src/dataset.ts`.
public enum PlaygroundData: String, CaseIterable, Sendable, Codable {
  /// A disc within a ring.
  case circle
  /// Four quarters, those across from each other of one class.
  case xor
  /// Two clouds.
  case gaussian
  /// Two arms that wind around each other.
  case spiral
  /// A regression: the height of a plane.
  case plane
  /// A regression: three hills and three hollows.
  case multiGaussian = "multi_gaussian"

  /// The data set with a name: `multi_gaussian`.
  ///
  /// - Throws: ``VintnerError/playground(_:)`` with the nearest name.
  public init(named name: String) throws(VintnerError) {
    guard let known = Self(rawValue: name) else {
      throw .playground(.unknownData(name, nearest: nearestName(to: name, among: Self.names)!))
    }
    self = known
  }

  /// The names of all data sets.
  public static var names: [String] { allCases.map(\.rawValue) }

  /// The names of the Playground's seven features, in its order. They can be computed from x1 and x2
  /// wherever features are named.
  public static let features = [
    "x1", "x2", "x1_squared", "x2_squared", "x1_times_x2", "sin_x1", "sin_x2",
  ]

  /// The range of the plane that the Playground shows, on both axes.
  public static let domain: ClosedRange<Double> = -6...6
  /// The permitted noise.
  package static let allowedNoise: ClosedRange<Double> = 0...0.5

  /// Whether labels are the classes −1 and +1 rather than numbers.
  public var isClassification: Bool {
    switch self {
    case .circle, .xor, .gaussian, .spiral: true
    case .plane, .multiGaussian: false
    }
  }

  /// The Playground's default number of points.
  package var defaultCount: Int { isClassification ? 500 : 1_200 }

  /// Generates points in random order.
  ///
  /// Shape: (count, 3), the columns `x1`, `x2` and `label`.
  /// - Parameters:
  ///   - count: the number of points, 1 or more; if odd, the first class has one more. Default: 500 in a
  ///     classification, 1,200 in a regression.
  ///   - noise: 0 to 0.5. Default 0.
  ///   - seed: the seed of everything random. Default 0.
  /// - Throws: ``VintnerError/playground(_:)`` if the noise or the count is out of range.
  public func frame(
    count: Int? = nil, noise: Double = 0, seed: UInt64 = 0
  ) throws(VintnerError) -> DataFrame {
    DataFrame(try points(count: count, noise: noise, seed: seed))
  }

  /// The points of a frame.
  package func points(count: Int?, noise: Double, seed: UInt64) throws(VintnerError) -> [PlaygroundPoint] {
    let count = count ?? defaultCount
    guard count >= 1 else { throw .playground(.noPoints(count)) }
    guard Self.allowedNoise.contains(noise) else { throw .playground(.noiseOutOfRange(noise)) }
    var source = PlaygroundSource(noise: noise, stream: RandomStream(seed: seed, keys: place))
    let points = drawn(count, from: &source)
    var order = Array(points.indices)
    source.stream.shuffle(&order)
    return order.map { points[$0] }
  }

  /// The index among all data sets: the key of the random stream.
  private var place: Int { Self.allCases.firstIndex(of: self)! }

  private func drawn(_ count: Int, from source: inout PlaygroundSource) -> [PlaygroundPoint] {
    let first = (count + 1) / 2
    let halves = [(label: 1.0, count: first), (label: -1.0, count: count - first)]
    return switch self {
    case .circle:
      halves.flatMap { half in (0..<half.count).map { _ in source.circle(isInner: half.label > 0) } }
    case .gaussian: halves.flatMap { half in (0..<half.count).map { _ in source.gaussian(half.label) } }
    case .spiral:
      halves.flatMap { half in
        (0..<half.count).map { source.spiral(half.label, share: Double($0) / Double(half.count)) }
      }
    case .xor: (0..<count).map { _ in source.xor() }
    case .plane: (0..<count).map { _ in source.plane() }
    case .multiGaussian: (0..<count).map { _ in source.multiGaussian() }
    }
  }
}

/// A point of a data set of the Playground.
package struct PlaygroundPoint: Sendable, Equatable {
  package var x1: Double
  package var x2: Double
  package var label: Double

  package init(x1: Double, x2: Double, label: Double) {
    (self.x1, self.x2, self.label) = (x1, x2, label)
  }
}

extension DataFrame {
  /// The columns x1, x2 and label of points.
  init(_ points: [PlaygroundPoint]) {
    self.init(columns: [
      Column(name: "x1", points.map(\.x1)), Column(name: "x2", points.map(\.x2)),
      Column(name: "label", points.map(\.label)),
    ])
  }
}

/// Why a run of the Playground is invalid. `description` is one sentence that says what to do.
public enum PlaygroundError: Error, Sendable, Equatable {
  /// An unknown data set.
  case unknownData(String, nearest: String)
  /// An unknown feature.
  case unknownFeature(String, nearest: String)
  /// No features.
  case noFeatures
  /// Noise outside of 0 to 0.5.
  case noiseOutOfRange(Double)
  /// Fewer than one point.
  case noPoints(Int)
  /// A split that leaves one part empty.
  case tooFewPoints(count: Int, trainFraction: Double)
}

extension PlaygroundError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownData(let name, let nearest):
      "There is no data set \"\(name)\"; the nearest name is \"\(nearest)\"; all are "
        + PlaygroundData.names.joined(separator: ", ") + "."
    case .unknownFeature(let name, let nearest):
      "There is no feature \"\(name)\"; the nearest name is \"\(nearest)\"; all are "
        + PlaygroundData.features.joined(separator: ", ") + "."
    case .noFeatures:
      "A run has no features: name one or more of " + PlaygroundData.features.joined(separator: ", ") + "."
    case .noiseOutOfRange(let noise):
      "The noise is \(noise): give a number from 0 to 0.5."
    case .noPoints(let count):
      "The number of points is \(count): give 1 or more."
    case .tooFewPoints(let count, let fraction):
      "\(count) \(count == 1 ? "point" : "points") cannot be split with a training fraction of \(fraction):"
        + " training and test take at least 1 each."
    }
  }
}
