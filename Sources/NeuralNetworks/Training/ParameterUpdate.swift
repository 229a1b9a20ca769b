import LinearAlgebra

/// What an update does to parameters once the gradient of the loss is known, block by block, in Keras's
/// order: the penalties' gradient, clipping, weight decay, the optimizer's rule, the constraints.
///
/// Sums over blocks are added in the blocks' order, so that the number of lanes changes no bit.
final class ParameterUpdate<Scalar: MatrixScalar> {
  let plan: UpdatePlan
  private let parameters: ParameterStore<Scalar>
  private let gradients: AlignedBuffer<Scalar>
  private let state: OptimizerState<Scalar>
  private let optimizer: any Optimizer
  private let clipping: GradientClipping?
  /// What each block adds to the loss, and the sum of its gradient's squares.
  private let penalties: AlignedBuffer<Double>
  private let squares: AlignedBuffer<Double>
  /// Whether a penalty adds to the loss.
  let isPenalized: Bool
  private let isConstrained: Bool
  private let weightDecay: Double?
  private let treatsBiasesDifferently: Bool

  init(
    parameters: ParameterStore<Scalar>, gradients: AlignedBuffer<Scalar>, state: OptimizerState<Scalar>,
    optimizer: any Optimizer, lanes: Int
  ) {
    plan = UpdatePlan(
      layout: parameters.layout, lanes: lanes,
      joinsNeighbours: optimizer.clipping?.needsNorms != true && !optimizer.treatsBiasesDifferently)
    self.parameters = parameters
    self.gradients = gradients
    self.state = state
    self.optimizer = optimizer
    clipping = optimizer.clipping
    penalties = AlignedBuffer(count: plan.blocks.count)
    squares = AlignedBuffer(count: plan.blocks.count)
    isConstrained = plan.blocks.contains { $0.constraint != nil }
    weightDecay = optimizer.weightDecay
    treatsBiasesDifferently = optimizer.treatsBiasesDifferently
    isPenalized = plan.blocks.contains { $0.regularizer.map { $0.l1 > 0 || $0.l2 > 0 } ?? false }
  }

  /// Whether every gradient must be there before the first is used: `measure` them, wait, then `apply`.
  var needsNorms: Bool { clipping?.needsNorms ?? false }

  // MARK: Penalties

  /// Sums what the weights of a lane's blocks add to the loss.
  func sumPenalties(lane: Int) {
    guard isPenalized else { return }
    for span in plan.lanes[lane] {
      for index in span.blocks { sumPenalty(of: plan.blocks[index]) }
    }
  }

  private func sumPenalty(of block: UpdatePlan.Block) {
    guard let regularizer = block.regularizer else { return }
    let weights = parameters.values.pointer + block.offset
    var sum = 0.0
    if regularizer.l1 > 0 {
      sum += Double(Scalar(regularizer.l1)) * Scalar.kernels.sumOfMagnitudes(weights, count: block.count)
    }
    if regularizer.l2 > 0 {
      sum += Double(Scalar(regularizer.l2)) * Scalar.kernels.sumOfSquares(weights, count: block.count)
    }
    penalties.pointer[block.index] = sum
  }

  /// What the weights add to the loss, once every lane has summed its part.
  var penalty: Double {
    guard isPenalized else { return 0 }
    var sum = 0.0
    for index in plan.blocks.indices { sum += penalties.pointer[index] }
    return sum
  }

  // MARK: Gradients

  /// Adds the gradient of a block's penalty to the loss's.
  func addPenalty(to block: UpdatePlan.Block) {
    guard let regularizer = block.regularizer else { return }
    Scalar.kernels.addPenalty(
      to: gradients.pointer + block.offset, weights: parameters.values.pointer + block.offset,
      l1: regularizer.l1, l2: regularizer.l2, count: block.count)
  }

  /// Sums the squares of a block's gradient.
  func measure(_ block: UpdatePlan.Block) {
    squares.pointer[block.index] = Scalar.kernels.sumOfSquares(
      gradients.pointer + block.offset, count: block.count)
  }

  private func clip(_ span: UpdatePlan.Span) {
    guard let clipping else { return }
    let gradient = gradients.pointer + span.offset
    switch clipping {
    case .value(let limit): Scalar.kernels.clamp(gradient, limit: limit, count: span.count)
    case .norm(let limit):
      let entry = plan.blocks[span.blocks.lowerBound].entry
      let norm = norm { $0.entry == entry }
      Scalar.kernels.rescale(gradient, by: limit, over: max(Double(norm), limit), count: span.count)
    case .globalNorm(let limit):
      let scale = Scalar(limit) * min(1 / norm { _ in true }, 1 / Scalar(limit))
      Scalar.kernels.rescale(gradient, by: Double(scale), over: 1, count: span.count)
    }
  }

  /// The length of the measured gradient of some blocks.
  private func norm(of isIncluded: (UpdatePlan.Block) -> Bool) -> Scalar {
    var sum = 0.0
    for block in plan.blocks where isIncluded(block) { sum += squares.pointer[block.index] }
    return Scalar(sum).squareRoot()
  }

  // MARK: Weights

  /// Changes a span's weights by its gradient.
  func apply(_ span: UpdatePlan.Span, at step: OptimizerStep) {
    clip(span)
    let weights = parameters.values.pointer + span.offset
    let gradient = gradients.pointer + span.offset
    let step = OptimizerStep(
      iteration: step.iteration, learningRate: step.learningRate * span.factors.rate,
      decayFactor: step.decayFactor * span.factors.decay)
    if let weightDecay {
      Scalar.kernels.decay(
        weights, by: weightDecay * step.decayFactor, rate: step.learningRate, count: span.count)
    }
    optimizer.update(
      ParameterBlock(
        weights: weights, gradient: gradient, count: span.count,
        isBias: treatsBiasesDifferently && plan.blocks[span.blocks.lowerBound].isVector,
        stateBase: state.values.pointer + span.offset, stateStride: state.stride),
      at: step)
    if isConstrained { constrain(plan.blocks[span.blocks.lowerBound]) }
  }

  /// Returns a block's weights to their bounds. Only blocks that are a whole span have any.
  private func constrain(_ block: UpdatePlan.Block) {
    let weights = parameters.values.pointer + block.offset
    switch block.constraint {
    case nil: break
    case .nonNegative: Scalar.kernels.raiseToZero(weights, count: block.count)
    case .maxNorm(let limit):
      // The gradient is no longer needed: its memory takes the norms.
      let columns = block.isVector ? 1 : block.columns
      Scalar.kernels.limitNorms(
        ofColumns: weights, norms: gradients.pointer + block.offset, limit: limit, epsilon: 1e-7,
        rows: block.count / columns, columns: columns)
    }
  }
}
