import LinearAlgebra

extension TrainedNetwork {
  /// What every layer answers to rows in inference, the first layer first.
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
    let widths = Array(graph.widths.dropFirst())
    var results = widths.map { [Scalar](repeating: 0, count: $0 * x.rows) }
    let lane = InferenceLane(graph: graph, rows: min(max(x.rows, 1), RowBlocks.limit))
    ThreadTeam(count: 1).run { _ in
      for first in stride(from: 0, to: x.rows, by: RowBlocks.limit) {
        let rows = min(RowBlocks.limit, x.rows - first)
        x.withUnsafeBufferPointer { _ = lane.outputs(of: $0.baseAddress! + first * x.columns, rows: rows) }
        for (layer, width) in widths.enumerated() {
          results[layer].withUnsafeMutableBufferPointer {
            ($0.baseAddress! + first * width).update(from: lane.output(ofLayer: layer), count: rows * width)
          }
        }
      }
    }
    return zip(results, widths).map {
      Matrix<Double>(Matrix<Scalar>(rows: x.rows, columns: $1, scalars: $0))
    }
  }
}
