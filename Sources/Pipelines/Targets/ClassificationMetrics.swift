import NeuralNetworks
import Tabular

/// How well probabilities separate two classes.
///
/// Source: scikit-learn, `confusion_matrix`, `accuracy_score`, `precision_score` and `recall_score`; where
/// these (and Keras) report 0 of nothing, the shares here are NaN.
public struct ClassificationMetrics: Sendable, Equatable {
  /// How many rows of each class were predicted to be of each class.
  public struct ConfusionMatrix: Sendable, Equatable {
    /// Negative rows called negative.
    public var trueNegatives = 0
    /// Negative rows called positive.
    public var falsePositives = 0
    /// Positive rows called negative.
    public var falseNegatives = 0
    /// Positive rows called positive.
    public var truePositives = 0
  }

  /// How many rows of each class were predicted to be of each class.
  public let confusion: ConfusionMatrix
  /// The area under the ROC curve, exact; NaN where a class is absent.
  public let auc: Double

  /// Measures probabilities.
  ///
  /// - Parameters:
  ///   - probabilities: of the positive class, a row each.
  ///   - targets: 1 for a row of the positive class, else 0.
  ///   - threshold: a row is called positive where its probability is above it, as Keras counts.
  ///     Default 0.5.
  /// - Precondition: equally many probabilities and targets, 1 or more.
  public init(probabilities: [Double], targets: [Double], threshold: Double = 0.5) {
    precondition(
      probabilities.count == targets.count && !targets.isEmpty,
      "Metrics take as many probabilities as targets, received \(probabilities.count) and \(targets.count).")
    var confusion = ConfusionMatrix()
    for (probability, target) in zip(probabilities, targets) {
      switch (probability > threshold, target > 0.5) {
      case (false, false): confusion.trueNegatives += 1
      case (true, false): confusion.falsePositives += 1
      case (false, true): confusion.falseNegatives += 1
      case (true, true): confusion.truePositives += 1
      }
    }
    self.confusion = confusion
    auc = AUC()(probabilities, targets)
  }

  /// The number of rows.
  public var rows: Int {
    confusion.trueNegatives + confusion.falsePositives + confusion.falseNegatives + confusion.truePositives
  }

  /// The share of rows that were called what they are.
  public var accuracy: Double {
    Double(confusion.trueNegatives + confusion.truePositives) / Double(rows)
  }

  /// Of the rows called positive, the share that is; NaN where none is called so.
  public var precision: Double {
    Double(confusion.truePositives) / Double(confusion.truePositives + confusion.falsePositives)
  }

  /// Of the positive rows, the share that is called so; NaN where there is none.
  public var recall: Double {
    Double(confusion.truePositives) / Double(confusion.truePositives + confusion.falseNegatives)
  }
}

extension ClassificationMetrics: ScoredMetrics {
  public static var scores: KeyValuePairs<Score, KeyPath<Self, Double>> {
    [.accuracy: \.accuracy, .auc: \.auc]
  }
}

extension ClassificationMetrics {
  /// The metrics for people.
  ///
  /// - Parameter positive: what the positive class is called.
  func entries(positive: String) -> [(label: String, text: String)] {
    [
      ("accuracy", Format.number(accuracy)),
      ("AUC", Format.number(auc)),
      ("precision", "\(Format.number(precision)) of the rows called \(positive)"),
      ("recall", "\(Format.number(recall)) of the rows that are \(positive)"),
    ]
  }

  /// The metrics for programs.
  var members: [(String, JSON)] {
    [
      ("accuracy", .number(accuracy)),
      ("auc", .number(auc)),
      ("precision", .number(precision)),
      ("recall", .number(recall)),
      (
        "confusion_matrix",
        .object([
          ("true_negatives", .integer(confusion.trueNegatives)),
          ("false_positives", .integer(confusion.falsePositives)),
          ("false_negatives", .integer(confusion.falseNegatives)),
          ("true_positives", .integer(confusion.truePositives)),
        ])
      ),
    ]
  }
}

extension ClassificationMetrics.ConfusionMatrix {
  /// The counts in a line.
  var text: String {
    let counts = [
      (truePositives, "true positive"), (falsePositives, "false positive"),
      (falseNegatives, "false negative"), (trueNegatives, "true negative"),
    ]
    return counts.map { Format.count($0, $1) }.joined(separator: ", ")
  }

  /// A row for each true class, a column for each predicted one.
  ///
  /// - Parameter classes: what the negative class and the positive one are called.
  func table(_ classes: [String]) -> String {
    var table = TextTable([("", .left)] + classes.map { ("called \($0)", .right) })
    let counts = [[trueNegatives, falsePositives], [falseNegatives, truePositives]]
    for (name, counts) in zip(classes, counts) { table.append(["is \(name)"] + counts.map(Format.integer)) }
    return table.text
  }
}
