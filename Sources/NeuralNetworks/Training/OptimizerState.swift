import LinearAlgebra

/// What an optimizer remembers between updates.
final class OptimizerState<Scalar: MatrixScalar>: @unchecked Sendable {
  // Sendable holds because a state is written only by the training that owns it.
  let values: AlignedBuffer<Scalar>
  /// The number of scalars of one kind: the parameter store's.
  let stride: Int
  /// The number of updates so far.
  var iteration = 0

  /// - Parameter initial: what the numbers of each kind begin at.
  init(initial: [Double], layout: ParameterLayout) {
    stride = layout.count
    values = AlignedBuffer(count: initial.count * layout.count)
    for (index, value) in initial.enumerated() {
      (values.pointer + index * stride).update(repeating: Scalar(value), count: stride)
    }
  }

  init(copying other: OptimizerState) {
    values = AlignedBuffer(copying: other.values)
    stride = other.stride
    iteration = other.iteration
  }
}
