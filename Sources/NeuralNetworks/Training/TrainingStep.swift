import LinearAlgebra

/// One update of the weights from one batch, shared out over a team's lanes.
///
///     propagate   each lane: its blocks of rows, forward through all layers and back
///     — wait —
///     update      each lane: its blocks of parameters, gradient first, then the optimizer
///     — wait —
///
/// All memory is allocated before the first step. Every block's figures depend on its shape alone, and
/// block sums are added in the blocks' order, so that the number of lanes changes no bit.
final class TrainingStep<Scalar: MatrixScalar> {
  private let graph: Graph<Scalar>
  private let memories: [LayerMemory<Scalar>]
  private let targets: AlignedBuffer<Scalar>
  private let blockLosses: AlignedBuffer<Double>
  private let parameterUpdate: ParameterUpdate<Scalar>
  private let loss: any Loss
  private let buffers: [AlignedBuffer<Scalar>]

  init(
    network: Sequential, inputs: Int, parameters: ParameterStore<Scalar>, state: OptimizerState<Scalar>,
    training: Training, batchSize: Int, lanes: Int
  ) {
    loss = training.loss
    let gradients = AlignedBuffer<Scalar>(count: parameters.layout.count)
    graph = Graph(network: network, inputs: inputs, parameters: parameters, gradients: gradients)
    let outputs = graph.widths.map { AlignedBuffer<Scalar>(count: $0 * batchSize) }
    let slopes = graph.widths.map { AlignedBuffer<Scalar>(count: $0 * batchSize) }
    buffers = outputs + slopes
    memories = graph.nodes.indices.map { index in
      LayerMemory(
        input: outputs[index].pointer, output: outputs[index + 1].pointer,
        outputGradient: slopes[index + 1].pointer,
        inputGradient: index == 0 ? nil : slopes[index].pointer)
    }
    targets = AlignedBuffer(count: graph.outputs * batchSize)
    blockLosses = AlignedBuffer(count: RowBlocks.count(rows: batchSize))
    parameterUpdate = ParameterUpdate(
      parameters: parameters, gradients: gradients, state: state, optimizer: training.optimizer,
      lanes: lanes)
  }

  /// Takes a batch's rows forward and back: those of the blocks that fall to this lane.
  ///
  /// - Parameter order: the batch's rows of `data`.
  func propagate(_ order: UnsafeBufferPointer<Int>, of data: TrainingRows<Scalar>, blocks: Range<Int>) {
    let total = RowBlocks.count(rows: order.count)
    let scale = 1 / Scalar(order.count * graph.outputs)
    for block in blocks {
      let rows = RowBlocks.rows(order.count, block: block, of: total)
      data.gather(order, rows: rows, x: memories[0].input, y: targets.pointer)
      for index in graph.nodes.indices {
        graph.nodes[index].forward(rows, in: memories[index], mode: .training)
      }
      let first = rows.lowerBound * graph.outputs
      let last = memories[memories.count - 1]
      blockLosses.pointer[block] = loss.sum(
        prediction: UnsafePointer(last.output + first), target: UnsafePointer(targets.pointer + first),
        gradient: last.outputGradient + first, scale: scale, count: rows.count * graph.outputs)
      for index in graph.nodes.indices.reversed() {
        graph.nodes[index].backward(rows, in: memories[index])
      }
    }
  }

  /// Sums what a lane's blocks of parameters add to the loss, before they are updated.
  func sumPenalties(lane: Int) { parameterUpdate.sumPenalties(lane: lane) }

  /// What the parameters add to the loss, once every lane has summed its part.
  var penalty: Double { parameterUpdate.penalty }

  /// The mean loss of a batch whose rows have all been propagated, and what the parameters add to it.
  func batchLoss(rows: Int) -> Double {
    var sum = 0.0
    for block in 0..<RowBlocks.count(rows: rows) { sum += blockLosses.pointer[block] }
    return sum / Double(rows * graph.outputs) + penalty
  }

  /// Computes the gradient of a lane's blocks of parameters and updates them while they are in its cache.
  ///
  /// Where gradients are clipped by their norm, all lanes first wait for each other to have computed them.
  func update(lane: Int, rows: Int, at step: OptimizerStep, in team: ThreadTeam) {
    let blocks = parameterUpdate.plan.lanes[lane]
    if parameterUpdate.needsNorms {
      for block in blocks {
        computeGradient(of: block, rows: rows)
        parameterUpdate.measure(block)
      }
      team.wait()
      for block in blocks { parameterUpdate.apply(block, at: step) }
    } else {
      for block in blocks {
        computeGradient(of: block, rows: rows)
        parameterUpdate.apply(block, at: step)
      }
    }
  }

  private func computeGradient(of block: UpdatePlan.Block, rows: Int) {
    graph.nodes[block.layer].gradient(
      ofParameter: block.parameter, block: block.rows, rows: rows, in: memories[block.layer])
    parameterUpdate.addPenalty(to: block)
  }
}

/// The rows that a network learns from, in its own precision.
struct TrainingRows<Scalar: MatrixScalar> {
  /// Shape: (rows, inputs)
  let x: Matrix<Scalar>
  /// Shape: (rows, outputs)
  let y: Matrix<Scalar>

  var count: Int { x.rows }

  /// Copies the rows `order[rows]` to the same places of a batch.
  func gather(
    _ order: UnsafeBufferPointer<Int>, rows: Range<Int>, x target: UnsafeMutablePointer<Scalar>,
    y targetY: UnsafeMutablePointer<Scalar>
  ) {
    let inputs = x.columns
    let outputs = y.columns
    x.withUnsafeBufferPointer { source in
      for row in rows {
        (target + row * inputs).update(from: source.baseAddress! + order[row] * inputs, count: inputs)
      }
    }
    y.withUnsafeBufferPointer { source in
      for row in rows {
        (targetY + row * outputs).update(from: source.baseAddress! + order[row] * outputs, count: outputs)
      }
    }
  }
}
