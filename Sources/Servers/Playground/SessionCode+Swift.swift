import Vintner

/// The same run as a Swift program.
extension PlaygroundState {
  private var pointsArguments: String {
    "data: .\(PlaygroundData(rawValue: self.data)!), noise: \(self.noise), trainFraction: \(self.trainFraction)"
  }

  func playgroundSwift(_ context: CodeContext) -> String {
    """
    import Vintner

    let run = PlaygroundRun(
      \(pointsArguments),
      features: \(swiftLiteral(self.features)),
      hidden: \(self.hidden), activation: \(source(self.activation.swiftLiteral)), learningRate: \(self.learningRate.base), \
    batchSize: \(self.batchSize),
      regularization: \(source(penalty.swiftLiteral)), epochs: \(context.epochs), seed: \(self.seed))
    let result = try run.fitted(recordEvery: 10)
    print("test loss", result.curve.last!.testLoss)

    """
  }

  /// Points of the Playground, trained with Keras's arithmetic.
  func pointsSwift(_ context: CodeContext) -> String {
    let labelled = isProbability ? "(x, Matrix(column: y.scalars.map { $0 > 0 ? 1 : 0 }))" : "(x, y)"
    let output: Activation = isProbability ? .sigmoid : isClassification ? .tanh : .linear
    return """
      import Vintner

      let features = \(swiftLiteral(self.features))
      let points = try PlaygroundRun(
        \(pointsArguments), features: features,
        seed: \(self.seed)
      ).begun()

      func rows(_ points: DataFrame) throws -> (x: Matrix<Double>, y: Matrix<Double>) {
        let (x, y) = try points.adding(features: features).selecting(columns: features + ["label"])
          .separated(target: "label")
        return \(labelled)
      }

      let (train, test) = (try rows(points.train), try rows(points.test))
      \(networkSwift(context, output))
      let trained = try network.fitted(to: train.x, train.y, validation: test, with: training)
      let history = trained.history
      print("test loss", history.validationLoss[history.keptEpoch! - 1])

      """
  }

  func tableSwift(_ context: CodeContext) -> String {
    let kind = isClassification ? "ClassificationPipeline" : "RegressionPipeline"
    let from = isClassification ? run.positiveFrom.map { ", positiveFrom: \($0)" } ?? "" : ""
    let rule = self.missing.first.map(\.rule) ?? .refuse
    let rules = rule == .refuse ? "" : "missingValues: \(Self.swift(rule)), "
    let chosen = run.features.map { "features: \(swiftLiteral($0)), " } ?? ""
    return """
      import Vintner

      let table = try DataFrame(contentsOfCSVFile: \(swiftLiteral(context.file)))
      \(networkSwift(context, isClassification ? .sigmoid : .linear))
      let pipeline = \(kind)(
        target: \(swiftLiteral(run.target!))\(from),
        preprocessor: Preprocessor(\
      \(chosen)\(rules)encoding: \(run.encode == nil ? "nil" : "OneHotEncoder()"), scaling: .\(self.scaling)),
        \(isClassification ? "" : "targetScaling: .\(self.scaling), ")network: network, training: training,
        trainFraction: \(self.trainFraction), splitSeed: \(self.splitSeed))
      let model = try pipeline.fitted(to: table)
      print("test loss", model.history.validationLoss[model.history.keptEpoch! - 1])
      print(model.report!.metrics)
      try model.save(to: "model.safetensors")

      """
  }

  /// A value that has a literal.
  private func source(_ literal: String?) -> String { literal! }

  private static func swift(_ rule: MissingValues) -> String {
    switch rule {
    case .refuse: ".refuse"
    case .dropRows: ".dropRows"
    case .fill(let fill, _): ".fill(.\(fill))"
    case .ownCategory: ".ownCategory"
    }
  }

  private func networkSwift(_ context: CodeContext, _ output: Activation) -> String {
    let layers = network(output: output).layers.map { "  \($0.swiftSource),\n" }.joined()
    let training = complete(epochs: context.epochs).training
    let callbacks = training.callbacks.compactMap { ($0 as? any Configurable)?.swiftSource }
    let watched = callbacks.isEmpty ? "" : "\n  callbacks: [\(callbacks.joined(separator: ", "))],"
    return """
      let network = Sequential([
      \(layers)])
      let training = Training(
        optimizer: \(training.optimizer.swiftSource),
        loss: \(training.loss.swiftSource), batchSize: \(self.batchSize), epochs: \(context.epochs),\(watched) seed: \(self.seed))
      """
  }
}
