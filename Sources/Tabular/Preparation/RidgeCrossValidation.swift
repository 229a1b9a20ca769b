import LinearAlgebra

/// Ridge regression whose penalty is chosen by cross-validation.
///
///     let folds = try Fold.all(5, rows: x.rows, seed: 0)
///     let ridge = try RidgeCrossValidation(x, y, folds: folds)
///     ridge.penalty                   // the best of the list
///     ridge.model.predict(validation)
///
/// Each fold's validation rows are predicted by a model fitted to its training rows. The penalty whose
/// predictions have the lowest mean squared error, averaged over the folds, is fitted to all rows.
/// Source: scikit-learn's `GridSearchCV(Ridge(), scoring="neg_mean_squared_error")`.
public struct RidgeCrossValidation: Sendable {
  /// The result of one penalty.
  public struct Score: Sendable, Equatable {
    /// λ.
    public let penalty: Double
    /// The mean squared error on each fold's rows, of all targets.
    public let errors: FoldScores
  }

  /// The results of the penalties, in the order of the list.
  public let scores: [Score]
  /// The penalty of the lowest mean error; of equal ones the first in the list.
  public let penalty: Double
  /// The model of all rows under that penalty.
  public let model: LinearModel

  /// 13 penalties from 0.001 to 1000, two per power of ten.
  public static let defaultPenalties = [
    0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000,
  ]

  /// Evaluates every penalty on every fold.
  ///
  /// Shapes: x (rows, features), y (rows, targets)
  /// - Parameters:
  ///   - x: the features.
  ///   - y: the targets.
  ///   - penalties: λ to choose from, 0 or more each. Default: ``defaultPenalties``.
  ///   - folds: indices of rows of x and y.
  /// - Precondition: a penalty and a fold at least, penalties finite and 0 or more, finite scalars.
  /// - Throws: `LinearAlgebraError` where a decomposition does not converge.
  public init(
    _ x: Matrix<Double>, _ y: Matrix<Double>, penalties: [Double] = defaultPenalties, folds: [Fold]
  ) throws(LinearAlgebraError) {
    precondition(
      !penalties.isEmpty && !folds.isEmpty,
      "A choice needs a penalty and a fold at least, received \(penalties.count) and \(folds.count).")
    precondition(
      x.rows > 0 && x.columns > 0 && y.columns > 0 && x.scalarsAreFinite && y.scalarsAreFinite,
      "Ridge regression needs rows of finite numbers, received \(x.rows) × \(x.columns) and \(y.rows) ×"
        + " \(y.columns).")
    let (xMeans, yMeans) = (x.columnMeans, y.columnMeans)
    func rows(_ places: [Int]) -> RegressionRows {
      var rows = RegressionRows(shiftedBy: xMeans, yMeans)
      rows.append(x, y, places)
      return rows
    }
    try self.init(
      penalties: penalties, all: rows(Array(0..<x.rows)),
      folds: folds.lazy.map { (training: rows($0.training), validation: rows($0.validation)) })
  }

  /// Evaluates every penalty on folds, each with a model fitted to all others.
  ///
  /// - Parameter folds: the rows of each fold.
  /// - Precondition: a penalty and two folds at least, one row per fold at least, penalties finite and 0 or more.
  /// - Throws: `LinearAlgebraError` where a decomposition does not converge.
  package init(
    of folds: [RegressionRows], penalties: [Double] = defaultPenalties
  ) throws(LinearAlgebraError) {
    func joined(_ parts: some Sequence<RegressionRows>) -> RegressionRows {
      parts.dropFirst().reduce(into: parts.first { _ in true }!) { $0.append($1) }
    }
    try self.init(
      penalties: penalties, all: joined(folds),
      folds: folds.indices.lazy.map { fold in
        (training: joined(folds[..<fold] + folds[(fold + 1)...]), validation: folds[fold])
      })
  }

  private init(
    penalties: [Double], all: RegressionRows,
    folds: some Sequence<(training: RegressionRows, validation: RegressionRows)>
  ) throws(LinearAlgebraError) {
    var errors = [[Double]](repeating: [], count: penalties.count)
    for fold in folds {
      let ridge = try RidgeRegression(fold.training)
      for (place, penalty) in penalties.enumerated() {
        errors[place].append(fold.validation.meanSquaredError(of: ridge.fitted(penalty: penalty)))
      }
    }
    let scores = zip(penalties, errors).map { Score(penalty: $0, errors: FoldScores($1)) }
    self.scores = scores
    penalty = scores.min { $0.errors.mean < $1.errors.mean }!.penalty
    model = try RidgeRegression(all).fitted(penalty: penalty)
  }
}

/// The score of each fold, with their mean and spread.
public struct FoldScores: Sendable, Equatable, Codable {
  /// The scores, in the order of the folds.
  public let values: [Double]

  /// Creates the scores of folds, in their order.
  ///
  /// - Precondition: one score at least.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "Scores are those of one fold or more, received none.")
    self.values = values
  }

  /// The mean of the scores.
  public var mean: Double { values.mean }

  /// √(Σ (x − mean)² / (n − 1)); `nil` for a single fold.
  public var standardDeviation: Double? { values.sampleStandardDeviation }
}
