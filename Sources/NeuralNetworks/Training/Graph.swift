import LinearAlgebra

/// A network's nodes on one set of parameters: the program that training and prediction run.
final class Graph<Scalar: MatrixScalar> {
  let widths: [Int]
  let nodes: [any LayerNode<Scalar>]
  /// The nodes whose rows depend on each other, in their order.
  let couplings: [Coupling<Scalar>]
  /// The node whose output, or output gradient, each one gets besides, if any.
  let others: [Int?]
  /// The scalars a row that each node keeps from forward to backward.
  let scratches: [Int]

  /// - Parameter gradients: of the parameters' layout; a graph that only predicts uses the
  ///   parameters themselves, which it never writes.
  init(
    network: Sequential, inputs: Int, parameters: ParameterStore<Scalar>,
    gradients: AlignedBuffer<Scalar>? = nil
  ) {
    let steps = network.steps(inputs: inputs)
    widths = [inputs] + steps.map(\.outputs)
    scratches = steps.map { $0.layer?.scratch(inputs: $0.inputs) ?? 0 }
    others = steps.map(\.other)
    let entries = Dictionary(grouping: parameters.layout.entries, by: \.node)
    let nodes = steps.indices.map { index in
      let memory = (entries[index] ?? []).map { entry in
        ParameterMemory(
          value: parameters.values.pointer + entry.offset,
          gradient: (gradients ?? parameters.values).pointer + entry.offset)
      }
      return steps[index].node(parameters: memory)
    }
    self.nodes = nodes
    couplings = nodes.indices.compactMap { index in
      (nodes[index] as? any RowCouplingNode<Scalar>).map { Coupling(place: index, node: $0) }
    }
  }

  /// What a residual block's ends need besides their input: the input at the sum, the sum's gradient at the
  /// beginning. `outputs` and `gradients` are those of the nodes, the network's input before them.
  func other(
    of node: Int, outputs: [AlignedBuffer<Scalar>], gradients: [AlignedBuffer<Scalar>]
  ) -> UnsafeMutablePointer<Scalar>? {
    others[node].map { $0 > node ? gradients[$0 + 1].pointer : outputs[$0].pointer }
  }

  var inputs: Int { widths.first! }
  var outputs: Int { widths.last! }
}

/// A node whose rows depend on each other, and its place.
struct Coupling<Scalar: MatrixScalar> {
  /// How many columns are gathered together: whole cache lines, fixed so that no bit depends on the threads.
  private static var blockWidth: Int { 64 }

  /// Among the nodes.
  let place: Int
  let node: any RowCouplingNode<Scalar>

  /// The number of blocks of columns to distribute.
  var blocks: Int { (node.columns + Self.blockWidth - 1) / Self.blockWidth }

  /// The columns of neighbouring blocks.
  func columns(of blocks: Range<Int>) -> Range<Int> {
    min(
      blocks.lowerBound * Self.blockWidth, node.columns)..<min(
        blocks.upperBound * Self.blockWidth, node.columns)
  }
}

/// Passes rows through a network in inference, a block at a time, in separate memory.
final class InferenceLane<Scalar: MatrixScalar> {
  /// Where the rows of the next block are written. Shape: (rows, inputs)
  let input: UnsafeMutablePointer<Scalar>
  private let graph: Graph<Scalar>
  private let buffers: [AlignedBuffer<Scalar>]
  private let memories: [LayerMemory<Scalar>]

  /// - Parameter rows: the most rows of a block. Default: `RowBlocks.limit`.
  init(graph: Graph<Scalar>, rows: Int = RowBlocks.limit) {
    self.graph = graph
    let buffers = graph.widths.map { AlignedBuffer<Scalar>(count: $0 * rows) }
    self.buffers = buffers
    input = buffers[0].pointer
    memories = graph.nodes.indices.map { index in
      LayerMemory(
        layer: index, input: buffers[index].pointer, output: buffers[index + 1].pointer, outputGradient: nil,
        inputGradient: nil, scratch: nil, other: graph.others[index].map { buffers[$0].pointer })
    }
  }

  var inputs: Int { graph.inputs }
  var outputs: Int { graph.outputs }

  /// The outputs of the rows in ``input``, valid until the next call.
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

  /// A node's outputs of the last call, valid until the next. Shape: (rows, units)
  func output(ofNode index: Int) -> UnsafePointer<Scalar> { UnsafePointer(buffers[index + 1].pointer) }

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

/// How rows are cut into the blocks that one thread passes through the network.
///
/// The cut depends on the number of rows alone, never on the number of threads: with some kernels of
/// OpenBLAS a row's bits depend on its place in the product.
enum RowBlocks {
  /// The most rows of a block. A product of 128 rows runs at 97 % of the speed of one of 512.
  static let limit = 128
  /// Fewer rows than this stay together.
  private static let smallest = 32

  /// The number of blocks, an even one where there is more than one so that two threads share them evenly.
  static func count(rows: Int) -> Int {
    rows <= smallest ? 1 : 2 * ((rows + 2 * limit - 1) / (2 * limit))
  }

  /// The rows of a block: equal numbers, but for one.
  static func rows(_ rows: Int, block: Int, of count: Int) -> Range<Int> {
    rows * block / count..<rows * (block + 1) / count
  }
}
