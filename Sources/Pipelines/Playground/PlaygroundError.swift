/// What can be wrong with a run of the Playground. `description` is one sentence that says what to do.
public enum PlaygroundError: Error, Sendable, Equatable {
  /// There is no such data set.
  case unknownData(String, nearest: String)
  /// There is no such feature.
  case unknownFeature(String, nearest: String)
  /// Nothing to predict from.
  case noFeatures
  /// A noise outside of 0 to 0.5.
  case noiseOutOfRange(Double)
  /// No points at all.
  case noPoints(Int)
  /// A split that leaves one part without points.
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
