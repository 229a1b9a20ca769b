import NeuralNetworks

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

    /// Creates the counts. Default: 0 each.
    public init(
      trueNegatives: Int = 0, falsePositives: Int = 0, falseNegatives: Int = 0, truePositives: Int = 0
    ) {
      self.trueNegatives = trueNegatives
      self.falsePositives = falsePositives
      self.falseNegatives = falseNegatives
      self.truePositives = truePositives
    }
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
