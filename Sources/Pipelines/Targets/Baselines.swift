import LinearAlgebra
import NeuralNetworks
import Tabular

/// The losses of simple models on the same rows, to compare a network's loss with.
///
/// All losses are those of the scaled validation rows under the loss that the network is trained with.
/// Source: scikit-learn, `DummyRegressor` and `LinearRegression`; for ridge see `RidgeCrossValidation`.
public struct Baselines: Sendable, Equatable, Codable {
  /// Ridge regression, its penalty chosen on the training rows alone.
  public struct Ridge: Sendable, Equatable, Codable {
    /// λ, of `RidgeCrossValidation.defaultPenalties`: that of the lowest mean squared error in five folds.
    public let penalty: Double
    /// The loss of the model under that penalty.
    public let loss: Double
  }

  /// The loss of the training rows' median as the prediction of every validation row.
  public let medianLoss: Double
  /// The same of their mean.
  public let meanLoss: Double
  /// The loss of the least-squares line through the training rows; `nil` where LAPACK found none.
  public let linearLoss: Double?
  /// Ridge regression; `nil` where there are fewer than two training rows, or LAPACK found none.
  public let ridge: Ridge?

  /// Fits simple models; `nil` where the rows are not in memory.
  init?(_ prepared: PreparedPipeline<some PredictionTarget>) {
    let rows = prepared.rows
    guard let train = (rows.train.x as? FeatureRows)?.expandingCodes,
      let validation = (rows.validation.x as? FeatureRows)?.expandingCodes
    else { return nil }
    let loss = prepared.pipeline.training.loss
    let scaled: Matrix<Double> = rows.validation.y.matrix()
    let targets: Matrix<Double> = rows.train.y.matrix()
    let weights = prepared.sampleWeights?.validation
    func validationLoss(of predictions: Matrix<Double>) -> Double {
      loss(predictions, scaled, sampleWeights: weights)
    }
    medianLoss = validationLoss(of: prepared.medianOutputs)
    meanLoss = validationLoss(of: Matrix(prepared.meanTargets, rows: scaled.rows))

    guard train.width > 0 else {
      (linearLoss, ridge) = (nil, nil)
      return
    }
    let folds = train.folds(with: targets)
    let line = try? folds.dropFirst().reduce(into: folds[0]) { $0.append($1) }.leastSquares()
    let chosen = folds.count > 1 ? try? RidgeCrossValidation(of: folds) : nil
    let predictions = validation.predictions(of: [line, chosen?.model].compactMap { $0 })
    linearLoss = line.map { _ in validationLoss(of: predictions[0]) }
    ridge = chosen.map {
      Ridge(penalty: $0.penalty, loss: validationLoss(of: predictions[predictions.count - 1]))
    }
  }
}

extension Baselines {
  /// The models whose loss is below a network's.
  ///
  /// - Parameter loss: without penalties on the weights.
  func better(than loss: Double) -> [Rival] {
    let models: [(Double?, String)] = [
      (medianLoss, "the median"), (meanLoss, "the mean"), (linearLoss, "least squares"),
      (ridge?.loss, "ridge regression"),
    ]
    return models.compactMap { rival, name in
      guard let rival, rival < loss else { return nil }
      return Rival(name: name, evidence: "loss \(Format.number(rival))")
    }
  }

  /// The losses in a line.
  var text: String {
    let penalty = Format.number(ridge?.penalty ?? 0)
    let models: [(Double?, String)] = [
      (medianLoss, "the training median"), (meanLoss, "the mean"), (linearLoss, "least squares"),
      (ridge?.loss, "ridge regression (penalty \(penalty))"),
    ]
    let parts = models.compactMap { loss, model in loss.map { "\(Format.number($0)) by \(model)" } }
    return parts.joined(separator: ", ") + " (scaled)"
  }
}

/// A simple model that a network has to beat, trained on the same rows, prepared in the same way.
public enum SimpleModel: String, Sendable, CaseIterable {
  /// The training rows' median, of numbers.
  case median
  /// The training rows' most frequent class; its probabilities are the classes' shares.
  case mostFrequent = "most-frequent"
  /// Ridge regression of numbers: the penalty is 1, on features of mean 0 and standard deviation 1.
  case ridge
  /// Logistic regression of classes: the penalty's inverse C is 1, on features of mean 0 and standard deviation 1.
  case logistic

  /// The name in tables and files: `most-frequent`.
  public var name: String { rawValue }

  /// The models for a task.
  public static func all(for task: RunTask) -> [SimpleModel] {
    task.target.lastActivation == .linear ? [.median, .ridge] : [.mostFrequent, .logistic]
  }
}

extension PreparedPipeline {
  /// What a simple model that is trained on the training rows predicts for the validation rows, as a network's outputs;
  /// `nil` where it cannot be fitted.
  ///
  /// Shape: (rows, outputs)
  /// - Precondition: a model for the target's task.
  /// Source: scikit-learn, `DummyRegressor(strategy="median")`, `DummyClassifier(strategy="prior")`, and
  /// `StandardScaler` followed by `Ridge(alpha=1)` and `LogisticRegression(C=1)`.
  package func outputs(of baseline: SimpleModel) -> Matrix<Double>? {
    switch baseline {
    case .median: return medianOutputs
    case .mostFrequent:
      let shares = classShares
      return Matrix(target.outputs == 1 ? [shares[1]] : shares, rows: rows.validation.x.rowCount)
    case .ridge:
      guard linearWidth > 0 else { return nil }
      let x = standardizedFeatures
      let ridge = try? RidgeRegression(RegressionRows(x.train, rows.train.y.matrix()))
      return ridge?.fitted(penalty: 1).predict(x.validation)
    case .logistic:
      guard linearWidth > 0, coefficientsOfLogistic <= LogisticRegression.mostCoefficients else { return nil }
      let x = standardizedFeatures
      let labels = (rows.train.y.matrix() as Matrix<Double>).scalars.map { Int($0) }
      let model = try? LogisticRegression.fitted(to: x.train, labels, classes: classCount)
      return model.map { LogisticRegression.probabilities($0.predict(x.validation)) }
    }
  }

  /// What the user should know of a simple model before it is fitted.
  package func notices(of baseline: SimpleModel) -> [String] {
    guard baseline == .logistic, coefficientsOfLogistic > LogisticRegression.mostCoefficients else {
      return []
    }
    return [
      "Logistic regression would have \(Format.integer(coefficientsOfLogistic)) coefficients, more than the"
        + " \(Format.integer(LogisticRegression.mostCoefficients)) that are fitted: it is left out."
    ]
  }

  /// The median of each target for every validation row.
  fileprivate var medianOutputs: Matrix<Double> {
    let targets: Matrix<Double> = rows.train.y.matrix()
    return Matrix(
      (0..<targets.columns).map { targets.column($0).quantilesOfUnsorted([0.5])[0] },
      rows: rows.validation.x.rowCount)
  }

  private var classCount: Int { max(target.outputs, 2) }

  private var coefficientsOfLogistic: Int {
    LogisticRegression.coefficients(features: linearWidth, classes: classCount)
  }

  /// The share of each class among the training rows.
  ///
  /// - Precondition: the target is of classes.
  var classShares: [Double] {
    let targets: Matrix<Double> = rows.train.y.matrix()
    var counts = [Double](repeating: 0, count: classCount)
    for target in targets.scalars { counts[Int(target)] += 1 }
    return counts.map { $0 / Double(targets.rows) }
  }

  /// The features with mean 0 and standard deviation 1 in the training rows, a constant one 0 there; codes of categories
  /// as columns of 0 and 1.
  ///
  /// Shapes: (rows, linearWidth)
  private var standardizedFeatures: (train: Matrix<Double>, validation: Matrix<Double>) {
    let train: Matrix<Double> = linear(rows.train.x).matrix()
    let means = train.columnMeans
    var squares = means.map { _ in 0.0 }
    train.withUnsafeBufferPointer { scalars in
      for place in scalars.indices {
        let difference = scalars[place] - means[place % means.count]
        squares[place % means.count] += difference * difference
      }
    }
    let deviations = squares.map { $0 > 0 ? ($0 / Double(train.rows)).squareRoot() : 1 }
    func standardized(_ x: Matrix<Double>) -> Matrix<Double> {
      var x = x
      x.withUnsafeMutableBufferPointer { scalars in
        for place in scalars.indices {
          scalars[place] = (scalars[place] - means[place % means.count]) / deviations[place % means.count]
        }
      }
      return x
    }
    return (standardized(train), standardized(linear(rows.validation.x).matrix()))
  }

  /// The features as linear models take them: codes of categories as columns of 0 and 1.
  private func linear(_ x: any RowSource) -> any RowSource { (x as? FeatureRows)?.expandingCodes ?? x }

  private var linearWidth: Int { (rows.train.x as? FeatureRows)?.expandingCodes.width ?? inputs }
}

extension FeatureRows {
  /// The rows with their targets, split among the five folds that ridge regression is validated by, or fewer
  /// where there are fewer rows.
  fileprivate func folds(with targets: Matrix<Double>) -> [RegressionRows] {
    let count = min(5, rowCount)
    let foldOfRow = count > 1 ? try? Fold.numbers(count, rows: rowCount, seed: 0) : nil
    var folds: [RegressionRows] = []
    forEachBlock { places, features in
      var known: [Double] = []
      for place in places {
        for target in 0..<targets.columns { known.append(targets[place, target]) }
      }
      if folds.isEmpty {
        let first = Array(UnsafeBufferPointer(start: features, count: width))
        let shifts = Array(known.prefix(targets.columns))
        folds = Array(repeating: RegressionRows(shiftedBy: first, shifts), count: max(count, 1))
      }
      for fold in folds.indices {
        let own = places.indices.filter { index in foldOfRow.map { Int($0[places[index]]) } ?? 0 == fold }
        known.withUnsafeBufferPointer { known in
          own.withUnsafeBufferPointer { folds[fold].append(features, known.baseAddress!, $0) }
        }
      }
    }
    return folds
  }

  /// What linear models predict for every row. Shapes: (rows, targets)
  fileprivate func predictions(of models: [LinearModel]) -> [Matrix<Double>] {
    var predictions = models.map { Matrix($0.intercepts, rows: rowCount) }
    let coefficients = models.map(\.coefficients.scalars)
    forEachBlock { places, features in
      for model in models.indices {
        let targets = models[model].intercepts.count
        predictions[model].withUnsafeMutableBufferPointer { predictions in
          for (index, place) in places.enumerated() {
            for target in 0..<targets {
              var sum = 0.0
              for feature in 0..<width {
                sum += features[index * width + feature] * coefficients[model][feature * targets + target]
              }
              predictions[place * targets + target] += sum
            }
          }
        }
      }
    }
    return predictions
  }
}

extension Matrix<Double> {
  /// A row, as often as there are rows. Shape: (rows, row.count)
  fileprivate init(_ row: [Double], rows: Int) {
    self.init(rows: rows, columns: row.count, scalars: (0..<rows).flatMap { _ in row })
  }
}
