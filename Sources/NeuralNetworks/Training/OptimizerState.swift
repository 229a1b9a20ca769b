import LinearAlgebra

/// What an optimizer remembers between updates.
final class OptimizerState<Scalar: MatrixScalar>: @unchecked Sendable {
  // Sendable holds because a state is written only by the training that owns it.
  let values: AlignedBuffer<Scalar>
  /// The number of scalars of one kind: the parameter store's.
  let stride: Int
  /// The number of updates so far.
  var iteration = 0

  init(stateCount: Int, layout: ParameterLayout) {
    stride = layout.count
    values = AlignedBuffer(count: stateCount * layout.count)
  }

  init(copying other: OptimizerState) {
    values = AlignedBuffer(copying: other.values)
    stride = other.stride
    iteration = other.iteration
  }
}
