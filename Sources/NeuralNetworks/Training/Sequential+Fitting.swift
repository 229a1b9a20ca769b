import LinearAlgebra

extension Sequential {
  /// Trains the network from fresh weights.
  ///
  /// Shapes: x (rows, inputs), y (rows, outputs), or (rows, 1) where the loss takes the indices of classes
  /// - Parameters:
  ///   - x: the inputs.
  ///   - y: the targets.
  ///   - sampleWeights: how much each row counts, 0 or more: a batch's loss is Σ weight · loss / rows, as
  ///     Keras's. Of the metrics only the training's weighted ones know of them. Default: every row counts 1.
  ///   - validation: rows that are not trained on, whose loss is reported after each epoch. Default: none.
  ///   - validationWeights: how much each of those counts. Default: every row counts 1.
  ///   - training: how to train; ``Training/ensemble`` says how many networks.
  ///   - precision: the width of the network's numbers. Default: single.
  ///   - state: what an earlier run of the same network, rows and settings remembered. Default: the run begins.
  /// - Throws: ``NetworkError/diverged(epoch:batch:best:)`` where the loss becomes NaN or infinite,
  ///   ``NetworkError/notFinite(values:row:column:)`` where it does because a value of the rows is,
  ///   ``NetworkError/absentClass(_:present:)``, ``NetworkError/softmaxOfOneUnit(layer:)``,
  ///   ``NetworkError/noMemory(parameters:bytes:available:)``,
  ///   ``NetworkError/targetsDoNotFit(loss:targets:outputs:)``, ``NetworkError/foreignClass(_:classes:)``,
  ///   ``NetworkError/notSaved(path:reason:)`` where a callback's request to save fails.
  /// - Precondition: x and y have equally many rows, 1 or more; the validation's have x's and y's widths;
  ///   sample weights, a row each, are finite, 0 or more
  ///   and not beside class weights; the network has 1 layer or more.
  public func fitted<Scalar: MatrixScalar>(
    to x: Matrix<Scalar>, _ y: Matrix<Scalar>,
    sampleWeights: [Double]? = nil, validation: (x: Matrix<Scalar>, y: Matrix<Scalar>)? = nil,
    validationWeights: [Double]? = nil, with training: Training, precision: Precision = .single,
    resuming state: TrainingState? = nil
  ) throws(NetworkError) -> TrainedNetwork {
    try requireMemory(
      inputs: x.columns, rows: x.rows, training: training, precision: precision,
      members: training.ensemble?.members ?? 1)
    return try TrainedNetwork(
      self, inputs: x.columns, seed: training.seed, precision: precision, ensemble: training.ensemble
    ).fitted(
      to: x, y, sampleWeights: sampleWeights, validation: validation, validationWeights: validationWeights,
      with: training, resuming: state)
  }
}
