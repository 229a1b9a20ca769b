extension Training {
  /// How the TensorFlow Playground trains; the defaults are those of its page.
  ///
  ///     let network = Sequential.playground(hidden: [8], activation: .tanh, isClassification: true)
  ///     let trained = try network.fitted(to: x, y, validation: test, with: .playground(epochs: 500))
  ///
  /// The loss is half the squared error, the optimizer ``PlaygroundDescent``. The rows keep their order; those
  /// that do not fill a batch wait for the next epoch's first update; a batch larger than all rows makes no
  /// update at all. The losses are those of whole sets after the epoch, without the penalty, and
  /// `sign_accuracy` stands beside them. Labels are −1 and +1, or figures for a regression.
  /// - Parameters:
  ///   - learningRate: the size of a step, above 0. Default 0.03.
  ///   - batchSize: rows an update, 1 or more. Default 10.
  ///   - regularization: the penalty on weights. Default: none.
  ///   - epochs: how often to go through all rows, 1 or more. Default 1.
  ///   - seed: of the first weights. Default 0.
  /// Source: TensorFlow Playground, `oneStep` in `src/playground.ts` and `src/nn.ts`.
  public static func playground(
    learningRate: LearningRate = 0.03, batchSize: Int = 10,
    regularization: PlaygroundRegularization = .none, epochs: Int = 1, seed: UInt64 = 0
  ) -> Training {
    Training(
      optimizer: PlaygroundDescent(learningRate: learningRate, regularization: regularization),
      loss: .halfSquaredError, metrics: [.signAccuracy], batchSize: batchSize, epochs: epochs,
      shuffles: false, carriesPartialBatches: true, evaluatesAfterEpoch: true, seed: seed, threads: 1)
  }
}

extension Sequential {
  /// A network as the TensorFlow Playground makes it: dense layers whose weights are drawn uniformly from
  /// [−0.5, 0.5) and whose biases begin at 0.1.
  ///
  /// Shapes: X (rows, features) → Y (rows, 1)
  /// - Parameters:
  ///   - hidden: the units of each hidden layer, 1 or more; none for a single neuron.
  ///   - activation: of the hidden layers. Default: tanh.
  ///   - isClassification: whether the output is a tanh, for labels −1 and +1, rather than linear. Default
  ///     `true`.
  /// Source: TensorFlow Playground, `buildNetwork` in `src/nn.ts`.
  public static func playground(
    hidden: [Int], activation: Activation = .tanh, isClassification: Bool = true
  ) -> Sequential {
    func layer(_ units: Int, _ activation: Activation) -> Dense {
      Dense(
        units, activation: activation, kernelInitializer: .randomUniform(minimum: -0.5, maximum: 0.5),
        biasInitializer: .constant(0.1))
    }
    return Sequential(
      hidden.map { layer($0, activation) } + [layer(1, isClassification ? .tanh : .linear)])
  }
}
