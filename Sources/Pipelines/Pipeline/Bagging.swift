import LinearAlgebra
import NeuralNetworks
import Tabular

/// A table made ready for bagging: its rows are prepared together and divided into folds.
///
///     let bagging = try pipeline.preparedBagging(wine, folds: 5).fitted()
///     print(bagging.metrics)                          // of rows that a network had not seen
///     try bagging.model.save(to: "bagged.safetensors")
///
/// A network is trained for each fold on the rows of the others; together they are one model. All have one
/// preparation, as a model has: scaling, filling, categories and the target's scaling are learned from all rows, those
/// that a fold validates on among them. Where they must not be, ``Pipeline/prepared(_:folds:)`` learns them anew for
/// each fold, for models that stay apart.
/// Source: L. Breiman, "Bagging predictors", Machine Learning 24, 1996; of folds rather than bootstrap samples as in
/// M. P. Perrone and L. N. Cooper, "When networks disagree", 1993.
public struct PreparedBagging<Target: PredictionTarget>: Sendable {
  /// All rows but test rows, to train and to validate on.
  public package(set) var whole: PreparedPipeline<Target>
  /// The rows in the table's order.
  let rows: DataFrame
  /// How they are divided.
  public let folds: [Fold]
  /// How the networks' outputs become one.
  public let combination: Ensemble.Combination
}

/// A model of several networks, each trained without one part of the rows, which it is measured on.
public struct Bagging<Target: PredictionTarget>: Sendable {
  /// The networks as one model. It has no report: every row was trained on by most of its networks.
  public let model: FittedPipeline<Target>
  /// Each network by itself, with its report on the rows that it was not trained on.
  public let folds: [FittedPipeline<Target>]
  /// The predictions of each row by the network that had not seen it, against the target.
  public let metrics: Target.Fitted.Metrics
  /// These predictions: a row for each of the table's that was used, with its `row` in the table, counted from 0, its
  /// `fold`, counted from 1, and the columns of ``FittedPipeline/predictionTable(_:threads:)``.
  public let outOfFold: DataFrame
}

extension Pipeline {
  /// Prepares all rows together, and divides them as ``split`` says into folds.
  ///
  /// - Parameters:
  ///   - frame: all rows.
  ///   - count: the number of folds, and of networks, 2 to 64.
  ///   - combination: how the networks' outputs become one. Default: the mean.
  /// - Throws: ``VintnerError`` where the table cannot be used or divided.
  /// - Precondition: 2 to 64 folds.
  public func preparedBagging(
    _ frame: DataFrame, folds count: Int, by combination: Ensemble.Combination = .mean
  ) throws(VintnerError) -> PreparedBagging<Target> {
    precondition(
      (2...Ensemble.allowedMembers.upperBound).contains(count),
      "Bagging has 2 to 64 folds, received \(count).")
    let (whole, rows, folds) = try preparedTogether(frame, folds: count)
    return PreparedBagging(whole: whole, rows: rows, folds: folds, combination: combination)
  }

  /// Trains a network for each fold on the rows of the others, side by side: see ``PreparedBagging``.
  ///
  /// Parameters and errors are those of ``preparedBagging(_:folds:by:)``; ``VintnerError/network(_:)``, too, where a
  /// loss diverges.
  public func bagged(
    on frame: DataFrame, folds count: Int, by combination: Ensemble.Combination = .mean
  ) throws(VintnerError) -> Bagging<Target> {
    try preparedBagging(frame, folds: count, by: combination).fitted()
  }
}

extension PreparedBagging {
  /// Trains the networks side by side. Network i, counted from 0, has the seed of the training plus i.
  ///
  /// - Throws: ``VintnerError/network(_:)`` where a loss diverges; ``VintnerError/outputs(found:needed:)``.
  public func fitted() throws(VintnerError) -> Bagging<Target> {
    try whole.requireOutputs()
    return switch whole.pipeline.precision {
    case .single: try fitted(Float.self)
    case .double: try fitted(Double.self)
    }
  }

  private func fitted<Scalar: MatrixScalar>(_: Scalar.Type) throws(VintnerError) -> Bagging<Target> {
    let x: Matrix<Scalar> = whole.rows.train.x.matrix()
    let y: Matrix<Scalar> = whole.rows.train.y.matrix()
    let (pipeline, weights) = (whole.pipeline, whole.rows.weights?.train)
    var training = pipeline.training
    training.ensemble = nil
    func fitted(with training: Training, _ state: TrainingState?) throws(NetworkError) -> TrainedNetwork {
      try pipeline.network.fitted(
        to: x, y, sampleWeights: weights, folds: folds.map { ($0.training, $0.validation) }, by: combination,
        with: training, precision: pipeline.precision, resuming: state)
    }
    let network =
      if let checkpoints = whole.checkpoints {
        // The order of the rows decides which of them are in which fold.
        try checkpoints.trained(
          pipeline.network,
          rows: FileDigest.sha256(of: [x, y], (weights.map { [$0] } ?? []) + [foldNumbers]),
          epochs: training.epochs
        ) { (states, state) throws(NetworkError) in
          training.checkpoints = states
          return try fitted(with: training, state)
        }
      } else {
        try networking(fitted(with: training, nil))
      }
    func part(_ places: [Int]) -> PreparedRows.Part { (x[rows: places], y[rows: places]) }
    let models = zip(folds, network.members).map { fold, member in
      whole.dividing(
        PreparedRows(
          train: part(fold.training), validation: part(fold.validation),
          truth: whole.rows.truth?[rows: fold.validation],
          weights: weights.map { weights in
            (fold.training.map { weights[$0] }, fold.validation.map { weights[$0] })
          })
      ).joined(with: member)
    }
    return bagging(network, models, x)
  }

  /// The fold of each row, counted from 0.
  private var foldNumbers: [Double] {
    var numbers = [Double](repeating: 0, count: rows.rowCount)
    for fold in folds { for row in fold.validation { numbers[row] = Double(fold.number) } }
    return numbers
  }

  private func bagging<Scalar: MatrixScalar>(
    _ network: TrainedNetwork, _ models: [FittedPipeline<Target>], _ x: Matrix<Scalar>
  ) -> Bagging<Target> {
    var outputs = Matrix<Double>(rows: x.rows, columns: network.outputs)
    var numbers = [Int](repeating: 0, count: x.rows)
    for (fold, model) in zip(folds, models) {
      let own = Matrix<Double>(
        model.network.predict(x[rows: fold.validation], threads: whole.pipeline.training.threads))
      for (index, row) in fold.validation.enumerated() {
        numbers[row] = fold.number + 1
        for column in 0..<own.columns { outputs[row, column] = own[index, column] }
      }
    }
    var model = FittedPipeline(whole, network: network, isMeasured: false)
    model.provenance.folds = folds.count
    let values = whole.target.values(outputs)
    let truth = whole.rows.truth ?? whole.target.values(whole.rows.train.y.matrix())
    return Bagging(
      model: model, folds: models,
      metrics: whole.target.metrics(values, truth: truth),
      outOfFold: DataFrame(
        columns: [Column(name: "row", rows.rowNumbers), Column(name: "fold", numbers)]
          + whole.target.predictionColumns(values)))
  }
}
