import LinearAlgebra

/// Predicts one row after the other without allocating.
///
///     let predictor = network.predictor()
///     for row in stream { act(on: predictor.predict(row)) }
///
/// It is used by one thread at a time, which is why it is not `Sendable`: several threads take a predictor
/// each. Predictors share the network's weights; each has memory for the outputs of every layer for one row.
public final class NetworkPredictor {
  /// The number of values a row that it takes.
  public let inputs: Int
  /// The number of values a row that it predicts.
  public let outputs: Int
  private let lane: Lane

  private enum Lane {
    case single(RowLane<Float>)
    case double(RowLane<Double>)
  }

  fileprivate init(_ trained: TrainedNetwork) {
    inputs = trained.inputs
    outputs = trained.outputs
    lane =
      switch trained.precision {
      case .single: .single(RowLane(trained))
      case .double: .double(RowLane(trained))
      }
  }

  /// Computes the output of one row, of a network that has one output.
  ///
  /// Shapes: row (inputs) → one number
  /// - Precondition: the row has as many values as the network takes, and the network has 1 output.
  public func predict(_ row: [Double]) -> Double {
    precondition(
      outputs == 1, "A network with 1 output predicts one number, received a network with \(outputs).")
    var result = 0.0
    row.withUnsafeBufferPointer { row in
      withUnsafeMutablePointer(to: &result) {
        predict(row, into: UnsafeMutableBufferPointer(start: $0, count: 1))
      }
    }
    return result
  }

  /// Computes the outputs of one row into an existing array.
  ///
  /// Shapes: row (inputs) → result (outputs)
  /// - Precondition: the row and the result have as many values as the network has inputs and outputs.
  public func predict(_ row: [Double], into result: inout [Double]) {
    row.withUnsafeBufferPointer { row in
      result.withUnsafeMutableBufferPointer { predict(row, into: $0) }
    }
  }

  /// Computes the outputs of one row on bare memory.
  ///
  /// Shapes: row (inputs) → result (outputs)
  /// - Precondition: the row and the result have as many values as the network has inputs and outputs.
  public func predict(
    _ row: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>
  ) {
    precondition(row.count == inputs, "The network takes \(inputs) values a row, received \(row.count).")
    precondition(
      result.count == outputs,
      "The network predicts \(outputs) values a row, received room for \(result.count).")
    switch lane {
    case .single(let lane): lane.predict(row.baseAddress!, into: result.baseAddress!)
    case .double(let lane): lane.predict(row.baseAddress!, into: result.baseAddress!)
    }
  }
}

extension TrainedNetwork {
  /// Makes a predictor for one row after the other, which does not allocate.
  public func predictor() -> NetworkPredictor { NetworkPredictor(self) }
}

/// A lane of one row, and what it must keep alive.
private final class RowLane<Scalar: MatrixScalar> {
  /// The graphs' nodes point into their parameters.
  private let states: [LearnedState<Scalar>]
  private let lanes: MemberLanes<Scalar>
  /// Of one thread: like the teams of training and of many rows, it takes subnormal numbers for 0.
  private let team = ThreadTeam(count: 1)

  init(_ trained: TrainedNetwork) {
    states = trained.states()
    let graphs = states.map {
      Graph(network: trained.network, inputs: trained.inputs, parameters: $0.parameters)
    }
    lanes = MemberLanes(
      graphs, by: trained.combination, areShares: trained.network.hasSharesAsOutputs, rows: 1)
  }

  func predict(_ row: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
    team.run { _ in lanes.predict(row, into: result, rows: 1) }
  }
}
