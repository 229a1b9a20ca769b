import LinearAlgebra

/// First values that layers take from the rows of a training.
extension LearnedState {
  /// The fewest rows of a first batch, where there are as many.
  private static var fewestRows: Int { 256 }

  /// A copy in which every layer that asks for rows has taken first values from them, the first layer first.
  ///
  /// The first batch is that of the first epoch. It passes as in the first update; all rows, where a layer asks for
  /// them, pass as they do in prediction. Nothing depends on the number of threads.
  /// Shape: x (rows, inputs)
  func initialized(_ network: Sequential, from x: Matrix<Scalar>, _ training: Training) -> LearnedState {
    let steps = network.steps(inputs: x.columns)
    guard let last = steps.lastIndex(where: { $0.firstRows != .none }) else { return self }
    let result = LearnedState(copying: self)
    let passage = Passage(network, inputs: x.columns, result.parameters)
    let lastOfAll = steps.lastIndex { $0.firstRows == .all } ?? -1
    var batch = Self.firstBatch(of: x, training)
    var all = x
    ThreadTeam(count: 1).run { _ in
      for index in 0...last {
        if let layer = steps[index].layer, layer.firstRows != .none {
          var stream = RandomStream(seed: training.seed, keys: StreamKey.firstRows, index)
          layer.initialize(
            passage.parameters(ofNode: index), from: layer.firstRows == .all ? all : batch, stream: &stream)
        }
        if index < last { batch = passage.pass(batch, node: index, .training(seed: training.seed, step: 0)) }
        if index < lastOfAll { all = passage.pass(all, node: index, .inference) }
      }
    }
    return result
  }

  private static func firstBatch(of x: Matrix<Scalar>, _ training: Training) -> Matrix<Scalar> {
    var training = training
    training.batchSize = max(training.batchSize, fewestRows)
    training.carriesPartialBatches = false
    let order = RowOrder(rows: x.rows, training: training)
    order.begin(epoch: 1)
    var batch: Matrix<Scalar>?
    order.withRows(order.places(ofBatch: 0)) { rows in batch = Matrix(rows.map { x.row($0) }) }
    return batch!
  }
}

extension NetworkStep {
  fileprivate var firstRows: FirstRows { layer?.firstRows ?? .none }
}

/// Passes rows through a network node by node, before it is trained.
private final class Passage<Scalar: MatrixScalar> {
  private let graph: Graph<Scalar>
  private let store: ParameterStore<Scalar>
  /// The inputs of residual blocks that the rows are in.
  private var open: [Pass.Mode: [Int: Matrix<Scalar>]] = [.training: [:], .inference: [:]]

  init(_ network: Sequential, inputs: Int, _ parameters: ParameterStore<Scalar>) {
    graph = Graph(network: network, inputs: inputs, parameters: parameters)
    store = parameters
  }

  /// A layer computes no gradients here.
  func parameters(ofNode node: Int) -> [ParameterMemory<Scalar>] {
    store.layout.entries.filter { $0.node == node }.map {
      let pointer = store.values.pointer + $0.offset
      return ParameterMemory(value: pointer, gradient: pointer)
    }
  }

  /// Shapes: x (rows, inputs) → (rows, outputs)
  func pass(_ x: Matrix<Scalar>, node index: Int, _ pass: Pass) -> Matrix<Scalar> {
    let node = graph.nodes[index]
    var input = x
    var result = Matrix<Scalar>(rows: x.rows, columns: graph.widths[index + 1])
    let scratch = AlignedBuffer<Scalar>(count: graph.scratches[index] * x.rows)
    // Of the beginning of a block, which lies behind, the sum takes the input.
    if let other = graph.others[index], other > index { open[pass.mode]![index] = x }
    var block = graph.others[index].flatMap { open[pass.mode]!.removeValue(forKey: $0) }
    func run(_ other: UnsafeMutablePointer<Scalar>?) {
      result.withUnsafeMutableBufferPointer { output in
        input.withUnsafeMutableBufferPointer { input in
          let memory = LayerMemory(
            layer: index, input: input.baseAddress!, output: output.baseAddress!, outputGradient: nil,
            inputGradient: nil, scratch: scratch.count == 0 ? nil : scratch.pointer, other: other)
          if pass.mode == .training, let coupling = node as? any RowCouplingNode<Scalar> {
            // Moving averages are those of updates.
            let fixed = FixedParameters(of: store)
            fixed.keep()
            coupling.gatherForward(columns: 0..<coupling.columns, rows: x.rows, in: memory)
            fixed.restore()
          }
          node.forward(0..<x.rows, in: memory, pass: pass)
        }
      }
    }
    if block == nil { run(nil) } else { block!.withUnsafeMutableBufferPointer { run($0.baseAddress!) } }
    return result
  }
}
