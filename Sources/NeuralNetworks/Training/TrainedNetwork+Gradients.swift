import LinearAlgebra

extension TrainedNetwork {
  /// Computes what one step of training would follow: the gradient of the loss on some rows, with the
  /// penalties that parameters add to it.
  ///
  ///     ∂(mean loss over the rows + penalties) / ∂parameter
  ///
  /// The rows go through the network as one batch of a training does: batch normalization takes the rows'
  /// own mean and variance, and dropout and noise sample as in the first step of `seed`. The network stays as it
  /// is. Of an ensemble these are the gradients of its first member.
  /// Shapes: x (rows, inputs), y (rows, outputs) → a gradient for each trainable parameter, with its name
  /// and shape
  /// - Parameters:
  ///   - x: the inputs.
  ///   - y: the targets.
  ///   - loss: what is differentiated.
  ///   - seed: of dropout and noise. Default 0.
  /// - Precondition: x and y have equally many rows, 1 or more, and the network's widths.
  public func gradients<Scalar: MatrixScalar>(
    _ x: Matrix<Scalar>, _ y: Matrix<Scalar>, loss: any Loss, seed: UInt64 = 0
  ) -> [Parameter] {
    check(x, y, nil)
    do { try checkTargets(y, loss) } catch { preconditionFailure("\(error)") }
    return switch weights {
    case .single(let state): state.gradients(network, TrainingRows(x, y, nil), loss: loss, seed: seed)
    case .double(let state): state.gradients(network, TrainingRows(x, y, nil), loss: loss, seed: seed)
    }
  }
}

extension LearnedState {
  fileprivate func gradients(
    _ network: Sequential, _ rows: TrainingRows<Scalar>, loss: any Loss, seed: UInt64
  ) -> [Parameter] {
    // A copy, because batch normalization moves its averages in training.
    let parameters = ParameterStore(copying: parameters)
    let layout = parameters.layout
    let step = TrainingStep(
      objective: Objective(network, loss), inputs: rows.x.columns, parameters: parameters,
      state: OptimizerState(initial: [], layout: layout), training: Training(optimizer: SGD(), loss: loss),
      batchSize: rows.count, targets: rows.y.columns, isWeighted: false, lanes: 1)
    Array(0..<rows.count).withUnsafeBufferPointer {
      step.propagate(
        $0, of: rows, lane: 0, team: ThreadTeam(count: 1), pass: .training(seed: seed, step: 0))
    }
    step.computeGradients(rows: rows.count)
    return parameters.parameters(in: step.gradients).filter(\.isTrainable)
  }
}
