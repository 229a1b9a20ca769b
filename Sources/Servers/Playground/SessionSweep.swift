import Foundation
import Vintner

/// The same run with several values of a setting, side by side: a part of the state for each run.
struct SessionSweep: Sendable, Decodable {
  private static let allowedRuns = 1...12
  private static let allowedEpochs = 1...5_000

  /// What each run changes of the state, 1 to 12.
  let parts: [StatePart]
  /// How many epochs each run takes, 1 to 5000.
  let epochs: Int

  private enum CodingKeys: String, CodingKey {
    case parts = "states"
    case epochs
  }

  /// Trains every run from its beginning.
  ///
  /// - Parameter isCancelled: called repeatedly; training stops after it returns `true`. Default: never.
  /// - Throws: `SessionError.malformed` where a run's settings do not fit, `.conflict` where the sweep is cancelled.
  func run(
    on state: PlaygroundState, table: DataFrame?,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(SessionError) -> JSON {
    guard Self.allowedRuns ~= parts.count, Self.allowedEpochs ~= epochs else {
      throw .malformed(
        "A sweep has 1 to \(Self.allowedRuns.upperBound) runs of 1 to \(Self.allowedEpochs.upperBound) epochs."
      )
    }
    let states = try parts.map { part throws(SessionError) in
      var state = part.over(state)
      // Only the number of epochs ends these runs, and the last epoch is always evaluated.
      (state.run.epochs, state.stopLoss, state.earlyStopping) = (epochs, nil, false)
      try state.check()
      return state
    }
    let choices = states.enumerated().map { place, state in
      Variation<StateTrial>.Choice("\(place)") { $0.state = state }
    }
    var experiment = Experiment(StateTrial(state: state, table: table), seeds: 1)
      .varying(Variation("run", choices: choices))
    experiment.seeds = [UInt64(state.seed)]
    let results = try refusing { try experiment.run(isCancelled: isCancelled) }
    guard results.isComplete else {
      throw .conflict("The sweep took too long and was cancelled: give fewer values or fewer epochs.")
    }
    let runs = try zip(states, results.variations).map { state, variation throws(SessionError) in
      try json(state, table, variation.runs[0])
    }
    return .object(["runs": .array(runs)])
  }

  private func json(
    _ state: PlaygroundState, _ table: DataFrame?, _ outcome: ExperimentRun
  ) throws(SessionError) -> JSON {
    let material = try SessionMaterial(state, table)
    let plane = material.plane
    let picture = outcome.network.map { network in
      Picture.text(
        of: network.predict(plane.rows(plane.grid(Picture.coarseOutput)), threads: 1).scalars,
        in: material.outputRange)
    }
    return .object([
      "epochs": .integers(outcome.curve.map(\.epoch)),
      "trainLoss": .numbers(outcome.curve.map(\.trainLoss)),
      "testLoss": .numbers(outcome.curve.map(\.testLoss)),
      "finalTrainLoss": .optional(outcome.final?.trainLoss),
      "finalTestLoss": .optional(outcome.final?.testLoss),
      "output": .optional(picture),
    ])
  }
}

/// A run as an experiment repeats it: a page's state, trained from its beginning to its last epoch.
private struct StateTrial: Trial {
  var state: PlaygroundState
  let table: DataFrame?

  var settings: [TrialSetting] {
    PlaygroundState.fields.filter { $0.name != "seed" }.map {
      TrialSetting($0.name, $0.json(of: state.run).line)
    }
  }

  func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
    do throws(SessionError) {
      let run = try SessionRun(state, try SessionMaterial(state, table), isCompared: true)
      while run.ending == nil {
        guard !recording.isCancelled() else {
          return TrialOutcome(curve: [], final: nil, ending: .interrupted)
        }
        run.advance(updates: .max)
      }
      let points = run.curve.points.filter { $0.trainLoss.isFinite && $0.testLoss.isFinite }
      return TrialOutcome(
        curve: points, final: run.ending == .diverged ? nil : points.last,
        ending: run.ending == .diverged ? .diverged : .completed, network: run.training.network)
    } catch {
      throw .configuration(RunConfigurationError(setting: "state", problem: error.description))
    }
  }
}
