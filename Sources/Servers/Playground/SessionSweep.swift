import Foundation
import Vintner

/// A run as an experiment repeats it: the state that a page is in, trained from its beginning.
struct StateTrial: Trial {
  var state: PlaygroundState
  let table: DataFrame?
  let epochs: Int

  var settings: [TrialSetting] {
    StateField.all.filter { $0.name != "seed" }.map { TrialSetting($0.name, $0.json(state).string) }
  }

  func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
    do throws(SessionError) {
      var state = state
      // The last epoch is measured, whichever it is.
      state.stopEpoch = epochs
      let run = try SessionRun(state, try SessionMaterial(state, OneTable(frame: table)))
      while run.ending == nil {
        guard !recording.isCancelled() else {
          return TrialOutcome(curve: [], final: nil, ending: .interrupted)
        }
        run.advance(updates: .max)
      }
      let points = run.curve.points.filter { $0.train.isFinite && $0.test.isFinite }.map {
        RunPoint(epoch: $0.epoch, trainLoss: $0.train, testLoss: $0.test)
      }
      return TrialOutcome(
        curve: points, final: run.ending == .diverged ? nil : points.last,
        ending: run.ending == .diverged ? .diverged : .completed, network: run.training.network)
    } catch {
      throw .configuration(RunConfigurationError(setting: "state", problem: error.description))
    }
  }
}

/// One table under every name.
private struct OneTable: TableSource {
  let frame: DataFrame?
  func table(_ name: String) -> DataFrame? { frame }
}

/// A sweep of one parameter: the same run with other values of it, side by side.
public struct SessionSweep: Sendable, Decodable {
  /// The names of the parameters that can be swept.
  public static let parameters = [
    "learningRate", "batchSize", "noise", "trainPercent", "regularizationRate", "dropout", "seed", "units",
    "activation", "optimizer",
  ]
  private static let allowedEpochs = 1...5_000

  let parameter: String
  let values: [Value]
  let epochs: Int

  /// A value of the parameter: a number or a name.
  public enum Value: Sendable, Decodable, Equatable {
    case number(Double)
    case name(String)

    public init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .name(try container.decode(String.self))
      }
    }

    var json: JSON {
      switch self {
      case .number(let number): .number(number)
      case .name(let name): .text(name)
      }
    }
  }

  /// - Parameter epochs: how many each run takes, 1 to 5000.
  public init(_ parameter: String, _ values: [Value], epochs: Int) {
    self.parameter = parameter
    self.values = values
    self.epochs = epochs
  }

  /// Runs the state once a value.
  ///
  /// - Parameter isCancelled: asked again and again whether to break off. Default: never.
  /// - Throws: `SessionError.malformed` where a run cannot be, `.conflict` where the sweep is broken off.
  package func run(
    on state: PlaygroundState, table: DataFrame?,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(SessionError) -> JSON {
    guard Self.parameters.contains(parameter) else {
      throw .malformed("A sweep is over one of \(Self.parameters.joined(separator: ", ")).")
    }
    guard 1...12 ~= values.count, Self.allowedEpochs ~= epochs else {
      throw .malformed("A sweep has 1 to 12 values, and 1 to \(Self.allowedEpochs.upperBound) epochs.")
    }
    let states = try values.map { value throws(SessionError) in try changed(state, to: value) }
    let choices = zip(values, states).map { value, state in
      Variation<StateTrial>.Choice(value.json.string) { $0.state = state }
    }
    var experiment = Experiment(StateTrial(state: state, table: table, epochs: epochs), seeds: 1)
      .varying(Variation(parameter, choices: choices))
    experiment.seeds = [UInt64(state.seed)]
    let results: ExperimentResults
    do throws(ExperimentError) {
      results = try experiment.run(isCancelled: isCancelled)
    } catch {
      throw .malformed("\(error)")
    }
    guard results.isComplete else {
      throw .conflict("The sweep was broken off, for it takes too long: give fewer values or fewer epochs.")
    }
    let runs = try zip(values, zip(states, results.variations)).map {
      value, of throws(SessionError) in try json(value, of.0, table, of.1.runs[0])
    }
    return .object(["parameter": .text(parameter), "runs": .array(runs)])
  }

  private func json(
    _ value: Value, _ state: PlaygroundState, _ table: DataFrame?, _ outcome: ExperimentRun
  ) throws(SessionError) -> JSON {
    let material = try SessionMaterial(state, OneTable(frame: table))
    let plane = material.plane
    let picture = outcome.network.map { network in
      Picture.bytes(
        network.predict(plane.rows(plane.grid(Picture.coarseOutput)), threads: 1).scalars,
        in: material.outputRange)
    }
    return .object([
      "value": value.json, "epochs": .integers(outcome.curve.map(\.epoch)),
      "trainLoss": .numbers(outcome.curve.map(\.trainLoss)),
      "testLoss": .numbers(outcome.curve.map(\.testLoss)),
      "finalTrainLoss": .optional(outcome.final?.trainLoss),
      "finalTestLoss": .optional(outcome.final?.testLoss),
      "output": .optional(picture.map { Data($0).base64EncodedString() }),
    ])
  }

  /// The state with another value of the parameter, its stop rules taken off.
  private func changed(_ state: PlaygroundState, to value: Value) throws(SessionError) -> PlaygroundState {
    var state = state
    (state.stopEpoch, state.stopLoss, state.earlyStopping) = (0, nil, false)
    switch (parameter, value) {
    case ("learningRate", .number(let number)): state.learningRate = number
    case ("noise", .number(let number)): state.noise = number
    case ("trainPercent", .number(let number)): state.trainPercent = number
    case ("dropout", .number(let number)):
      state.dropout = number
      state.numerics = PlaygroundState.Numerics.keras.rawValue
    case ("regularizationRate", .number(let number)):
      state.regularizationRate = number
      if state.regularization == "none" { state.regularization = "l2" }
    case ("batchSize", .number(let number)): state.batchSize = try whole(number)
    case ("seed", .number(let number)): state.seed = try whole(number)
    case ("units", .number(let number)):
      let units = try whole(number)
      state.layers = state.layers.isEmpty ? [units] : state.layers.map { _ in units }
    case ("activation", .name(let name)): state.activation = name
    case ("optimizer", .name(let name)):
      state.optimizer = name
      state.numerics = PlaygroundState.Numerics.keras.rawValue
    default: throw .malformed("The values of \(parameter) are of another kind: numbers, or names.")
    }
    try state.check()
    return state
  }

  private func whole(_ number: Double) throws(SessionError) -> Int {
    guard let whole = Int(exactly: number) else {
      throw .malformed("The value \(number) of \(parameter) is no whole number: give one.")
    }
    return whole
  }
}
