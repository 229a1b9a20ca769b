import Foundation
import Vintner
import VintnerTesting

/// A program with parts of its own: it trains, saves, loads and resumes with them.
///
///     CustomParts check
///     CustomParts train FOLDER          model.safetensors, run.yaml, state.json, and predictions on standard output
///     CustomParts load FOLDER           the predictions of the model
///     CustomParts forget FOLDER         the same, without the parts
///     CustomParts run FOLDER            the predictions of a run from run.yaml
///     CustomParts resume FOLDER         those of the training that state.json began
@main
struct CustomParts {
  static func main() {
    let command = CommandLine.arguments[1]
    let folder = CommandLine.arguments.count > 2 ? CommandLine.arguments[2] : ""
    if command != "forget" { register() }
    do {
      switch command {
      case "check": try check()
      case "train": try train(folder)
      case "load", "forget": try report(FittedRegressionPipeline(contentsOf: "\(folder)/model.safetensors"))
      case "run": try report(Pipeline<NumberTarget>(RunFile.read("\(folder)/run.yaml")).fitted(to: table))
      case "resume": try resume("\(folder)/state.json")
      case "twice": Registry.layers.add(Impostor.self)
      default: print("There is no command \(command).")
      }
    } catch {
      print(error)
      exit(1)
    }
  }

  static func register() {
    Registry.layers.add(Swish6.self)
    Registry.losses.add(AsymmetricSquaredError.self)
    Registry.metrics.add(WithinTolerance.self)
    Registry.optimizers.add(HeavyBall.self)
    Registry.schedules.add(Sawtooth.self)
    Registry.callbacks.add(StopBelow.self)
    Registry.scalers.add(MidrangeScaler.self)
    // A second time changes nothing.
    Registry.layers.add(Swish6.self)
  }

  private static func check() throws {
    try checkLayer(Swish6())
    try checkLayer(Swish6(ceiling: 1.5))
    try checkLoss(AsymmetricSquaredError(over: 3))
    try checkMetric(WithinTolerance(tolerance: 0.3))
    try checkOptimizer(HeavyBall(learningRate: 0.02, beta: 0.8))
    try checkSchedule(Sawtooth(initialLearningRate: 0.1, period: 7))
    try checkScaler(MidrangeScaler())
    print("All keep their contracts.")
  }

  private static func train(_ folder: String) throws {
    let pipeline = Pipeline<NumberTarget>(
      target: "y", preprocessor: Preprocessor(encoding: nil, scaling: Scaling(MidrangeScaler.self)),
      targetScaling: Scaling(MidrangeScaler.self),
      network: Sequential([Dense(6), Swish6(ceiling: 3), Dense(1)]), training: training)
    let model = try pipeline.fitted(to: table)
    try model.save(to: "\(folder)/model.safetensors")
    try Data(runFile.utf8).write(to: URL(filePath: "\(folder)/run.yaml"))
    var run = try begun(nil)
    _ = try run.advance(updates: 7)
    try JSONEncoder().encode(run.state).write(to: URL(filePath: "\(folder)/state.json"))
    try report(model)
    while run.ending == nil { _ = try run.advance() }
    print(run.network.parameters.map(\.scalars))
  }

  private static func resume(_ path: String) throws {
    let state = try JSONDecoder().decode(TrainingState.self, from: Data(contentsOf: URL(filePath: path)))
    var run = try begun(state)
    while run.ending == nil { _ = try run.advance() }
    print(run.network.parameters.map(\.scalars))
  }

  private static func report(_ model: FittedRegressionPipeline) throws {
    print(try model.predict(table))
  }

  private static func begun(_ state: TrainingState?) throws -> TrainingRun {
    let x = try table.selecting(columns: ["a", "b"]).matrix()
    let y = Matrix(column: try table.selecting(columns: ["y"]).matrix().column(0).map { $0 / 10 })
    return try TrainedNetwork(Sequential([Dense(6), Swish6(ceiling: 3), Dense(1)]), inputs: 2, seed: 4)
      .training(on: x, y, with: training, resuming: state)
  }

  private static var training: Training {
    Training(
      optimizer: HeavyBall(
        learningRate: .schedule(Sawtooth(initialLearningRate: 0.02, period: 5)), beta: 0.8),
      loss: AsymmetricSquaredError(over: 3), metrics: [WithinTolerance(tolerance: 0.2)], batchSize: 16,
      epochs: 6, callbacks: [StopBelow(loss: 0.001)], seed: 3)
  }

  /// The run of ``train(_:)``.
  private static let runFile = """
    data: unused.csv
    target: y
    layers:
      - {type: dense, units: 6}
      - {type: swish6, ceiling: 3}
      - {type: dense, units: 1}
    scaling: midrange
    target_scaling: midrange
    optimizer: {name: heavy_ball, beta: 0.8}
    learning_rate: {name: sawtooth, initial_learning_rate: 0.02, period: 5}
    loss: {name: asymmetric_squared_error, over: 3}
    metrics: [{name: within_tolerance, tolerance: 0.2}]
    batch_size: 16
    epochs: 6
    seed: 3
    callbacks: [{name: stop_below, loss: 0.001}]
    """

  private static var table: DataFrame {
    var stream = RandomStream(seed: 1)
    let a = (0..<60).map { _ in stream.uniform() }
    let b = (0..<60).map { _ in stream.uniform() }
    return DataFrame(columns: [
      Column(name: "a", a), Column(name: "b", b), Column(name: "y", zip(a, b).map { 3 * $0 - $1 * $1 }),
    ])
  }
}

/// A layer under a name that another one has.
private struct Impostor: Layer {
  static var configuration: Configuration<Self> { Configuration("swish6", inKeras: nil, defaults: Self()) }

  func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    Activation.linear.node(inputs: inputs, parameters: parameters)
  }
}
