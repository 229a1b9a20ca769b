import LinearAlgebra

/// One update of the weights from one batch, split among a team's lanes.
///
///     propagate   each lane: its blocks of rows, forward through all layers and backward, with waits only
///                 where rows depend on each other
///     — wait —
///     update      each lane: its blocks of parameters, gradient first, then the optimizer
///     — wait —
///
/// All memory is allocated before the first step. Every block's values depend on its shape alone, and
/// block sums are added in the blocks' order, so that the number of lanes changes no bit.
final class TrainingStep<Scalar: MatrixScalar> {
  private let graph: Graph<Scalar>
  private let memories: [LayerMemory<Scalar>]
  private let targets: AlignedBuffer<Scalar>
  /// How much each row counts; empty where all count alike.
  private let weights: AlignedBuffer<Scalar>
  private let blockLosses: AlignedBuffer<Double>
  /// Of the last batch, in the parameters' layout.
  let gradients: AlignedBuffer<Scalar>
  private let parameterUpdate: ParameterUpdate<Scalar>
  private let loss: any Loss
  /// The targets a row.
  private let targetCount: Int
  private let outputActivation: ActivationRule<Scalar>?
  private let buffers: [AlignedBuffer<Scalar>]
  /// The passes and the gradients of an update; `nil` where an update is short, or training cannot be cancelled.
  private let longPass: LongWork?
  private let longGradient: LongWork?
  private let fixed: FixedParameters<Scalar>

  init(
    objective: Objective, inputs: Int, parameters: ParameterStore<Scalar>, state: OptimizerState<Scalar>,
    training: Training, batchSize: Int, targets targetCount: Int, isWeighted: Bool, lanes: Int
  ) {
    loss = objective.loss
    self.targetCount = targetCount
    outputActivation = training.allMetrics.isEmpty ? nil : objective.activation.map(ActivationRule.init)
    gradients = AlignedBuffer(count: parameters.layout.count)
    let graph = Graph(
      network: objective.network, inputs: inputs, parameters: parameters, gradients: gradients)
    self.graph = graph
    let outputs = graph.widths.map { AlignedBuffer<Scalar>(count: $0 * batchSize) }
    let slopes = graph.widths.map { AlignedBuffer<Scalar>(count: $0 * batchSize) }
    let scratches = graph.scratches.map { AlignedBuffer<Scalar>(count: $0 * batchSize) }
    buffers = outputs + slopes + scratches
    let kept = scratches.map { $0.count == 0 ? nil : $0.pointer }
    memories = graph.nodes.indices.map { index in
      LayerMemory(
        layer: index, input: outputs[index].pointer, output: outputs[index + 1].pointer,
        outputGradient: slopes[index + 1].pointer,
        inputGradient: index == 0 ? nil : slopes[index].pointer,
        scratch: kept[index], other: graph.other(of: index, outputs: outputs, gradients: slopes))
    }
    targets = AlignedBuffer(count: targetCount * batchSize)
    weights = AlignedBuffer(count: isWeighted ? batchSize : 0)
    blockLosses = AlignedBuffer(count: RowBlocks.count(rows: batchSize))
    parameterUpdate = ParameterUpdate(
      parameters: parameters, gradients: gradients, state: state, optimizer: training.optimizer,
      lanes: lanes)
    let scalars = parameters.layout.count
    longPass = LongWork(training.isCancelled, scalars: scalars, rows: batchSize)
    longGradient = LongWork(training.isCancelled, scalars: scalars, rows: batchSize)
    fixed = FixedParameters(of: parameters)
  }

  /// Passes a batch's rows forward and backward: those of the blocks that belong to this lane.
  ///
  /// The network is cut at the nodes whose rows depend on each other: section s leads from coupling s − 1
  /// forward to coupling s, and backward.
  /// - Parameter order: the batch's rows of `data`.
  func propagate(
    _ order: UnsafeBufferPointer<Int>, of data: TrainingRows<Scalar>, lane: Int, team: ThreadTeam, pass: Pass
  ) {
    if let longPass {
      // No lane gathers before all have arrived.
      if lane == 0 { fixed.keep() }
      propagate(order, of: data, lane: lane, team: team, pass: pass) { longPass.asks() }
    } else {
      propagate(order, of: data, lane: lane, team: team, pass: pass) { false }
    }
  }

  /// - Parameter isLeft: whether what is left of the layers and blocks is skipped. Inlined: where it never is, nothing
  ///   is asked.
  @inline(__always)
  private func propagate(
    _ order: UnsafeBufferPointer<Int>, of data: TrainingRows<Scalar>, lane: Int, team: ThreadTeam, pass: Pass,
    isLeft: () -> Bool
  ) {
    let total = RowBlocks.count(rows: order.count)
    let blocks = team.blocks(of: total, for: lane)
    let last = graph.couplings.count
    for section in 0...last {
      if section > 0 { gather(.forward, graph.couplings[section - 1], order.count, lane, team) }
      for block in blocks {
        let rows = RowBlocks.rows(order.count, block: block, of: total)
        if isLeft() { break }
        if section == 0 { gather(order, rows, of: data) }
        forward(rows, through: section, pass: pass, isLeft: isLeft)
        guard section == last, !isLeft() else { continue }
        computeLoss(rows, block: block, batch: order.count)
        backward(rows, through: section, isLeft: isLeft)
      }
    }
    for section in (0..<last).reversed() {
      gather(.backward, graph.couplings[section], order.count, lane, team)
      for block in blocks {
        if isLeft() { break }
        backward(RowBlocks.rows(order.count, block: block, of: total), through: section, isLeft: isLeft)
      }
    }
  }

  /// Copies a block's rows into the batch.
  private func gather(_ order: UnsafeBufferPointer<Int>, _ rows: Range<Int>, of data: TrainingRows<Scalar>) {
    data.gather(order, rows: rows, x: memories[0].input, y: targets.pointer, weights: weights.pointer)
  }

  /// Sums the loss of rows that have gone forward and computes its gradient.
  private func computeLoss(_ rows: Range<Int>, block: Int, batch: Int) {
    let last = memories[memories.count - 1]
    let first = rows.lowerBound * graph.outputs
    blockLosses.pointer[block] = loss.sum(
      LossRows(
        prediction: last.output + first, target: targets.pointer + rows.lowerBound * targetCount,
        weights: weights.count == 0 ? nil : UnsafePointer(weights.pointer + rows.lowerBound),
        gradient: last.outputGradient + first, scale: 1 / Double(batch), count: rows.count,
        outputs: graph.outputs, targets: targetCount))
    outputActivation?.apply(to: last.output + first, rows: rows.count, units: graph.outputs)
  }

  /// The outputs a row.
  var outputs: Int { graph.outputs }

  /// Adds a batch whose rows have all been propagated to metrics. Its outputs stay until the next batch.
  func add(to metrics: MetricAccumulation<Scalar>, rows: Int) {
    metrics.add(
      prediction: memories[memories.count - 1].output, target: targets.pointer,
      weights: weights.count == 0 ? nil : UnsafePointer(weights.pointer), rows: rows)
  }

  /// Sums what a lane's blocks of parameters add to the loss, before they are updated.
  func sumPenalties(lane: Int) { parameterUpdate.sumPenalties(lane: lane) }

  /// What the parameters add to the loss, once every lane has summed its part.
  var penalty: Double { parameterUpdate.penalty }

  /// Whether the parameters add anything to the loss.
  var isPenalized: Bool { parameterUpdate.isPenalized }

  /// The mean loss of a batch whose rows have all been propagated, and what the parameters add to it.
  func batchLoss(rows: Int) -> Double {
    var sum = 0.0
    for block in 0..<RowBlocks.count(rows: rows) { sum += blockLosses.pointer[block] }
    return sum / Double(rows) + penalty
  }

  /// Whether the pass of the last batch was left before its end, so that nothing of it may be used. For use by every
  /// lane once all have waited for each other.
  var hasLeftPass: Bool { longPass?.isLeft ?? false }

  /// Undoes what layers have changed in the pass of an update that is not made.
  func discardPass() { fixed.restore() }

  /// Lets a run continue that was cancelled.
  func resetLongWork() {
    longPass?.reset()
    longGradient?.reset()
  }

  /// Computes the gradient of a lane's blocks of parameters and updates them while they are in its cache.
  ///
  /// Where gradients are clipped by their norm, all lanes first wait for each other to have computed them. So they do
  /// where an update takes long: one that is left before its end changes no parameter.
  /// - Returns: whether the update was made, the same in every lane.
  func update(lane: Int, rows: Int, at step: OptimizerStep, in team: ThreadTeam) -> Bool {
    let plan = parameterUpdate.plan
    if let longGradient {
      let needsNorms = parameterUpdate.needsNorms
      for span in plan.lanes[lane] {
        for index in span.blocks where !longGradient.asks() {
          computeGradient(of: plan.blocks[index], rows: rows)
          if needsNorms { parameterUpdate.measure(plan.blocks[index]) }
        }
      }
      team.wait()
      if longGradient.isLeft { return false }
      for span in plan.lanes[lane] { parameterUpdate.apply(span, at: step) }
    } else if parameterUpdate.needsNorms {
      for span in plan.lanes[lane] {
        for index in span.blocks {
          computeGradient(of: plan.blocks[index], rows: rows)
          parameterUpdate.measure(plan.blocks[index])
        }
      }
      team.wait()
      for span in plan.lanes[lane] { parameterUpdate.apply(span, at: step) }
    } else {
      for span in plan.lanes[lane] {
        for index in span.blocks { computeGradient(of: plan.blocks[index], rows: rows) }
        parameterUpdate.apply(span, at: step)
      }
    }
    return true
  }

  /// Computes all gradients of a batch whose rows have all been propagated, and changes no weight.
  func computeGradients(rows: Int) {
    for block in parameterUpdate.plan.blocks { computeGradient(of: block, rows: rows) }
  }

  private func computeGradient(of block: UpdatePlan.Block, rows: Int) {
    graph.nodes[block.node].gradient(
      ofParameter: block.parameter, block: block.rows, rows: rows, in: memories[block.node])
    parameterUpdate.addPenalty(to: block)
  }
}

extension TrainingStep {
  private enum Direction {
    case forward, backward
  }

  /// A coupling's node begins the section after it when going forward…
  @inline(__always)
  private func forward(_ rows: Range<Int>, through section: Int, pass: Pass, isLeft: () -> Bool) {
    let couplings = graph.couplings
    let first = section == 0 ? 0 : couplings[section - 1].place
    let end = section == couplings.count ? graph.nodes.count : couplings[section].place
    for index in first..<end where !isLeft() {
      graph.nodes[index].forward(rows, in: memories[index], pass: pass)
    }
  }

  /// … and the section before it when going backward.
  @inline(__always)
  private func backward(_ rows: Range<Int>, through section: Int, isLeft: () -> Bool) {
    let couplings = graph.couplings
    let first = section == 0 ? 0 : couplings[section - 1].place + 1
    let end = section == couplings.count ? graph.nodes.count : couplings[section].place + 1
    for index in (first..<end).reversed() where !isLeft() {
      graph.nodes[index].backward(rows, in: memories[index])
    }
  }

  /// Has a node gather from all rows, each lane its share of the columns, once all lanes have arrived.
  private func gather(
    _ direction: Direction, _ coupling: Coupling<Scalar>, _ rows: Int, _ lane: Int, _ team: ThreadTeam
  ) {
    team.wait()
    // Rows that were left out would be gathered. No lane asks anew before all have waited again.
    if hasLeftPass { return team.wait() }
    let columns = coupling.columns(of: team.blocks(of: coupling.blocks, for: lane))
    let memory = memories[coupling.place]
    switch direction {
    case .forward: coupling.node.gatherForward(columns: columns, rows: rows, in: memory)
    case .backward: coupling.node.gatherBackward(columns: columns, rows: rows, in: memory)
    }
    team.wait()
  }
}
