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
    guard let train = rows.train.x as? FeatureRows, let validation = rows.validation.x as? FeatureRows else {
      return nil
    }
    let loss = prepared.pipeline.training.loss
    let scaled: Matrix<Double> = rows.validation.y.matrix()
    let targets: Matrix<Double> = rows.train.y.matrix()
    let weights = prepared.sampleWeights?.validation
    func validationLoss(of predictions: Matrix<Double>) -> Double {
      loss(predictions, scaled, sampleWeights: weights)
    }
    func lossOfConstant(_ value: ([Double]) -> Double) -> Double {
      validationLoss(of: Matrix((0..<targets.columns).map { value(targets.column($0)) }, rows: scaled.rows))
    }
    medianLoss = lossOfConstant { $0.quantilesOfUnsorted([0.5])[0] }
    meanLoss = lossOfConstant { $0.reduce(0, +) / Double($0.count) }

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
