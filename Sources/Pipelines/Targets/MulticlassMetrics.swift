import Foundation
import LinearAlgebra
import NeuralNetworks
import Tabular

/// How well probabilities separate several classes.
///
/// Source: scikit-learn, `accuracy_score`, `top_k_accuracy_score`, `log_loss`, `f1_score`, `roc_auc_score` with
/// `multi_class="ovr"`, and `confusion_matrix`. Where scikit-learn refuses rows that lack a class, the means here are
/// over the classes that there are.
public struct MulticlassMetrics: Sendable, Equatable {
  /// How many rows of each class, a row each, were called each class, a column each.
  public let confusion: [[Int]]
  /// The share of rows whose class is among the three of the greatest probabilities.
  public let topThreeAccuracy: Double
  /// The mean of −log p, p the probability of the row's class, which counts 2⁻⁵² at least.
  public let logLoss: Double
  /// The area under the ROC curve of each class against the rest; NaN where no row, or every row, is of the class.
  public let aucs: [Double]

  /// Measures probabilities.
  ///
  /// Shapes: probabilities (rows, classes), targets (rows, 1), the numbers of the classes
  /// - Precondition: as many rows of both, 1 or more; each target is a class.
  public init(probabilities: Matrix<Double>, targets: Matrix<Double>) {
    let classes = probabilities.columns
    precondition(
      probabilities.rows == targets.rows && targets.rows > 0,
      "Metrics take as many rows of probabilities as targets, received \(probabilities.rows) and \(targets.rows)."
    )
    let truth = targets.scalars.map { Int($0) }
    var confusion = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    var logLoss = 0.0
    for (row, own) in truth.enumerated() {
      let values = probabilities.row(row)
      confusion[own][Self.called(values)] += 1
      logLoss -= log(max(values[own], Double.ulpOfOne))
    }
    self.confusion = confusion
    self.logLoss = logLoss / Double(truth.count)
    topThreeAccuracy = SparseTopKCategoricalAccuracy(k: 3)(probabilities, targets)
    aucs = (0..<classes).map { index in AUC()(probabilities.column(index), truth.map { $0 == index ? 1 : 0 })
    }
  }

  /// The class of the greatest probability, the first of equal ones.
  static func called(_ probabilities: [Double]) -> Int {
    probabilities.indices.dropFirst().reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
  }

  /// The number of rows.
  public var rows: Int { supports.reduce(0, +) }

  /// How many rows of each class there are.
  public var supports: [Int] { confusion.map { $0.reduce(0, +) } }

  /// The share of rows that were called what they are.
  public var accuracy: Double {
    Double(confusion.indices.reduce(0) { $0 + confusion[$1][$1] }) / Double(rows)
  }

  /// The harmonic mean of precision and recall of each class: twice the rows called it rightly, over the rows that
  /// are it and those called it. NaN where there are no such rows.
  public var f1Scores: [Double] {
    let called = confusion.indices.map { place in confusion.reduce(0) { $0 + $1[place] } }
    return zip(confusion.indices, zip(supports, called)).map { place, counts in
      2 * Double(confusion[place][place]) / Double(counts.0 + counts.1)
    }
  }

  /// The mean of the classes' F1.
  public var macroF1: Double {
    let known = f1Scores.filter { !$0.isNaN }
    return known.reduce(0, +) / Double(known.count)
  }

  /// The mean of the classes' F1, each weighted by its rows.
  public var weightedF1: Double {
    zip(f1Scores, supports).reduce(0) { $1.1 == 0 ? $0 : $0 + $1.0 * Double($1.1) } / Double(rows)
  }

  /// The mean of the classes' AUC against the rest; NaN where there is none.
  public var auc: Double {
    let known = aucs.filter { !$0.isNaN }
    return known.reduce(0, +) / Double(known.count)
  }
}

extension MulticlassMetrics: ScoredMetrics {
  public static var scores: KeyValuePairs<Score, KeyPath<Self, Double>> {
    [.accuracy: \.accuracy, .auc: \.auc, .logLoss: \.logLoss, .macroF1: \.macroF1]
  }
}

extension MulticlassMetrics {
  /// The metrics for people.
  var entries: [(label: String, text: String)] {
    [("accuracy", Format.number(accuracy))]
      + (confusion.count > 3 ? [("top-3 accuracy", Format.number(topThreeAccuracy))] : [])
      + [
        ("log loss", Format.number(logLoss)),
        ("F1", "\(Format.number(macroF1)) macro, \(Format.number(weightedF1)) weighted"),
        ("AUC", "\(Format.number(auc)), the mean of each class against the rest"),
      ]
  }

  /// The metrics for programs.
  var members: [(String, JSON)] {
    [
      ("accuracy", .number(accuracy)),
      ("top_3_accuracy", .number(topThreeAccuracy)),
      ("log_loss", .number(logLoss)),
      ("macro_f1", .number(macroF1)),
      ("weighted_f1", .number(weightedF1)),
      ("auc", .number(auc)),
      ("f1_by_class", .numbers(f1Scores)),
      ("auc_by_class", .numbers(aucs)),
      ("confusion_matrix", .array(confusion.map { .integers($0) })),
    ]
  }

  /// A row for each true class, a column for each predicted one; `nil` where there are too many to read.
  func table(_ classes: [String]) -> String? {
    guard classes.count <= 20 else { return nil }
    var table = TextTable([("", .left)] + classes.map { ("called \($0)", .right) })
    for (name, counts) in zip(classes, confusion) {
      table.append(["is \(name)"] + counts.map(Format.integer))
    }
    return table.text
  }
}
