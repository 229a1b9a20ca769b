/// Which way a watched figure is better.
public enum MonitorMode: String, Sendable, Codable, CaseIterable {
  /// `max` where the name ends with `accuracy`, `auc`, `precision`, `recall` or `r2`, `min` otherwise.
  case auto
  /// Lower is better.
  case min
  /// Higher is better.
  case max
}

/// A figure that a callback watches, and what counts as better.
///
/// Figures are compared in single precision, after the smallest improvement was taken off in double
/// precision, as Keras does.
/// Source: Keras, `keras.src.callbacks.monitor_callback.MonitorCallback`.
struct Monitor {
  let name: String
  let mode: MonitorMode
  let minDelta: Double

  private var prefersHigher: Bool {
    switch mode {
    case .min: false
    case .max: true
    case .auto: Self.scores.contains { name.hasSuffix($0) }
    }
  }

  private static let scores = ["accuracy", "auc", "precision", "recall", "r2"]

  /// Whether a figure is better than a reference by more than the smallest improvement.
  func improves(_ current: Double, on reference: Double?) -> Bool {
    guard let reference else { return true }
    return prefersHigher
      ? Float(current - minDelta) > Float(reference) : Float(current + minDelta) < Float(reference)
  }
}
