import LinearAlgebra

/// The loss and the metrics of a network on rows that it only predicts, split among a team's lanes.
final class Evaluation<Scalar: MatrixScalar> {
  private let data: TrainingRows<Scalar>
  /// Of the metrics, which see as many rows at once as in training.
  private let batchSize: Int
  private let loss: any Loss
  private let outputs: Int
  private let outputActivation: ActivationRule<Scalar>?
  private let lanes: [InferenceLane<Scalar>]
  private let blockLosses: AlignedBuffer<Double>
  private let metrics: MetricAccumulation<Scalar>?
  /// All rows' predictions, for the metrics; empty without any.
  private let predictions: AlignedBuffer<Scalar>
  /// The number of blocks to distribute.
  private let blocks: Int
  /// `nil` where an evaluation is short, or training cannot be cancelled.
  private let longWork: LongWork?

  init(
    of data: TrainingRows<Scalar>, objective: Objective, training: Training, inputs: Int,
    parameters: ParameterStore<Scalar>, lanes: Int
  ) {
    self.data = data
    batchSize = training.batchSize
    loss = objective.loss
    outputActivation = objective.activation.map(ActivationRule.init)
    let graph = Graph(network: objective.network, inputs: inputs, parameters: parameters)
    outputs = graph.outputs
    self.lanes = (0..<lanes).map { _ in InferenceLane(graph: graph) }
    blocks = RowBlocks.count(rows: data.count)
    blockLosses = AlignedBuffer(count: blocks)
    longWork = LongWork(training.isCancelled, scalars: parameters.layout.count, rows: data.count)
    metrics =
      training.allMetrics.isEmpty
      ? nil
      : MetricAccumulation(
        training.metrics, weighted: training.weightedMetrics, rows: data.count,
        rowsAtOnce: min(batchSize, data.count), outputs: outputs, targets: data.y.columns)
    predictions = AlignedBuffer(count: metrics == nil ? 0 : data.count * outputs)
  }

  /// Whether training was cancelled and the evaluation left before its end.
  var isLeft: Bool { longWork?.isLeft ?? false }

  func resetLongWork() { longWork?.reset() }

  /// Computes the loss of a lane's blocks.
  ///
  /// - Parameter canBeLeft: whether to leave a long evaluation where training is cancelled. Default `true`.
  func run(lane: Int, in team: ThreadTeam, canBeLeft: Bool = true) {
    let longWork = canBeLeft ? longWork : nil
    for block in team.blocks(of: blocks, for: lane) {
      if let longWork, longWork.asks() { return }
      let rows = RowBlocks.rows(data.count, block: block, of: blocks)
      let outputs = data.x.withUnsafeBufferPointer { x in
        lanes[lane].outputs(of: x.baseAddress! + rows.lowerBound * data.x.columns, rows: rows.count)
      }
      blockLosses.pointer[block] = sumLoss(of: outputs, rows)
      if metrics != nil { keep(outputs, rows) }
    }
  }

  private func sumLoss(of outputs: UnsafePointer<Scalar>, _ rows: Range<Int>) -> Double {
    data.y.withUnsafeBufferPointer { y in
      data.weights.withUnsafeBaseAddress { weights in
        loss.sum(
          LossRows(
            prediction: outputs, target: y.baseAddress! + rows.lowerBound * data.y.columns,
            weights: weights.map { $0 + rows.lowerBound }, scale: 1, count: rows.count,
            outputs: self.outputs, targets: data.y.columns))
      }
    }
  }

  private func keep(_ values: UnsafePointer<Scalar>, _ rows: Range<Int>) {
    let kept = predictions.pointer + rows.lowerBound * outputs
    kept.update(from: values, count: rows.count * outputs)
    outputActivation?.apply(to: kept, rows: rows.count, units: outputs)
  }

  /// Releases the memory of the rows, where they can be read from a file again.
  func releaseMemory() { data.release(rows: 0..<data.count) }

  /// The mean loss over all rows, once every block has been run.
  var meanLoss: Double {
    var sum = 0.0
    for block in 0..<blocks { sum += blockLosses.pointer[block] }
    return sum / Double(data.count)
  }

  /// The metrics over all rows, once every block has been run.
  func metricResults() -> [Double] {
    guard let metrics else { return [] }
    metrics.reset()
    data.y.withUnsafeBufferPointer { y in
      for first in stride(from: 0, to: data.count, by: batchSize) {
        data.weights.withUnsafeBaseAddress { weights in
          metrics.add(
            prediction: predictions.pointer + first * outputs,
            target: y.baseAddress! + first * data.y.columns, weights: weights.map { $0 + first },
            rows: min(batchSize, data.count - first))
        }
      }
    }
    return metrics.results
  }
}
