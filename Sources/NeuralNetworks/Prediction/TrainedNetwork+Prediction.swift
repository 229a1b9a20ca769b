import LinearAlgebra

extension TrainedNetwork {
  /// Computes the network's outputs for many rows at once.
  ///
  /// Rows are split among threads in blocks that depend on their number alone: the results are the same,
  /// bit for bit, with any number of threads. A row alone and the same row among others may differ by
  /// rounding. Several threads may use one network at the same time. For one row after the other there is
  /// ``predictor()``.
  /// Shapes: x (rows, inputs) → (rows, outputs)
  /// - Parameters:
  ///   - x: the inputs.
  ///   - threads: how many to use, 1 or more. Default: one a core where that helps, and no more than
  ///     `VINTNER_THREADS`.
  /// - Precondition: x has as many columns as the network takes inputs.
  public func predict<Scalar: MatrixScalar>(_ x: Matrix<Scalar>, threads: Int? = nil) -> Matrix<Scalar> {
    precondition(x.columns == inputs, "The network takes \(inputs) values a row, received \(x.columns).")
    precondition(threads ?? 1 > 0, "Prediction takes 1 thread or more, received \(threads ?? 0).")
    return switch precision {
    case .single: predict(x, threads, in: Float.self)
    case .double: predict(x, threads, in: Double.self)
    }
  }

  /// Shapes: x (rows, inputs) → (rows, outputs)
  private func predict<Given: MatrixScalar, Own: MatrixScalar>(
    _ x: Matrix<Given>, _ threads: Int?, in _: Own.Type
  ) -> Matrix<Given> {
    let states: [LearnedState<Own>] = states()
    let graphs = states.map { Graph(network: network, inputs: self.inputs, parameters: $0.parameters) }
    let (inputs, outputs) = (self.inputs, graphs[0].outputs)
    var result = Matrix<Given>(rows: x.rows, columns: outputs)
    guard x.rows > 0 else { return result }
    let blocks = RowBlocks.count(rows: x.rows)
    let scalars = states.count * states[0].parameters.layout.count
    let wanted = threads ?? ThreadCount.forPrediction(scalars: scalars, rows: x.rows)
    let team = ThreadTeam(count: min(wanted, blocks))
    let lanes = (0..<team.count).map { _ in
      MemberLanes(
        graphs, by: combination, areShares: network.hasSharesAsOutputs, rows: min(x.rows, RowBlocks.limit))
    }
    result.withUnsafeMutableBufferPointer { result in
      x.withUnsafeBufferPointer { x in
        team.deal(blocks) { block, index in
          let rows = RowBlocks.rows(result.count / outputs, block: block, of: blocks)
          lanes[index].predict(
            x.baseAddress! + rows.lowerBound * inputs,
            into: result.baseAddress! + rows.lowerBound * outputs, rows: rows.count)
        }
      }
    }
    return result
  }

  /// The outputs of every layer in inference, the first layer first; of an ensemble those of the first member.
  ///
  /// Shapes: x (rows, inputs) → of layer l (rows, its outputs)
  /// - Precondition: x has as many columns as the network takes.
  package func layerOutputs(of x: Matrix<Double>) -> [Matrix<Double>] {
    precondition(x.columns == inputs, "The network takes \(inputs) values a row, received \(x.columns).")
    return switch weights {
    case .single(let state): state.layerOutputs(of: Matrix<Float>(x), network)
    case .double(let state): state.layerOutputs(of: x, network)
    }
  }
}

extension LearnedState {
  fileprivate func layerOutputs(of x: Matrix<Scalar>, _ network: Sequential) -> [Matrix<Double>] {
    let graph = Graph(network: network, inputs: x.columns, parameters: parameters)
    let widths = Array(network.widths(inputs: x.columns).dropFirst())
    let ends = network.ends
    var results = widths.map { [Scalar](repeating: 0, count: $0 * x.rows) }
    let lane = InferenceLane(graph: graph, rows: min(max(x.rows, 1), RowBlocks.limit))
    ThreadTeam(count: 1).run { _ in
      for first in stride(from: 0, to: x.rows, by: RowBlocks.limit) {
        let rows = min(RowBlocks.limit, x.rows - first)
        x.withUnsafeBufferPointer { _ = lane.outputs(of: $0.baseAddress! + first * x.columns, rows: rows) }
        for (layer, width) in widths.enumerated() {
          results[layer].withUnsafeMutableBufferPointer {
            ($0.baseAddress! + first * width).update(
              from: lane.output(ofNode: ends[layer]), count: rows * width)
          }
        }
      }
    }
    return zip(results, widths).map {
      Matrix<Double>(Matrix<Scalar>(rows: x.rows, columns: $1, scalars: $0))
    }
  }
}
