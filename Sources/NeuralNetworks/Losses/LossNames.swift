/// The losses that files can name, in Keras's spellings.
public enum LossNames {
  /// The loss of a name, with its defaults; `nil` where there is none. ``Quantile`` has no default.
  public static func loss(named name: String) -> (any Loss)? {
    known.first { $0.names.contains(name) }?.loss
  }

  /// All names.
  public static var all: [String] { known.flatMap(\.names) }

  private static let known: [(names: [String], loss: any Loss)] = [
    (["mae", "mean_absolute_error", "MAE", "MeanAbsoluteError"], MeanAbsoluteError()),
    (["mse", "mean_squared_error", "MSE", "MeanSquaredError"], MeanSquaredError()),
    (["huber", "Huber"], Huber()),
    (["log_cosh", "logcosh", "LogCosh"], LogCosh()),
    (["binary_crossentropy", "bce", "BinaryCrossentropy", "BCE"], BinaryCrossEntropy()),
    (["categorical_crossentropy", "CategoricalCrossentropy"], CategoricalCrossEntropy()),
  ]
}
