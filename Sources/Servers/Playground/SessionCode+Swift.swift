import Vintner

/// The same run as a Swift program.
extension PlaygroundState {
  func playgroundSwift(_ context: CodeContext) -> String {
    """
    import Vintner

    let run = \(playground(epochs: context.epochs).swiftCall)
    let result = try run.fitted(recordEvery: 10)
    print("test loss", result.curve.last!.testLoss)

    """
  }

  /// Points of the Playground, trained with Keras's arithmetic.
  func pointsSwift(_ context: CodeContext) -> String {
    let labelled = isProbability ? "(x, Matrix(column: y.scalars.map { $0 > 0 ? 1 : 0 }))" : "(x, y)"
    return """
      import Vintner

      let run = \(points.swiftCall)
      let points = try run.begun()

      func rows(_ points: DataFrame) throws -> (x: Matrix<Double>, y: Matrix<Double>) {
        let (x, y) = try points.adding(features: run.features).selecting(columns: run.features + ["label"])
          .separated(target: "label")
        return \(labelled)
      }

      let (train, test) = (try rows(points.train), try rows(points.test))
      \(networkSwift(network(), training(epochs: context.epochs)))
      let trained = try network.fitted(to: train.x, train.y, validation: test, with: training)
      let history = trained.history
      print("test loss", history.validationLoss[history.keptEpoch! - 1])

      """
  }

  /// - Throws: `SessionError.malformed` where the settings do not fit.
  func tableSwift(_ context: CodeContext) throws(SessionError) -> String {
    try refusing { try tableSwift(of: self.task.target, context) }
  }

  private func tableSwift<Target: PredictionTarget>(
    of _: Target.Type, _ context: CodeContext
  ) throws -> String {
    let pipeline = try Pipeline<Target>(configuration(epochs: context.epochs))
    // What the target has besides its column, assigned where it is not what a pipeline has by default.
    var plain = RunConfiguration.defaults(for: Target.task)
    plain.target = run.target
    let assignments = swiftDifferences(of: pipeline.kind, from: Target(plain)).map {
      "pipeline.\($0) = \($1)\n"
    }
    return """
      import Vintner

      let table = try DataFrame(contentsOfCSVFile: \(context.file.debugDescription))
      \(networkSwift(pipeline.network, training(epochs: context.epochs)))
      let preprocessor = \(pipeline.preprocessor.swiftCall)
      \(assignments.isEmpty ? "let" : "var") pipeline = \(Target.task.rawValue.capitalized)Pipeline(
        target: \(run.target!.first.debugDescription), preprocessor: preprocessor, network: network, training: training,
        trainFraction: \(pipeline.trainFraction), splitSeed: \(pipeline.splitSeed))
      \(assignments.joined())let model = try pipeline.fitted(to: table)
      print("test loss", model.history.validationLoss[model.history.keptEpoch! - 1])
      print(model.report!.metrics)
      try model.save(to: "model.safetensors")

      """
  }

  private func networkSwift(_ network: Sequential, _ training: Training) -> String {
    """
    let network = Sequential([
    \(network.layers.map { "  \($0.swiftSource),\n" }.joined())])
    let training = \(training.swiftCall)
    """
  }
}

// MARK: - Values as source code

/// A value whose initializer's parameters are its properties, in their order and by their names: as source code it
/// is a call with those arguments that are not the default ones.
private protocol SwiftCall {
  static var usual: Self { get }
  /// The arguments that are written in any case.
  static var always: Set<String> { get }
}

extension Training: SwiftCall {
  fileprivate static var usual: Training { Training(loss: .meanSquaredError) }
  fileprivate static var always: Set<String> { ["optimizer", "loss", "batchSize", "epochs", "seed"] }
}

extension PlaygroundRun: SwiftCall {
  fileprivate static var usual: PlaygroundRun { PlaygroundRun() }
  fileprivate static var always: Set<String> {
    ["data", "noise", "trainFraction", "features", "hidden", "activation", "learningRate", "epochs", "seed"]
  }
}

extension Preprocessor: SwiftCall {
  fileprivate static var usual: Preprocessor { Preprocessor() }
  fileprivate static var always: Set<String> { ["encoding", "scaling"] }
}

extension OneHotEncoder: SwiftCall {
  fileprivate static var usual: OneHotEncoder { OneHotEncoder() }
  fileprivate static var always: Set<String> { [] }
}

extension SwiftCall {
  /// `Training(loss: .mae, batchSize: 10)`, an argument a line where they are many.
  fileprivate var swiftCall: String {
    let arguments = swiftDifferences(of: self, from: Self.usual, always: Self.always).map { "\($0): \($1)" }
    let line = "\(Self.self)(\(arguments.joined(separator: ", ")))"
    return line.count <= 80 ? line : "\(Self.self)(\n  \(arguments.joined(separator: ",\n  ")))"
  }
}

/// The properties in which two values of a type differ, each with its value as source code.
///
/// - Parameter always: properties that are listed in any case.
private func swiftDifferences(
  of value: Any, from usual: Any, always: Set<String> = []
) -> [(name: String, source: String)] {
  zip(Mirror(reflecting: value).children, Mirror(reflecting: usual).children).compactMap { own, usual in
    guard let name = own.label, let source = swiftSource(of: own.value),
      always.contains(name) || source != swiftSource(of: usual.value)
    else { return nil }
    return (name, source)
  }
}

/// A value as source code; `nil` where it has none, such as a function.
private func swiftSource(of value: Any) -> String? {
  switch value {
  case let value as any OptionValue where value.swiftLiteral != nil: return value.swiftLiteral
  case let value as any Configurable: return value.swiftSource
  case let value as any SwiftCall: return value.swiftCall
  case let value as Scaling: return value.swiftSource
  case let value as any BinaryInteger: return "\(value)"
  case let values as [Any]: return "[\(values.compactMap(swiftSource).joined(separator: ", "))]"
  default: break
  }
  let mirror = Mirror(reflecting: value)
  switch (mirror.displayStyle, mirror.children.first) {
  case (.optional, let content): return content.map { swiftSource(of: $0.value) } ?? "nil"
  case (.enum, nil): return ".\(value)"
  case (.enum, let content?):
    // One value, or a tuple of values with and without names.
    let values = Mirror(reflecting: content.value)
    let arguments =
      values.displayStyle == .tuple
      ? values.children.map { child in
        (child.label!.hasPrefix(".") ? "" : child.label! + ": ") + (swiftSource(of: child.value) ?? "")
      } : [swiftSource(of: content.value) ?? ""]
    return ".\(content.label!)(\(arguments.joined(separator: ", ")))"
  default: return nil
  }
}
