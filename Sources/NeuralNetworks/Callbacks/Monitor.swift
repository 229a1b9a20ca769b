/// In which direction a watched metric improves.
public enum MonitorMode: String, CaseIterable, OptionValue {
  /// `max` for the accuracies, AUC, precision, recall, F1 and R², `min` otherwise. The name may be that of Keras's
  /// metric or of its class, with `val_` before and a number after it: `val_auc_1`, `val_BinaryAccuracy`.
  case auto
  /// Lower is better.
  case min
  /// Higher is better.
  case max
}

extension MonitorMode {
  /// Whether higher is better, as a metric's name says: see ``auto``.
  package static func prefersHigher(_ name: String) -> Bool { Monitor.isScore(name) }
}

/// A metric that a callback watches, and what counts as an improvement.
///
/// Values are compared in single precision, after the smallest improvement was subtracted in double
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
    case .auto: Self.isScore(name)
    }
  }

  static func isScore(_ name: String) -> Bool {
    var words = name.lowercased().split(separator: "_")
    if words.count > 1 && words.last!.allSatisfy(\.isNumber) { words.removeLast() }
    let plain = words.joined()
    return scores.contains { plain.hasSuffix($0) }
  }

  private static let scores = [
    "accuracy", "acc", "auc", "precision", "recall", "r2", "r2score", "f1", "f1score",
  ]

  /// Whether a value is better than a reference by more than the smallest improvement.
  func improves(_ current: Double, on reference: Double?) -> Bool {
    guard let reference else { return true }
    return prefersHigher
      ? Float(current - minDelta) > Float(reference) : Float(current + minDelta) < Float(reference)
  }
}
