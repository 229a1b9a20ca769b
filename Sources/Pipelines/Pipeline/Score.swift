/// A number that says how good a model is, by which models of one table are compared.
public enum Score: String, Sendable, CaseIterable, Codable, CodingKeyRepresentable {
  /// The mean of |ŷ − y|, in the target's units.
  case meanAbsoluteError = "mae"
  /// The root of the mean of (ŷ − y)², in the target's units.
  case rootMeanSquaredError = "rmse"
  /// The share of the variance that is explained; of several targets the mean.
  case rSquared = "r2"
  /// The share of rows that are called what they are.
  case accuracy
  /// The area under the ROC curve; of several classes the mean of each against the rest.
  case auc
  /// The mean of −log p, p the probability of the row's class.
  case logLoss = "log_loss"
  /// The mean of the classes' F1.
  case macroF1 = "macro_f1"

  /// The name in files and on the command line: `mae`.
  public var name: String { rawValue }

  /// The name for people: `MAE`.
  public var title: String {
    switch self {
    case .meanAbsoluteError: "MAE"
    case .rootMeanSquaredError: "RMSE"
    case .rSquared: "R²"
    case .accuracy: "accuracy"
    case .auc: "AUC"
    case .logLoss: "log loss"
    case .macroF1: "macro F1"
    }
  }

  /// Whether a greater number is a better one.
  public var isHigherBetter: Bool {
    switch self {
    case .meanAbsoluteError, .rootMeanSquaredError, .logLoss: false
    case .rSquared, .accuracy, .auc, .macroF1: true
    }
  }
}

/// The metrics of a target, as numbers that models are compared by.
public protocol ScoredMetrics: Sendable {
  /// The number of rows that were measured.
  var rows: Int { get }
  /// The scores. The first is the one that models are ranked by, unless another is asked for.
  static var scores: KeyValuePairs<Score, KeyPath<Self, Double>> { get }
}

extension RunTask {
  /// The scores that models of the task have, the one first that they are ranked by unless another is asked for; none
  /// where its metrics are not ``ScoredMetrics``.
  public var scores: [Score] {
    func names<Metrics: ScoredMetrics>(_: Metrics.Type) -> [Score] { Metrics.scores.map(\.key) }
    func scores<Target: PredictionTarget>(_: Target.Type) -> [Score] {
      guard let metrics = Target.Fitted.Metrics.self as? any ScoredMetrics.Type else { return [] }
      return names(metrics)
    }
    return scores(target)
  }
}

extension ScoredMetrics {
  /// The value of each score.
  package var values: [Score: Double] {
    Dictionary(uniqueKeysWithValues: Self.scores.map { ($0.key, self[keyPath: $0.value]) })
  }
}
