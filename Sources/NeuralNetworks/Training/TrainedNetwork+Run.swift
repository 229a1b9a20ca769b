import LinearAlgebra

/// How a run begins, of one network or of all members of an ensemble.
extension TrainedNetwork {
  /// Rows with their targets and weights, if they have some.
  typealias Rows<Scalar: MatrixScalar> = (x: Matrix<Scalar>, y: Matrix<Scalar>, weights: [Double]?)

  func run<Scalar: MatrixScalar>(
    _ rows: Rows<Scalar>, _ validation: Rows<Scalar>?, _ training: Training, _ state: TrainingState?,
    isLive: Bool = false
  ) throws(NetworkError) -> TrainingRun {
    try network.requireMemory(
      inputs: inputs, rows: rows.x.rows, training: training, precision: precision, members: members.count)
    let loop: any AnyTrainingLoop =
      switch precision {
      case .single:
        try loop(task(rows, validation, training, isLive), training, isResumed: state != nil, Float.self)
      case .double:
        try loop(task(rows, validation, training, isLive), training, isResumed: state != nil, Double.self)
      }
    if let state { try loop.restore(state) }
    return TrainingRun(loop)
  }

  /// Begins a run of an ensemble whose members each have their own rows.
  ///
  /// - Precondition: there is a part for each member.
  func run<Scalar: MatrixScalar>(
    ofMembers parts: [(rows: Rows<Scalar>, validation: Rows<Scalar>?)], _ training: Training,
    _ state: TrainingState?
  ) throws(NetworkError) -> TrainingRun {
    try network.requireMemory(
      inputs: inputs, rows: parts.reduce(0) { $0 + $1.rows.x.rows }, training: training, precision: precision,
      members: members.count)
    let loop: any AnyTrainingLoop =
      switch precision {
      case .single: try loop(ofMembers: parts, training, isResumed: state != nil, Float.self)
      case .double: try loop(ofMembers: parts, training, isResumed: state != nil, Double.self)
      }
    if let state { try loop.restore(state) }
    return TrainingRun(loop)
  }

  private func task<Scalar: MatrixScalar, Own: MatrixScalar>(
    _ rows: Rows<Scalar>, _ validation: Rows<Scalar>?, _ training: Training, _ isLive: Bool
  ) throws(NetworkError) -> TrainingTask<Own> {
    check(rows.x, rows.y, rows.weights)
    try checkTargets(rows.y, training.loss)
    try network.checkSoftmax(inputs: inputs)
    precondition(
      rows.weights == nil || training.classWeights == nil,
      "Training takes sample weights or class weights, received both.")
    let weights = try training.classWeights?.sampleWeights(for: rows.y) ?? rows.weights
    if let validation {
      check(validation.x, validation.y, validation.weights)
      try checkTargets(validation.y, training.loss)
    }
    return TrainingTask(
      network: network, data: TrainingRows(rows.x, rows.y, weights),
      validation: validation.map { TrainingRows($0.x, $0.y, $0.weights) }, isLive: isLive)
  }

  private func loop<Own: MatrixScalar>(
    _ task: TrainingTask<Own>, _ training: Training, isResumed: Bool, _: Own.Type
  ) throws(NetworkError) -> any AnyTrainingLoop {
    guard let ensemble else { return try ownLoop(task, training, isResumed: isResumed) }
    return try loop(
      of: ensemble, Array(repeating: task, count: ensemble.networks.count), training, isResumed: isResumed)
  }

  private func loop<Scalar: MatrixScalar, Own: MatrixScalar>(
    ofMembers parts: [(rows: Rows<Scalar>, validation: Rows<Scalar>?)], _ training: Training,
    isResumed: Bool, _: Own.Type
  ) throws(NetworkError) -> any AnyTrainingLoop {
    guard let ensemble, ensemble.networks.count == parts.count else {
      preconditionFailure("Each of \(members.count) members has rows, received \(parts.count) parts.")
    }
    var tasks: [TrainingTask<Own>] = []
    for part in parts { tasks.append(try task(part.rows, part.validation, training, false)) }
    return try loop(of: ensemble, tasks, training, isResumed: isResumed)
  }

  private func loop<Own: MatrixScalar>(
    of ensemble: Members, _ tasks: [TrainingTask<Own>], _ training: Training, isResumed: Bool
  ) throws(NetworkError) -> any AnyTrainingLoop {
    let threads = try TrainingLoop<Own>.threads(
      training, members: tasks.count, weights.state(), rows: tasks[0].data.count)
    var loops: [any AnyTrainingLoop] = []
    for (index, task) in tasks.enumerated() {
      loops.append(
        try ensemble.networks[index].ownLoop(
          task, training.ofMember(index, threads: threads.each), isResumed: isResumed))
    }
    return EnsembleLoop(
      loops, training: training, combination: ensemble.combination, history: history, threads: threads)
  }

  /// The loop of one network.
  private func ownLoop<Own: MatrixScalar>(
    _ task: TrainingTask<Own>, _ training: Training, isResumed: Bool
  ) throws(NetworkError) -> TrainingLoop<Own> {
    let learned: LearnedState<Own> = weights.state()
    let first = isFresh && !isResumed ? learned.initialized(network, from: task.data.x, training) : learned
    return try TrainingLoop(task, first, training: training, history: history)
  }
}

extension Sequential {
  /// Trains a network for each fold, from fresh weights and side by side, on the rows of the other folds.
  ///
  /// Member i has the seed of the training plus i. Shapes, errors and preconditions are those of
  /// ``fitted(to:_:sampleWeights:validation:validationWeights:with:precision:resuming:)``.
  /// - Parameters:
  ///   - x: the inputs of all rows.
  ///   - y: their targets.
  ///   - sampleWeights: how much each row counts. Default: every row counts 1.
  ///   - folds: the places of the rows to train on, and of those to validate on, for each network; 2 to 64.
  ///   - combination: how the outputs of the networks become one.
  ///   - training: how to train.
  ///   - precision: the width of the networks' numbers.
  ///   - state: what an earlier run of the same remembered. Default: it begins.
  package func fitted<Scalar: MatrixScalar>(
    to x: Matrix<Scalar>, _ y: Matrix<Scalar>, sampleWeights: [Double]? = nil,
    folds: [(training: [Int], validation: [Int])], by combination: Ensemble.Combination,
    with training: Training, precision: Precision, resuming state: TrainingState? = nil
  ) throws(NetworkError) -> TrainedNetwork {
    let ensemble = Ensemble(members: folds.count, combination: combination)
    try requireMemory(
      inputs: x.columns, rows: x.rows * (folds.count + 1), training: training, precision: precision,
      members: folds.count)
    func rows(_ places: [Int]) -> TrainedNetwork.Rows<Scalar> {
      (x[rows: places], y[rows: places], sampleWeights.map { weights in places.map { weights[$0] } })
    }
    return try TrainedNetwork(
      self, inputs: x.columns, seed: training.seed, precision: precision, ensemble: ensemble
    ).run(ofMembers: folds.map { (rows($0.training), rows($0.validation)) }, training, state).completed()
  }
}
