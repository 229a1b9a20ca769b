import NeuralNetworks

/// What is reported of a target: lines for people, members of a JSON object for programs.
public struct TargetSummary: Sendable {
  /// The number of rows that were measured, where some were.
  package var rows: Int?
  /// The values, for programs.
  package var members: [(String, JSON)]
  /// Of a training, what its values are compared with, for programs.
  package var comparisons: [(String, JSON)] = []
  /// The values, for people.
  package var entries: [(label: String, text: String)]
  /// Of a training, its result without the rows that repeat a training row: "the MAE is 0.4".
  package var withoutRepeated: String?
  /// Of a training, the results of simple models.
  package var baselines: String?
  /// A table below the entries.
  package var table: String?
}

/// A loss as people write it.
///
/// - Parameters:
///   - name: its name in files.
///   - isPenalized: whether it includes a penalty on the weights, which is then said. Default `false`.
package func title(ofLoss name: String, isPenalized: Bool = false) -> String {
  if isPenalized { return title(ofLoss: name) + " with penalty" }
  return switch name {
  case MeanAbsoluteError.kind, MeanSquaredError.kind: name.uppercased()
  case Huber.kind: "Huber loss"
  case LogCosh.kind: "log-cosh"
  case Quantile.kind: "quantile loss"
  case HalfSquaredError.kind: "half the squared error"
  case BinaryCrossEntropy.kind: "binary cross-entropy"
  case CategoricalCrossEntropy.kind, SparseCategoricalCrossEntropy.kind: "categorical cross-entropy"
  default: name
  }
}
