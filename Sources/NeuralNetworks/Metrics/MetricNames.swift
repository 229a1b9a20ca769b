/// The metrics that files can name, in Keras's spellings.
public enum MetricNames {
  /// The metric of a name, with Keras's defaults, reporting under that name; `nil` where there is none.
  public static func metric(named name: String) -> (any Metric)? {
    known.first { $0.names.contains(name) }?.metric(name)
  }

  /// All names.
  public static var all: [String] { known.flatMap(\.names) }

  private static let known: [(names: [String], metric: @Sendable (String) -> any Metric)] = [
    (
      ["mae", "mean_absolute_error", "MAE", "MeanAbsoluteError"], { MeanLoss(MeanAbsoluteError(), name: $0) }
    ),
    (["mse", "mean_squared_error", "MSE", "MeanSquaredError"], { MeanLoss(MeanSquaredError(), name: $0) }),
    (["rmse", "root_mean_squared_error", "RootMeanSquaredError"], { RootMeanSquaredError(name: $0) }),
    (["r2", "r2_score", "R2Score"], { RSquared(name: $0) }),
    (["logcosh", "log_cosh", "log_cosh_error", "LogCoshError"], { MeanLoss(LogCosh(), name: $0) }),
    (
      ["bce", "binary_crossentropy", "BCE", "BinaryCrossentropy"],
      { MeanLoss(BinaryCrossEntropy(), name: $0) }
    ),
    (
      ["categorical_crossentropy", "CategoricalCrossentropy"],
      { MeanLoss(CategoricalCrossEntropy(), name: $0) }
    ),
    (["accuracy", "acc"], { Accuracy(name: $0) }),
    (["binary_accuracy", "BinaryAccuracy"], { BinaryAccuracy(name: $0) }),
    (["categorical_accuracy", "CategoricalAccuracy"], { CategoricalAccuracy(name: $0) }),
    (["auc", "AUC"], { AUC(thresholds: 200, name: $0) }),
    (["precision", "Precision"], { BinaryPrecision(name: $0) }),
    (["recall", "Recall"], { BinaryRecall(name: $0) }),
  ]
}
