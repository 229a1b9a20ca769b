import LinearAlgebra

/// The loss of a network on rows it does not learn from, shared out over a team's lanes.
final class Evaluation<Scalar: MatrixScalar> {
  private let data: TrainingRows<Scalar>
  private let loss: any Loss
  private let lanes: [InferenceLane<Scalar>]
  private let blockLosses: AlignedBuffer<Double>
  /// The number of blocks to deal out.
  let blocks: Int

  init(of data: TrainingRows<Scalar>, loss: any Loss, graph: Graph<Scalar>, lanes: Int) {
    self.data = data
    self.loss = loss
    self.lanes = (0..<lanes).map { _ in InferenceLane(graph: graph) }
    blocks = RowBlocks.count(rows: data.count)
    blockLosses = AlignedBuffer(count: blocks)
  }

  /// Computes the loss of a lane's blocks.
  func run(lane: Int, blocks: Range<Int>) {
    let outputs = data.y.columns
    for block in blocks {
      let rows = RowBlocks.rows(data.count, block: block, of: self.blocks)
      blockLosses.pointer[block] = data.x.withUnsafeBufferPointer { x in
        data.y.withUnsafeBufferPointer { y in
          loss.sum(
            prediction: lanes[lane].outputs(
              of: x.baseAddress! + rows.lowerBound * data.x.columns, rows: rows.count),
            target: y.baseAddress! + rows.lowerBound * outputs,
            gradient: nil, scale: 1, count: rows.count * outputs)
        }
      }
    }
  }

  /// The mean loss over all rows, once every block has been run.
  var result: Double {
    var sum = 0.0
    for block in 0..<blocks { sum += blockLosses.pointer[block] }
    return sum / Double(data.count * data.y.columns)
  }
}
