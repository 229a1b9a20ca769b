import Vintner

/// Steps with momentum.
///
///     v = β·v + g,   w −= rate·v
struct HeavyBall: Optimizer, Equatable {
  static var configuration: Configuration<Self> {
    Configuration(
      "heavy_ball", inKeras: nil, defaults: Self(),
      options: options(ConfigurableOption("beta", \.beta, .fraction)))
  }

  var settings: OptimizerSettings
  /// β, in [0, 1).
  var beta: Double

  init(learningRate: LearningRate = 0.01, beta: Double = 0.9) {
    settings = OptimizerSettings(learningRate)
    self.beta = beta
    checkOptions()
  }

  var initialState: [Double] { [0] }

  func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    let velocity = block.state(0)
    for place in 0..<block.count {
      velocity[place] = Scalar(beta) * velocity[place] + block.gradient[place]
      block.weights[place] -= Scalar(step.learningRate) * velocity[place]
    }
  }
}
