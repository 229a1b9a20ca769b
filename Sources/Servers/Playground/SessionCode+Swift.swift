import Vintner

/// The same run as a Swift program.
extension PlaygroundState {
  private var dataSwift: String { data == "multi_gaussian" ? "multiGaussian" : data }

  func playgroundSwift(_ context: CodeContext) -> String {
    let penalty = regularization == "none" ? ".none" : ".\(regularization)(\(regularizationRate))"
    return """
      import Vintner

      let run = PlaygroundRun(
        data: .\(dataSwift), noise: \(noise / 100), trainFraction: \(trainPercent / 100),
        features: \(swiftLiteral(features)),
        hidden: \(layers), activation: \(Self.swiftActivation(activation)), learningRate: \(learningRate), \
      batchSize: \(batchSize),
        regularization: \(penalty), epochs: \(context.epochs), seed: \(seed))
      let result = try run.fitted(recordEvery: 10)
      print("test loss", result.curve.last!.testLoss)

      """
  }

  /// Points of the Playground, trained with Keras's arithmetic.
  func pointsSwift(_ context: CodeContext) -> String {
    let names = swiftLiteral(features)
    let answers =
      isClassification && loss == "binary_crossentropy"
      ? "(x, Matrix(column: y.scalars.map { $0 > 0 ? 1 : 0 }))" : "(x, y)"
    return """
      import Vintner

      let features = \(names)
      let points = try PlaygroundRun(
        data: .\(dataSwift), noise: \(noise / 100), trainFraction: \(trainPercent / 100), features: features,
        seed: \(seed)
      ).begun()

      func rows(_ points: DataFrame) throws -> (x: Matrix<Double>, y: Matrix<Double>) {
        let (x, y) = try points.adding(features: features).selecting(columns: features + ["label"])
          .separated(target: "label")
        return \(answers)
      }

      let (train, test) = (try rows(points.train), try rows(points.test))
      \(networkSwift(context))
      let trained = try network.fitted(to: train.x, train.y, validation: test, with: training)
      let history = trained.history
      print("test loss", history.validationLoss[history.keptEpoch! - 1])

      """
  }

  private func networkSwift(_ context: CodeContext) -> String {
    let hasPenalty = regularizationRate > 0 && regularization != "none"
    let rule = hasPenalty ? ", kernelRegularizer: .\(regularization)(\(regularizationRate))" : ""
    let function = Self.swiftActivation(activation)
    let rows = layers.flatMap { units -> [String] in
      let dense =
        batchNormalization
        ? ["Dense(\(units)\(rule))", "BatchNormalization()", "Activation\(function)"]
        : ["Dense(\(units), activation: \(function)\(rule))"]
      return dropout > 0 ? dense + ["Dropout(rate: \(dropout))"] : dense
    }
    let isProbability = isTable || loss == "binary_crossentropy"
    let last = isClassification ? (isProbability ? ".sigmoid" : ".tanh") : ".linear"
    let stopping =
      earlyStopping
      ? ",\n  callbacks: [EarlyStopping(minDelta: \(minDelta), patience: \(patience), restoreBestWeights: true)],"
        + "\n  seed: \(seed)" : ", seed: \(seed)"
    return """
      let network = Sequential([
      \((rows + ["Dense(1, activation: \(last)\(rule))"]).map { "  \($0)," }.joined(separator: "\n"))
      ])
      let training = Training(
        optimizer: \(Self.swiftOptimizers[optimizer] ?? "SGD")(learningRate: \(rateSwift)),
        loss: .\(Self.swiftLosses[loss] ?? "meanSquaredError"), batchSize: \(batchSize), \
      epochs: \(context.epochs)\(stopping))
      """
  }

  private var rateSwift: String {
    let (rate, steps) = ("initialLearningRate: \(learningRate)", "\(scheduleSteps)")
    return switch schedule {
    case "exponential_decay": ".schedule(ExponentialDecay(\(rate), decaySteps: \(steps), decayRate: 0.5))"
    case "inverse_time_decay": ".schedule(InverseTimeDecay(\(rate), decaySteps: \(steps), decayRate: 1))"
    case "polynomial_decay":
      ".schedule(PolynomialDecay(\(rate), decaySteps: \(steps), endLearningRate: \(learningRate / 100)))"
    case "cosine_decay": ".schedule(CosineDecay(\(rate), decaySteps: \(steps), alpha: 0.01))"
    case "cosine_decay_restarts": ".schedule(CosineDecayRestarts(\(rate), firstDecaySteps: \(steps)))"
    case "linear_warmup": ".warmup(steps: \(steps), to: \(learningRate))"
    default: "\(learningRate)"
    }
  }

  func tableSwift(_ context: CodeContext) -> String {
    let kind = isClassification ? "ClassificationPipeline" : "RegressionPipeline"
    let from = isClassification ? positiveFrom.map { ", positiveFrom: \($0)" } ?? "" : ""
    let rule = Self.swiftRules[missing].map { "missingValues: \($0), " } ?? ""
    let encoding = encode == "refuse" ? "nil" : "OneHotEncoder()"
    let way = scaling == "min-max" ? "minMax" : scaling
    let chosen = columns.map { "features: \(swiftLiteral($0)), " } ?? ""
    return """
      import Vintner

      let table = try DataFrame(contentsOfCSVFile: \(swiftLiteral(context.file)))
      \(networkSwift(context))
      let pipeline = \(kind)(
        target: \(swiftLiteral(target ?? "target"))\(from),
        preprocessor: Preprocessor(\(chosen)\(rule)encoding: \(encoding), scaling: .\(way)),
        \(isClassification ? "" : "targetScaling: .\(way), ")network: network, training: training,
        trainFraction: \(trainPercent / 100), splitSeed: \(splitSeed))
      let model = try pipeline.fitted(to: table)
      print("test loss", model.history.validationLoss[model.history.keptEpoch! - 1])
      print(model.report!.metrics)
      try model.save(to: "model.safetensors")

      """
  }

  /// The case of a function, with its defaults.
  private static func swiftActivation(_ name: String) -> String {
    switch name {
    case "leaky_relu": ".leakyReLU()"
    case "elu", "gelu": ".\(name)()"
    default: ".\(name)"
    }
  }

  private static let swiftOptimizers = [
    "sgd": "SGD", "adam": "Adam", "adamw": "AdamW", "adamax": "Adamax", "nadam": "Nadam",
    "rmsprop": "RMSprop", "adagrad": "AdaGrad", "adadelta": "AdaDelta",
  ]

  private static let swiftLosses = [
    "mse": "meanSquaredError", "mae": "meanAbsoluteError", "huber": "huber", "log_cosh": "logCosh",
    "half_squared_error": "halfSquaredError", "binary_crossentropy": "binaryCrossEntropy",
  ]

  private static let swiftRules = [
    "drop": ".dropRows", "mean": ".fill(.mean)", "median": ".fill(.median)",
    "most-frequent": ".fill(.mostFrequent)", "category": ".ownCategory",
  ]
}
