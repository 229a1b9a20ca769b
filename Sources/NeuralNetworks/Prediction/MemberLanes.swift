import LinearAlgebra

/// Passes rows through the members of an ensemble, or through one network, in separate memory, and combines their
/// outputs: see ``Ensemble/Combination``.
///
/// It allocates when it is made, and not when it predicts.
final class MemberLanes<Scalar: MatrixScalar> {
  private let lanes: [InferenceLane<Scalar>]
  private let combination: Ensemble.Combination
  /// Whether a row's outputs add up to 1.
  private let areShares: Bool
  private let inputs: Int
  private let outputs: Int
  /// The combined outputs; empty for one network. Shape: (rows, outputs)
  private let combined: AlignedBuffer<Scalar>
  /// One output of every member.
  private let values: AlignedBuffer<Double>
  /// The members' outputs of the last call.
  private let memberOutputs: UnsafeMutablePointer<UnsafePointer<Scalar>>

  /// - Parameters:
  ///   - graphs: one for each member.
  ///   - combination: how outputs are combined; `nil` of one network.
  ///   - areShares: whether a row's outputs add up to 1.
  ///   - rows: the most rows of a block.
  init(_ graphs: [Graph<Scalar>], by combination: Ensemble.Combination?, areShares: Bool, rows: Int) {
    lanes = graphs.map { InferenceLane(graph: $0, rows: rows) }
    self.combination = combination ?? .mean
    self.areShares = areShares
    inputs = graphs[0].inputs
    outputs = graphs[0].outputs
    combined = AlignedBuffer(count: graphs.count == 1 ? 0 : rows * outputs)
    values = AlignedBuffer(count: graphs.count)
    memberOutputs = .allocate(capacity: graphs.count)
  }

  deinit { memberOutputs.deallocate() }

  /// Passes rows of one precision through networks of another; the outputs have the rows' precision.
  ///
  /// Shapes: x (rows, inputs) → (rows, outputs)
  @_specialize(where Scalar == Float, Given == Float)
  @_specialize(where Scalar == Float, Given == Double)
  @_specialize(where Scalar == Double, Given == Float)
  @_specialize(where Scalar == Double, Given == Double)
  func predict<Given: MatrixScalar>(
    _ x: UnsafePointer<Given>, into target: UnsafeMutablePointer<Given>, rows: Int
  ) {
    let input = lanes[0].input
    Scalar.copy(x, to: input, count: rows * inputs)
    for index in lanes.indices {
      if index > 0 { lanes[index].input.update(from: input, count: rows * inputs) }
      memberOutputs[index] = lanes[index].outputs(rows: rows)
    }
    guard lanes.count > 1 else { return Given.copy(memberOutputs[0], to: target, count: rows * outputs) }
    for row in 0..<rows { combine(row) }
    Given.copy(UnsafePointer(combined.pointer), to: target, count: rows * outputs)
  }

  private func combine(_ row: Int) {
    let first = row * outputs
    switch combination {
    case .mean: for place in first..<first + outputs { combined.pointer[place] = Scalar(mean(at: place)) }
    case .median:
      var sum = 0.0
      for place in first..<first + outputs {
        let median = median(at: place)
        combined.pointer[place] = Scalar(median)
        sum += median
      }
      guard areShares else { return }
      for place in first..<first + outputs {
        combined.pointer[place] = Scalar(sum > 0 ? Double(combined.pointer[place]) / sum : mean(at: place))
      }
    }
  }

  private func mean(at place: Int) -> Double {
    var sum = 0.0
    for member in 0..<values.count { sum += Double(memberOutputs[member][place]) }
    return sum / Double(values.count)
  }

  /// The median of the members' outputs; NaN where one is NaN.
  private func median(at place: Int) -> Double {
    let (sorted, count) = (values.pointer, values.count)
    for member in 0..<count {
      let value = Double(memberOutputs[member][place])
      if value.isNaN { return value }
      var index = member
      while index > 0, sorted[index - 1] > value {
        sorted[index] = sorted[index - 1]
        index -= 1
      }
      sorted[index] = value
    }
    return count % 2 == 1 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2
  }
}

extension Sequential {
  /// Whether a row's outputs add up to 1: those of a softmax over several units.
  var hasSharesAsOutputs: Bool { (layers.last as? any ActivatedLayer)?.activation == .softmax }
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
