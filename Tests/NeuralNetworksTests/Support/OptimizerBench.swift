import LinearAlgebra
@testable import NeuralNetworks

/// An optimizer with the weights it changes, one gradient at a time.
struct OptimizerBench<Scalar: MatrixScalar> {
  let optimizer: any Optimizer
  private(set) var weights: [Scalar]
  private(set) var state: [Scalar]
  private var iteration = 0

  init(_ optimizer: any Optimizer, weights: [Scalar]) {
    self.optimizer = optimizer
    self.weights = weights
    state = optimizer.initialState.flatMap { [Scalar](repeating: Scalar($0), count: weights.count) }
  }

  mutating func apply(_ gradient: [Scalar]) {
    iteration += 1
    var gradient = gradient
    let rule = optimizer
    let step = OptimizerStep(
      iteration: iteration,
      learningRate: optimizer.learningRate.rate(afterUpdates: iteration - 1, in: Scalar.self))
    weights.withUnsafeMutableBufferPointer { weights in
      gradient.withUnsafeMutableBufferPointer { gradient in
        state.withUnsafeMutableBufferPointer { state in
          rule.update(
            ParameterBlock(
              weights: weights.baseAddress!, gradient: gradient.baseAddress!, count: weights.count,
              isBias: false,
              stateBase: state.baseAddress ?? weights.baseAddress!, stateStride: gradient.count),
            at: step)
        }
      }
    }
  }
}
