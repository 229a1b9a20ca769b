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
    return switch weights {
    case .single(let state): state.predict(x, network: network, threads: threads)
    case .double(let state): state.predict(x, network: network, threads: threads)
    }
  }

  /// The outputs of every layer in inference, the first layer first.
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
  /// Shapes: x (rows, inputs) → (rows, outputs)
  fileprivate func predict<Given: MatrixScalar>(
    _ x: Matrix<Given>, network: Sequential, threads: Int?
  ) -> Matrix<Given> {
    let graph = Graph(network: network, inputs: x.columns, parameters: parameters)
    var result = Matrix<Given>(rows: x.rows, columns: graph.outputs)
    guard x.rows > 0 else { return result }
    let blocks = RowBlocks.count(rows: x.rows)
    let wanted = threads ?? ThreadCount.forPrediction(scalars: parameters.layout.count, rows: x.rows)
    let team = ThreadTeam(count: min(wanted, blocks))
    let lanes = (0..<team.count).map { _ in
      InferenceLane(graph: graph, rows: min(x.rows, RowBlocks.limit))
    }
    result.withUnsafeMutableBufferPointer { result in
      x.withUnsafeBufferPointer { x in
        team.deal(blocks) { block, index in
          let rows = RowBlocks.rows(result.count / graph.outputs, block: block, of: blocks)
          lanes[index].predict(
            x.baseAddress! + rows.lowerBound * graph.inputs,
            into: result.baseAddress! + rows.lowerBound * graph.outputs, rows: rows.count)
        }
      }
    }
    return result
  }

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
            ($0.baseAddress! + first * width).update(from: lane.output(ofNode: ends[layer]), count: rows * width)
          }
        }
      }
    }
    return zip(results, widths).map {
      Matrix<Double>(Matrix<Scalar>(rows: x.rows, columns: $1, scalars: $0))
    }
  }
}

extension InferenceLane {
  /// Passes rows of one precision through a network of another; the outputs have the rows' precision.
  ///
  /// Shapes: x (rows, inputs) → (rows, outputs)
  @_specialize(where Scalar == Float, Given == Float)
  @_specialize(where Scalar == Float, Given == Double)
  @_specialize(where Scalar == Double, Given == Float)
  @_specialize(where Scalar == Double, Given == Double)
  func predict<Given: MatrixScalar>(
    _ x: UnsafePointer<Given>, into target: UnsafeMutablePointer<Given>, rows: Int
  ) {
    Scalar.copy(x, to: input, count: rows * inputs)
    Given.copy(outputs(rows: rows), to: target, count: rows * outputs)
  }
}

extension MatrixScalar {
  /// Copies scalars of either precision, rounding to nearest.
  fileprivate static func copy<Given: MatrixScalar>(
    _ source: UnsafePointer<Given>, to target: UnsafeMutablePointer<Self>, count: Int
  ) {
    let memory = UnsafeRawPointer(source)
    if Given.self == Float.self {
      convert(memory.assumingMemoryBound(to: Float.self), to: target, count: count)
    } else if Given.self == Double.self {
      convert(memory.assumingMemoryBound(to: Double.self), to: target, count: count)
    } else {
      preconditionFailure("A matrix holds Float or Double, received \(Given.self).")
    }
  }
}
