import Pipelines

/// When a run counts as converged: what one of its figures has to reach.
///
///     Convergence(.testLoss, below: 0.05)
///     Convergence(.testAccuracy, atLeast: 0.95)
public struct Convergence: Sendable, Equatable {
  /// The figure that has to reach the bound.
  public let figure: RunFigure
  /// The bound itself.
  public let bound: Double
  /// Whether the figure has to be below the bound, rather than to reach it from below.
  public let isBelow: Bool

  /// A run has converged when the figure is below the bound.
  public init(_ figure: RunFigure, below bound: Double) {
    (self.figure, self.bound, isBelow) = (figure, bound, true)
  }

  /// A run has converged when the figure is the bound or more.
  public init(_ figure: RunFigure, atLeast bound: Double) {
    (self.figure, self.bound, isBelow) = (figure, bound, false)
  }

  /// Whether a point reaches the bound; a figure that is no number does not.
  public func isReached(by point: RunPoint) -> Bool {
    guard let value = point[figure] else { return false }
    return isBelow ? value < bound : value >= bound
  }

  /// The criterion in words: `test loss below 0.05`.
  public var text: String { "\(figure.title) \(isBelow ? "below" : "of at least") \(bound)" }
}
