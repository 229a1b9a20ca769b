import LinearAlgebra

extension Sequential {
  /// Refuses layers that do not fit each other, and a training that there is no memory for, before any is requested.
  ///
  ///     scalars = members · (parameters · (3 + s) + rows of a batch · 2 · Σ widths) + rows · inputs
  ///
  /// Weights, gradients, the best epoch's weights and the optimizer's state of s numbers each; for each layer its
  /// outputs and their gradients; and the rows themselves.
  /// - Parameters:
  ///   - inputs: the values a row, 1 or more.
  ///   - rows: the rows to train on.
  ///   - training: how to train.
  ///   - precision: the width of the network's numbers.
  ///   - members: how many networks are trained at once. Default 1.
  /// - Throws: ``NetworkError/layerDoesNotFit(layer:kind:problem:)``,
  ///   ``NetworkError/noMemory(parameters:bytes:available:)``.
  package func requireMemory(
    inputs: Int, rows: Int, training: Training, precision: Precision, members: Int = 1
  ) throws(NetworkError) {
    try requireMemory(
      inputs: inputs, copies: members * (3 + training.optimizer.initialState.count),
      rows: 2 * Double(members) * Double(min(training.batchSize, rows)), table: Double(rows) * Double(inputs),
      precision)
  }

  /// Refuses weights with which there is no memory to predict, before any is requested: the weights, and each
  /// layer's outputs of a block of rows.
  func requireMemoryToPredict(inputs: Int, precision: Precision) throws(NetworkError) {
    try requireMemory(inputs: inputs, copies: 1, rows: Double(RowBlocks.limit), table: 0, precision)
  }

  private func requireMemory(
    inputs: Int, copies: Int, rows: Double, table: Double, _ precision: Precision
  ) throws(NetworkError) {
    try checkLayers(inputs: inputs)
    let steps = steps(inputs: inputs)
    let parameters = steps.reduce(0) { sum, step in
      (step.layer?.parameters(inputs: step.inputs) ?? []).reduce(sum) { $0 + $1.count }
    }
    let widths = steps.reduce(Double(inputs)) { $0 + Double($1.outputs) }
    // In numbers that do not overflow.
    let scalars = Double(parameters) * Double(copies) + table + rows * widths
    let bytes = scalars * (precision == .single ? 4 : 8)
    let available = Double(PageMemory.available)
    guard bytes > available else { return }
    throw .noMemory(parameters: parameters, bytes: bytes, available: available)
  }
}
