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
  /// The simple models that predict the same rows better.
  package var losesTo: [Rival] = []
  /// A table below the entries.
  package var table: String?
}

/// A simple model that predicts better than the network.
package struct Rival: Sendable, Equatable {
  /// What it is: "the median".
  package let name: String
  /// What shows it: "MAE 294".
  package let evidence: String
}

extension [Rival] {
  /// These, and of others those that are not among them.
  func joined(with others: [Rival]) -> [Rival] {
    self + others.filter { other in !contains { $0.name == other.name } }
  }

  /// A line of a report; `nil` where there are none.
  package var line: String? {
    guard !isEmpty else { return nil }
    let rivals = map { $0.evidence.isEmpty ? $0.name : "\($0.name) (\($0.evidence))" }.joined(separator: ", ")
    return "\(rivals): simpler models that predict these rows better"
  }

  /// The names, for programs.
  package var json: JSON { .texts(map(\.name)) }
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
