import Foundation
import Synchronization
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
  /// - Parameters:
  ///   - state: what the parts change.
  ///   - tables: where its table is found. Default: there are none.
  ///   - memory: of which the runs take their part. Default: half of the machine's.
  ///   - isCancelled: called repeatedly; training stops after it returns `true`. Default: never.
  /// - Throws: `SessionError.malformed` where a run's settings do not fit, `.conflict` where the sweep is cancelled.
  func run(
    on state: PlaygroundState, tables: (any TableSource)? = nil, memory: MemoryBudget = MemoryBudget(),
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
    let notes = SweepNotes()
    var experiment = Experiment(
      StateTrial(state: state, tables: tables, memory: memory, notes: notes), seeds: 1
    ).varying(Variation("run", choices: choices))
    experiment.seeds = [UInt64(state.seed)]
    let results = try Result { try experiment.run(isCancelled: isCancelled) }.mapError {
      notes.fault ?? .malformed("\($0)")
    }.get()
    guard results.isComplete else {
      throw .conflict("The sweep took too long and was cancelled: give fewer values or fewer epochs.")
    }
    let runs = zip(states, results.variations).map { state, variation in
      json(variation.runs[0], notes.picture(of: state))
    }
    return .object(["runs": .array(runs)])
  }

  private func json(_ outcome: ExperimentRun, _ picture: String?) -> JSON {
    .object([
      "epochs": .integers(outcome.curve.map(\.epoch)),
      "trainLoss": .numbers(outcome.curve.map(\.trainLoss)),
      "testLoss": .numbers(outcome.curve.map(\.testLoss)),
      "finalTrainLoss": .optional(outcome.final?.trainLoss),
      "finalTestLoss": .optional(outcome.final?.testLoss),
      "output": .optional(picture),
    ])
  }
}

/// What the runs of a sweep leave besides their results.
private final class SweepNotes: Sendable {
  private let contents = Mutex<(pictures: [(PlaygroundState, String)], fault: SessionError?)>(([], nil))

  func add(_ picture: String, of state: PlaygroundState) {
    contents.withLock { $0.pictures.append((state, picture)) }
  }

  func picture(of state: PlaygroundState) -> String? {
    contents.withLock { $0.pictures.first { $0.0 == state }?.1 }
  }

  /// Why the first run that failed did.
  var fault: SessionError? {
    get { contents.withLock { $0.fault } }
    set { contents.withLock { $0.fault = $0.fault ?? newValue } }
  }
}

/// A run as an experiment repeats it: a page's state, trained from its beginning to its last epoch.
private struct StateTrial: Trial {
  var state: PlaygroundState
  let tables: (any TableSource)?
  let memory: MemoryBudget
  let notes: SweepNotes

  var settings: [TrialSetting] {
    PlaygroundState.fields.filter { $0.name != "seed" }.map {
      TrialSetting($0.name, $0.json(of: state.run).line)
    }
  }

  func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
    do throws(SessionError) {
      let material = try SessionMaterial(state, from: tables, memory)
      let run = try SessionRun(state, material, isCompared: true, memory)
      var burst = Burst(run: run, pace: Pace(), steps: nil, updates: 1, focus: nil)
      while run.ending == nil {
        guard !recording.isCancelled() else {
          return TrialOutcome(curve: [], final: nil, ending: .interrupted)
        }
        burst.train(.system)
      }
      let points = run.curve.points.filter { $0.trainLoss.isFinite && $0.testLoss.isFinite }
      let network = run.training.network
      let picture = material.plane.predictions(of: network, Picture.coarseOutput)
      notes.add(Picture.text(of: picture, in: material.outputRange), of: state)
      return TrialOutcome(
        curve: points, final: run.ending == .diverged ? nil : points.last,
        ending: run.ending == .diverged ? .diverged : .completed)
    } catch {
      notes.fault = error
      throw .configuration(RunConfigurationError(setting: "state", problem: error.description))
    }
  }
}
