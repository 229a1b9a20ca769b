import LinearAlgebra

/// Takes rows through a network in inference, a block at a time, in memory of its own.
final class InferenceLane<Scalar: MatrixScalar> {
  /// Where the rows of the next block are written. Shape: (rows, inputs)
  let input: UnsafeMutablePointer<Scalar>
  private let graph: Graph<Scalar>
  private let buffers: [AlignedBuffer<Scalar>]
  private let memories: [LayerMemory<Scalar>]

  /// - Parameter rows: the most rows of a block. Default: ``RowBlocks/limit``.
  init(graph: Graph<Scalar>, rows: Int = RowBlocks.limit) {
    self.graph = graph
    let buffers = graph.widths.map { AlignedBuffer<Scalar>(count: $0 * rows) }
    self.buffers = buffers
    input = buffers[0].pointer
    memories = graph.nodes.indices.map { index in
      LayerMemory(
        layer: index, input: buffers[index].pointer, output: buffers[index + 1].pointer, outputGradient: nil,
        inputGradient: nil, scratch: nil)
    }
  }

  var inputs: Int { graph.inputs }
  var outputs: Int { graph.outputs }

  /// The outputs of the rows that stand in ``input``, valid until the next call.
  ///
  /// Shapes: input (rows, inputs) → (rows, outputs)
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func outputs(rows: Int) -> UnsafePointer<Scalar> {
    for index in memories.indices {
      graph.nodes[index].forward(0..<rows, in: memories[index], pass: .inference)
    }
    return UnsafePointer(buffers[memories.count].pointer)
  }

  /// What a layer answered in the last call, valid until the next. Shape: (rows, units)
  func output(ofLayer index: Int) -> UnsafePointer<Scalar> { UnsafePointer(buffers[index + 1].pointer) }

  /// The outputs of some rows, valid until the next call.
  ///
  /// Shapes: x (rows, inputs) → (rows, outputs)
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func outputs(of x: UnsafePointer<Scalar>, rows: Int) -> UnsafePointer<Scalar> {
    input.update(from: x, count: rows * graph.inputs)
    return outputs(rows: rows)
  }
}
