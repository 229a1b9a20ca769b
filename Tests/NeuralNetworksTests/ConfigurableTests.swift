import NeuralNetworks
import Testing

/// What follows from a type's list of options beside reading and writing: descriptions and source code.
struct ConfigurableTests {
  static let sources: [(any Configurable, swift: String, keras: String?)] = [
    (SGD(), "SGD()", "keras.optimizers.SGD()"),
    (
      SGD(learningRate: 0.03, momentum: 0.9, nesterov: true),
      "SGD(learningRate: 0.03, momentum: 0.9, nesterov: true)",
      "keras.optimizers.SGD(learning_rate=0.03, momentum=0.9, nesterov=True)"
    ),
    (
      Adam(learningRate: 0.01, beta1: 0.8, weightDecay: 0.01, clipping: .globalNorm(1)),
      "Adam(learningRate: 0.01, beta1: 0.8, weightDecay: 0.01, clipping: .globalNorm(1.0))",
      "keras.optimizers.Adam(learning_rate=0.01, beta_1=0.8, weight_decay=0.01, global_clipnorm=1)"
    ),
    (
      AdamW(weightDecay: 0.01, epsilon: 1e-6), "AdamW(weightDecay: 0.01, epsilon: 1e-06)",
      "keras.optimizers.AdamW(weight_decay=0.01, epsilon=1e-06)"
    ),
    (
      AdaGrad(learningRate: .schedule(PiecewiseConstantDecay(boundaries: [3], values: [0.05, 0.01]))),
      "AdaGrad(learningRate: .schedule(PiecewiseConstantDecay(boundaries: [3], values: [0.05, 0.01])))",
      "keras.optimizers.Adagrad(learning_rate=keras.optimizers.schedules.PiecewiseConstantDecay("
        + "boundaries=[3], values=[0.05, 0.01]))"
    ),
    (
      PlaygroundDescent(learningRate: 0.1, regularization: .l1(0.01)),
      "PlaygroundDescent(learningRate: 0.1, regularization: .l1(0.01))", nil
    ),
    (Huber(delta: 0.5), "Huber(delta: 0.5)", "keras.losses.Huber(delta=0.5)"),
    (Quantile(0.9), "Quantile(0.9)", nil),
    (
      BinaryCrossEntropy(fromLogits: true), "BinaryCrossEntropy(fromLogits: true)",
      "keras.losses.BinaryCrossentropy(from_logits=True)"
    ),
    (
      Dense(16, activation: .relu, kernelRegularizer: .l2(0.001), kernelConstraint: .maxNorm(3)),
      "Dense(16, activation: .relu, kernelRegularizer: .l2(0.001), kernelConstraint: .maxNorm(3.0))",
      "keras.layers.Dense(units=16, activation=\"relu\", "
        + "kernel_regularizer=keras.regularizers.L1L2(l1=0, l2=0.001), "
        + "kernel_constraint=keras.constraints.MaxNorm(max_value=3))"
    ),
    (
      Dense(1, activation: .elu(alpha: 0.5), kernelInitializer: .heNormal),
      "Dense(1, activation: .elu(alpha: 0.5), kernelInitializer: .heNormal)",
      "keras.layers.Dense(units=1, activation=lambda x: keras.activations.elu(x, alpha=0.5), "
        + "kernel_initializer=\"he_normal\")"
    ),
    (Activation.relu, "Activation.relu", "keras.layers.Activation(activation=\"relu\")"),
    (Dropout(rate: 0.2), "Dropout(rate: 0.2)", "keras.layers.Dropout(rate=0.2)"),
    (
      GaussianNoise(standardDeviation: 0.1), "GaussianNoise(standardDeviation: 0.1)",
      "keras.layers.GaussianNoise(stddev=0.1)"
    ),
    (AUC(), "AUC()", "keras.metrics.AUC()"),
    (AUC(thresholds: 100), "AUC(thresholds: 100)", "keras.metrics.AUC(num_thresholds=100)"),
    (
      EarlyStopping(patience: 20, restoreBestWeights: true),
      "EarlyStopping(patience: 20, restoreBestWeights: true)", nil
    ),
  ]

  @Test(arguments: sources.indices) func isSourceCode(_ index: Int) {
    let (value, swift, keras) = Self.sources[index]
    #expect(value.swiftSource == swift)
    if !(value is any Callback), !(value is AUC) { #expect(value.kerasSource == keras) }
  }

  @Test func describesOptions() throws {
    let options = SGD.configuration.options
    #expect(
      options.flatMap(\.keys) == [
        "learning_rate", "momentum", "nesterov", "weight_decay", "weight_decay_schedule", "clipnorm",
        "clipvalue", "global_clipnorm",
      ])
    #expect(
      options.map(\.label) == [
        "learningRate", "momentum", "nesterov", "weightDecay", "weightDecaySchedule", "clipping",
      ])
    #expect(options[1].requirement == "lies in [0, 1]")
    #expect(options[1].swiftArgument(SGD()) == "momentum: 0")
    #expect(options[2].swiftArgument(SGD()) == "nesterov: false")
    #expect(options[3].swiftArgument(SGD()) == nil && !options[3].isRequired)
    #expect(PiecewiseConstantDecay.configuration.options.allSatisfy { $0.isRequired })
    #expect(Dense.configuration.options[0].label == nil)
  }

  /// Every optimizer and loss that files can name has options whose names in Swift are its initializer's: the
  /// source of a default value is the type with no arguments but required ones.
  @Test func everyKindHasASource() {
    for kind in OptimizerKinds.kinds { #expect(kind.defaults.swiftSource == "\(kind)()") }
    for kind in LossKinds.kinds where kind != Quantile.self {
      #expect(kind.defaults.swiftSource == "\(kind)()")
    }
  }
}
