import LinearAlgebra

extension Sequential {
  /// Trains the network from fresh weights on its own thread, epoch by epoch: see ``BackgroundTraining``.
  ///
  ///     for try await epoch in network.training(on: x, y, with: Training(loss: .meanSquaredError, epochs: 20)) {
  ///       print(epoch)
  ///     }
  ///
  /// Parameters, shapes and preconditions are those of
  /// ``fitted(to:_:sampleWeights:validation:validationWeights:with:precision:resuming:)``.
  /// - Parameters:
  ///   - x: the inputs of the training rows.
  ///   - y: their targets.
  ///   - sampleWeights: the weight of each training row. Default: 1.
  ///   - validation: rows to measure on. Default: none.
  ///   - validationWeights: the weight of each of these. Default: 1.
  ///   - training: how to train.
  ///   - precision: that of the weights. Default: `.single`.
  ///   - behavior: what becomes of a training that is cancelled. Default: an error is thrown.
  public func training<Scalar: MatrixScalar>(
    on x: Matrix<Scalar>, _ y: Matrix<Scalar>,
    sampleWeights: [Double]? = nil, validation: (x: Matrix<Scalar>, y: Matrix<Scalar>)? = nil,
    validationWeights: [Double]? = nil, with training: Training, precision: Precision = .single,
    onCancellation behavior: CancellationBehavior = .throwError
  ) -> BackgroundTraining<TrainedNetwork> {
    BackgroundTraining(onCancellation: behavior) { watch in
      try watch.check()
      return try watch.accept(
        fitted(
          to: x, y, sampleWeights: sampleWeights, validation: validation,
          validationWeights: validationWeights,
          with: watch.watching(training), precision: precision))
    }
  }

  /// Trains the network from fresh weights on its own thread.
  ///
  ///     let trained = try await network.fitted(to: x, y, with: Training(loss: .meanSquaredError, epochs: 20))
  ///
  /// In asynchronous code the compiler chooses this form, and in all other the blocking one: both give the same bits.
  /// Parameters, shapes and preconditions are those of the blocking form.
  /// - Parameters:
  ///   - x: the inputs of the training rows.
  ///   - y: their targets.
  ///   - sampleWeights: the weight of each training row. Default: 1.
  ///   - validation: rows to measure on. Default: none.
  ///   - validationWeights: the weight of each of these. Default: 1.
  ///   - training: how to train.
  ///   - precision: that of the weights. Default: `.single`.
  ///   - behavior: what becomes of the training where the task is cancelled. Default: an error is thrown.
  /// - Throws: `CancellationError` where the task is cancelled; ``NetworkError`` as the blocking form.
  public func fitted<Scalar: MatrixScalar>(
    to x: Matrix<Scalar>, _ y: Matrix<Scalar>,
    sampleWeights: [Double]? = nil, validation: (x: Matrix<Scalar>, y: Matrix<Scalar>)? = nil,
    validationWeights: [Double]? = nil, with training: Training, precision: Precision = .single,
    onCancellation behavior: CancellationBehavior = .throwError
  ) async throws -> TrainedNetwork {
    try await self.training(
      on: x, y, sampleWeights: sampleWeights, validation: validation, validationWeights: validationWeights,
      with: training, precision: precision, onCancellation: behavior
    ).model
  }
}

extension TrainedNetwork {
  /// Trains the network further on its own thread, epoch by epoch: see ``BackgroundTraining``.
  ///
  /// Parameters, shapes and preconditions are those of
  /// ``fitted(to:_:sampleWeights:validation:validationWeights:with:resuming:)``.
  /// - Parameters:
  ///   - x: the inputs of the training rows.
  ///   - y: their targets.
  ///   - sampleWeights: the weight of each training row. Default: 1.
  ///   - validation: rows to measure on. Default: none.
  ///   - validationWeights: the weight of each of these. Default: 1.
  ///   - training: how to train.
  ///   - behavior: what becomes of a training that is cancelled. It has no default: without it,
  ///     ``training(on:_:sampleWeights:validation:validationWeights:with:resuming:)`` begins a ``TrainingRun``.
  public func training<Scalar: MatrixScalar>(
    on x: Matrix<Scalar>, _ y: Matrix<Scalar>,
    sampleWeights: [Double]? = nil, validation: (x: Matrix<Scalar>, y: Matrix<Scalar>)? = nil,
    validationWeights: [Double]? = nil, with training: Training, onCancellation behavior: CancellationBehavior
  ) -> BackgroundTraining<TrainedNetwork> {
    BackgroundTraining(onCancellation: behavior) { watch in
      try watch.check()
      return try watch.accept(
        fitted(
          to: x, y, sampleWeights: sampleWeights, validation: validation,
          validationWeights: validationWeights,
          with: watch.watching(training)))
    }
  }

  /// Trains the network further on its own thread.
  ///
  /// In asynchronous code the compiler chooses this form, and in all other the blocking one: both give the same bits.
  /// Parameters, shapes and preconditions are those of the blocking form.
  /// - Parameters:
  ///   - x: the inputs of the training rows.
  ///   - y: their targets.
  ///   - sampleWeights: the weight of each training row. Default: 1.
  ///   - validation: rows to measure on. Default: none.
  ///   - validationWeights: the weight of each of these. Default: 1.
  ///   - training: how to train.
  ///   - behavior: what becomes of the training where the task is cancelled. Default: an error is thrown.
  /// - Throws: `CancellationError` where the task is cancelled; ``NetworkError`` as the blocking form.
  public func fitted<Scalar: MatrixScalar>(
    to x: Matrix<Scalar>, _ y: Matrix<Scalar>,
    sampleWeights: [Double]? = nil, validation: (x: Matrix<Scalar>, y: Matrix<Scalar>)? = nil,
    validationWeights: [Double]? = nil, with training: Training,
    onCancellation behavior: CancellationBehavior = .throwError
  ) async throws -> TrainedNetwork {
    try await self.training(
      on: x, y, sampleWeights: sampleWeights, validation: validation, validationWeights: validationWeights,
      with: training, onCancellation: behavior
    ).model
  }
}
