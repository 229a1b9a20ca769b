import Vintner

/// The same run as a Swift program.
extension PlaygroundState {
  var playgroundSwift: String {
    guard isPlayground else { return kerasSwift }
    let penalty = regularization == "none" ? ".none" : ".\(regularization)(\(regularizationRate))"
    return """
      import Vintner

      let run = PlaygroundRun(
        data: .\(data == "multi_gaussian" ? "multiGaussian" : data), noise: \(noise / 100), trainFraction: \
      \(trainPercent / 100),
        features: \(literal(features)), hidden: \(layers),
        activation: Activation(named: "\(activation)")!, learningRate: \(learningRate), batchSize: \(batchSize),
        regularization: \(penalty), epochs: \(epochs), seed: \(seed))
      let result = try run.fitted(recordEvery: 10)
      print("test loss", result.curve.last!.testLoss)

      """
  }

  /// Points of the Playground, trained with Keras's arithmetic.
  private var kerasSwift: String {
    """
    import Vintner

    let points = try PlaygroundRun(
      data: .\(data == "multi_gaussian" ? "multiGaussian" : data), noise: \(noise / 100), trainFraction: \
    \(trainPercent / 100),
      features: \(literal(features)), seed: \(seed)
    ).begun()
    let (x, y) = try points.train.adding(features: \(literal(features)))
      .selecting(columns: \(literal(features + ["label"]))).separated(target: "label")
    let (testX, testY) = try points.test.adding(features: \(literal(features)))
      .selecting(columns: \(literal(features + ["label"]))).separated(target: "label")
    \(networkSwift)
    let trained = try network.fitted(to: x, y, validation: (testX, testY), with: training)
    print("test loss", trained.history.validationLoss.last!)

    """
  }

  private var networkSwift: String {
    let rows = layers.flatMap { units -> [String] in
      let penalty = regularizationRate > 0 && regularization != "none"
      let rule = penalty ? ", kernelRegularizer: .\(regularization)(\(regularizationRate))" : ""
      let dense =
        batchNormalization
        ? ["Dense(\(units)\(rule))", "BatchNormalization()", "Activation(named: \"\(activation)\")!"]
        : ["Dense(\(units), activation: Activation(named: \"\(activation)\")!\(rule))"]
      return dropout > 0 ? dense + ["Dropout(rate: \(dropout))"] : dense
    }
    let last =
      isClassification ? (loss == "binary_crossentropy" || isTable ? ".sigmoid" : ".tanh") : ".linear"
    return """
      let network = Sequential([
      \((rows + ["Dense(1, activation: \(last))"]).map { "  \($0)," }.joined(separator: "\n"))
      ])
      var optimizer = OptimizerDescription.optimizer(named: "\(optimizer)")!
      optimizer.learningRate = \(rateSwift)
      let training = Training(
        optimizer: optimizer, loss: LossDescription.loss(named: "\(loss)")!, batchSize: \(batchSize),
        epochs: \(epochs)\(stoppingSwift), seed: \(seed))
      """
  }

  private var stoppingSwift: String {
    guard earlyStopping else { return "" }
    return
      ",\n  callbacks: [EarlyStopping(minDelta: \(minDelta), patience: \(patience), restoreBestWeights: true)]"
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
    case "linear_warmup": ".schedule(LinearWarmup(steps: \(steps), following: \(learningRate)))"
    default: ".constant(\(learningRate))"
    }
  }

  func tableSwift(_ file: String) -> String {
    let kind = isClassification ? "ClassificationPipeline" : "RegressionPipeline"
    let from = isClassification ? positiveFrom.map { ", positiveFrom: \($0)" } ?? "" : ""
    let rule = missing == "refuse" ? "" : ", missingValues: MissingRule(\(literal(missing)))!.rule"
    let encoding = encode == "refuse" ? "nil" : "OneHotEncoder()"
    let way = scaling == "min-max" ? "minMax" : scaling
    let chosen = columns.map { "features: \(literal($0))" } ?? "features: nil"
    return """
      import Vintner

      let table = try DataFrame(contentsOfCSVFile: \(literal(file)))
      \(networkSwift)
      let pipeline = \(kind)(
        target: \(literal(target ?? "target"))\(from),
        preprocessor: Preprocessor(\(chosen)\(rule), encoding: \(encoding), scaling: .\(way)),
        \(isClassification ? "" : "targetScaling: .\(way), ")network: network, training: training,
        trainFraction: \(trainPercent / 100), splitSeed: \(splitSeed))
      let model = try pipeline.fitted(to: table)
      print(model.report!.metrics)
      try model.save(to: "model.safetensors")

      """
  }
}
