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
  private let isPenalized: Bool

  init(
    parameters: ParameterStore<Scalar>, gradients: AlignedBuffer<Scalar>, state: OptimizerState<Scalar>,
    optimizer: any Optimizer, lanes: Int
  ) {
    plan = UpdatePlan(layout: parameters.layout, lanes: lanes)
    self.parameters = parameters
    self.gradients = gradients
    self.state = state
    self.optimizer = optimizer
    clipping = optimizer.clipping
    penalties = AlignedBuffer(count: plan.blocks.count)
    squares = AlignedBuffer(count: plan.blocks.count)
    isPenalized = plan.blocks.contains { $0.description.regularizer != nil }
  }

  /// Whether every gradient must be there before the first is used: `measure` them, wait, then `apply`.
  var needsNorms: Bool { clipping?.needsNorms ?? false }

  // MARK: Penalties

  /// Sums what the weights of a lane's blocks add to the loss.
  func sumPenalties(lane: Int) {
    guard isPenalized else { return }
    for block in plan.lanes[lane] {
      guard let regularizer = block.description.regularizer else { continue }
      let weights = parameters.values.pointer + block.offset
      var sum = 0.0
      if regularizer.l1 > 0 {
        sum += Double(Scalar(regularizer.l1)) * Scalar.sumOfMagnitudes(weights, count: block.count)
      }
      if regularizer.l2 > 0 {
        sum += Double(Scalar(regularizer.l2)) * Scalar.sumOfSquares(weights, count: block.count)
      }
      penalties.pointer[block.index] = sum
    }
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
    guard let regularizer = block.description.regularizer else { return }
    Scalar.addPenalty(
      to: gradients.pointer + block.offset, weights: parameters.values.pointer + block.offset,
      l1: Scalar(regularizer.l1), l2: Scalar(regularizer.l2), count: block.count)
  }

  /// Sums the squares of a block's gradient.
  func measure(_ block: UpdatePlan.Block) {
    squares.pointer[block.index] = Scalar.sumOfSquares(
      gradients.pointer + block.offset, count: block.count)
  }

  private func clip(_ block: UpdatePlan.Block) {
    let gradient = gradients.pointer + block.offset
    switch clipping {
    case nil: break
    case .value(let limit): Scalar.clamp(gradient, limit: Scalar(limit), count: block.count)
    case .norm(let limit):
      let norm = norm { $0.entry == block.entry }
      Scalar.rescale(gradient, by: Scalar(limit), over: max(norm, Scalar(limit)), count: block.count)
    case .globalNorm(let limit):
      let scale = Scalar(limit) * min(1 / norm { _ in true }, 1 / Scalar(limit))
      Scalar.rescale(gradient, by: scale, over: 1, count: block.count)
    }
  }

  /// The length of the measured gradient of some blocks.
  private func norm(of isIncluded: (UpdatePlan.Block) -> Bool) -> Scalar {
    var sum = 0.0
    for block in plan.blocks where isIncluded(block) { sum += squares.pointer[block.index] }
    return Scalar(sum).squareRoot()
  }

  // MARK: Weights

  /// Changes a block's weights by its gradient.
  func apply(_ block: UpdatePlan.Block, at step: OptimizerStep) {
    clip(block)
    let weights = parameters.values.pointer + block.offset
    let gradient = gradients.pointer + block.offset
    if let decay = optimizer.weightDecay {
      Scalar.decay(weights, by: Scalar(decay), rate: Scalar(step.learningRate), count: block.count)
    }
    optimizer.update(
      ParameterBlock(
        weights: weights, gradient: gradient, count: block.count,
        stateBase: state.values.pointer + block.offset, stateStride: state.stride),
      at: step)
    switch block.description.constraint {
    case nil: break
    case .nonNegative: Scalar.raiseToZero(weights, count: block.count)
    case .maxNorm(let limit):
      // The gradient has done its work: its memory takes the norms.
      let isVector = block.description.shape.count == 1
      let columns = isVector ? 1 : block.description.columns
      Scalar.limitNorms(
        ofColumns: weights, norms: gradient, limit: Scalar(limit), epsilon: Scalar(1e-7),
        rows: block.count / columns, columns: columns)
    }
  }
}
