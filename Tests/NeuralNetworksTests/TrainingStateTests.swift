import Foundation
import LinearAlgebra
import NeuralNetworks
import Synchronization
import Testing

/// A run that is saved at any boundary between updates and resumed gives the bits of one that never stopped.
struct TrainingStateTests {
  /// A training with all that a run can remember; each case adds its own.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var network = Sequential([
      Dense(6, activation: .tanh, kernelRegularizer: .l2(0.01)), BatchNormalization(), Dropout(rate: 0.2),
      Dense(1),
    ])
    var training: Training
    var precision = Precision.single
    var isWeighted = false

    init(_ name: String, _ change: (inout Case) -> Void = { _ in }) {
      testDescription = name
      training = Training(
        optimizer: Adam(learningRate: 0.05), loss: .meanSquaredError,
        metrics: [.meanAbsoluteError, .rSquared], batchSize: 8, epochs: 9, seed: 4, threads: 1)
      change(&self)
    }
  }

  static let cases = [
    Case("dropout, batch normalization, shuffling and metrics"),
    Case("double precision and momentum") {
      $0.precision = .double
      $0.training.optimizer = SGD(learningRate: 0.05, momentum: 0.9)
    },
    Case("two threads and AMSGrad") {
      $0.training.threads = 2
      $0.training.optimizer = Adam(learningRate: 0.05, amsgrad: true)
    },
    Case("early stopping, a plateau, a checkpoint and a log") {
      $0.training.epochs = 40
      $0.training.save = { _, _ in }
      $0.training.callbacks = [
        EarlyStopping(minDelta: 0.01, patience: 4, restoreBestWeights: true),
        ReduceLearningRateOnPlateau(factor: 0.5, patience: 2, minDelta: 0.01, cooldown: 1),
        ModelCheckpoint(path: "m", savesBestOnly: true), LearningRateLog(),
      ]
    },
    Case("requests after updates") {
      $0.training.callbacks = [
        ClosureCallback(updateEnded: {
          $0.batch == 2 ? [.keepWeights, .setLearningRate(0.1 / Double($0.epoch))] : []
        })
      ]
    },
    Case("partial batches that are carried over, and epochs that are not evaluated") {
      $0.training = .playground(learningRate: 0.1, batchSize: 10, regularization: .l1(0.01), epochs: 9)
      $0.training.evaluationInterval = 4
    },
    Case("windows of rows") { $0.training.shuffleWindow = 16 },
    Case("a threshold-free AUC and sample weights") {
      $0.network = Sequential([Dense(4, activation: .tanh), Dense(1, activation: .sigmoid)])
      $0.training.loss = .binaryCrossEntropy
      $0.training.metrics = [.auc, .accuracy]
      $0.isWeighted = true
    },
    Case("losses that are NaN and infinite") {
      $0.network = Sequential([Dense(1)])
      $0.training.optimizer = SGD(learningRate: 1e8)
      $0.training.batchSize = 43
      $0.training.stopsOnDivergence = false
      $0.training.callbacks = [EarlyStopping(patience: 30), ReduceLearningRateOnPlateau(patience: 30)]
    },
    Case("schedules of rate, dropout and decay by the planned updates") {
      $0.network.layers[2] = Dropout(rate: 0.4, schedule: FlatCosine())
      $0.training.optimizer = AdamW(
        learningRate: .schedule(Coslog(0.05)), weightDecay: 0.1, weightDecaySchedule: FlatCosine())
    },
  ]

  private func run(_ test: Case, resuming state: TrainingState? = nil) throws -> TrainingRun {
    var (rows, held): ((x: Matrix<Double>, y: Matrix<Double>), (x: Matrix<Double>, y: Matrix<Double>)) =
      (learnableRows(43), learnableRows(20, seed: 9))
    if test.training.loss is BinaryCrossEntropy {
      rows.y = Matrix(column: rows.y.scalars.map { $0 > 0 ? 1 : 0 })
      held.y = Matrix(column: held.y.scalars.map { $0 > 0 ? 1 : 0 })
    }
    // A run that resumes has the weights of the state, whichever its network has.
    return try TrainedNetwork(test.network, inputs: 3, seed: state == nil ? 4 : 5, precision: test.precision)
      .training(
        on: rows.x, rows.y, sampleWeights: test.isWeighted ? (0..<43).map { Double($0 % 3) } : nil,
        validation: held, with: test.training, resuming: state)
  }

  /// The parameters' bits.
  private func bits(_ run: TrainingRun) -> [[UInt64]] {
    run.network.parameters.map { $0.doubles.map(\.bitPattern) }
  }

  @Test(arguments: cases) func aResumedRunIsOneThatNeverStopped(_ test: Case) throws {
    var whole = try run(test)
    while whole.ending == nil { try whole.advance() }
    let history = whole.network.history
    // One update after the other, through a file after every third, which is within an epoch and at its end.
    var parts = try run(test)
    var boundary = 0
    while parts.ending == nil {
      try parts.advance(updates: 1)
      boundary += 1
      guard boundary.isMultiple(of: 3) else { continue }
      let file = try JSONEncoder().encode(parts.state)
      parts = try run(test, resuming: try JSONDecoder().decode(TrainingState.self, from: file))
    }
    #expect(parts.ending == whole.ending && parts.updates == whole.updates && parts.epoch == whole.epoch)
    #expect(bits(parts) == bits(whole))
    let resumed = parts.network.history
    #expect(resumed.names == history.names && resumed.keptEpoch == history.keptEpoch)
    for name in history.names {
      #expect(resumed[name].map(\.bitPattern) == history[name].map(\.bitPattern), "\(name)")
    }
  }

  @Test func theCasesAreWhatTheySay() throws {
    func ended(_ index: Int) throws -> TrainingRun {
      var run = try run(Self.cases[index])
      while run.ending == nil { try run.advance() }
      return run
    }
    let stopped = try ended(3)
    #expect(stopped.ending == .stopped("val_loss has not improved for 4 epochs"))
    #expect(stopped.network.history.keptEpoch != stopped.epoch)
    #expect(Set(stopped.network.history["learning_rate"]).count > 1)
    #expect(try ended(5).network.history.loss.contains { $0.isNaN })
    let wild = try ended(8).network.history.loss
    #expect(wild.contains { $0.isNaN } && wild.contains { $0.isInfinite })
  }

  @Test func anEndedRunStaysEnded() throws {
    var run = try run(Self.cases[3])
    while run.ending == nil { try run.advance() }
    let file = try JSONEncoder().encode(run.state)
    var resumed = try self.run(
      Self.cases[3], resuming: try JSONDecoder().decode(TrainingState.self, from: file))
    #expect(resumed.ending == run.ending && resumed.state.epoch == run.epoch)
    #expect(try resumed.advance().updates == 0)
    #expect(bits(resumed) == bits(run))
  }

  @Test func aStateOfAnotherTrainingIsRefused() throws {
    var first = try run(Self.cases[0])
    try first.advance()
    try first.advance(updates: 2)
    let state = first.state
    let others: [(String, (inout Case) -> Void)] = [
      ("precision", { $0.precision = .double }),
      ("number of weights", { $0.network = Sequential([Dense(1)]) }),
      ("optimizer", { $0.training.optimizer = SGD() }),
      ("optimizer", { $0.training.optimizer = Adam(amsgrad: true) }),
      ("callbacks", { $0.training.callbacks = [EarlyStopping()] }),
      ("batches", { $0.training.batchSize = 43 }),
      ("metrics", { $0.training.metrics = [] }),
      ("its seed was 4 and is now 5", { $0.training.seed = 5 }),
      ("its shuffles was true and is now false", { $0.training.shuffles = false }),
      ("its loss was MeanSquaredError() and is now Huber()", { $0.training.loss = Huber() }),
      ("its network was Dense(6, activation: .tanh", { $0.network.layers[0] = Dense(6, activation: .relu) }),
      (
        "its optimizer was Adam(learningRate: 0.05) and is now Adam(learningRate: 0.01)",
        {
          $0.training.optimizer = Adam(learningRate: 0.01)
        }
      ),
      ("no more than 1 are given", { $0.training.epochs = 1 }),
    ]
    for (problem, change) in others {
      do throws(NetworkError) {
        let other = Case("", change)
        _ = try TrainedNetwork(other.network, inputs: 3, precision: other.precision).training(
          on: learnableRows(43).x as Matrix<Double>, learnableRows(43).y,
          validation: learnableRows(20, seed: 9), with: other.training, resuming: state)
        Issue.record("No error for another \(problem).")
      } catch {
        #expect("\(error)".contains(problem), "\(error)")
      }
    }
  }

  // MARK: Checkpoints

  private final class States: Sendable {
    let saved = Mutex<[TrainingState]>([])
    var last: TrainingState? { saved.withLock(\.last) }

    /// Saves through a file.
    var save: @Sendable (TrainingState) throws -> Void {
      { state in
        let copy = try JSONDecoder().decode(TrainingState.self, from: JSONEncoder().encode(state))
        self.saved.withLock { $0.append(copy) }
      }
    }
  }

  /// A fit that is left at once, as by a kill, after a number of saved states.
  private struct Killed: Error {}

  /// The run at its end; `nil` where it was killed.
  private func ended(_ run: TrainingRun) throws(NetworkError) -> TrainingRun? {
    var run = run
    do throws(NetworkError) {
      while run.ending == nil { try run.advance() }
    } catch {
      guard case .checkpointNotSaved = error else { throw error }
      return nil
    }
    return run
  }

  @Test(arguments: cases) func aFitThatIsKilledAndResumedIsOneThatWasNot(_ test: Case) throws {
    var whole = try run(test)
    while whole.ending == nil { try whole.advance() }
    var state: TrainingState?
    var kills = 0
    while true {
      let states = States()
      var durable = test
      durable.training.checkpoints = Checkpoints(every: .epochs(2)) { state in
        if states.last != nil { throw Killed() }
        try states.save(state)
      }
      let resumed = try run(durable, resuming: state)
      guard let ended = try ended(resumed) else {
        state = states.last
        kills += 1
        continue
      }
      #expect(bits(ended) == bits(whole) && ended.ending == whole.ending && ended.epoch == whole.epoch)
      for name in whole.network.history.names {
        #expect(
          ended.network.history[name].map(\.bitPattern) == whole.network.history[name].map(\.bitPattern))
      }
      break
    }
    #expect(kills > 0)
  }

  @Test func moreEpochsGiveTheRunThatHadThemFromTheBeginning() throws {
    var test = Self.cases[0]
    let states = States()
    test.training.checkpoints = Checkpoints(every: .epochs(4), save: states.save)
    var short = try run(test)
    while short.ending == nil { try short.advance() }
    #expect(states.saved.withLock { $0.map(\.epoch) } == [4, 8])
    test.training.checkpoints = nil
    test.training.epochs = 15
    var long = try run(test)
    while long.ending == nil { try long.advance() }
    var resumed = try run(test, resuming: states.last)
    while resumed.ending == nil { try resumed.advance() }
    #expect(resumed.epoch == 15 && bits(resumed) == bits(long))
    // One that has ended cannot be given more: its weights may be those of an earlier epoch.
    #expect(throws: NetworkError.self) { _ = try run(test, resuming: short.state) }
  }

  @Test func anInterruptedRunGoesOnAfterItsLastUpdate() throws {
    var whole = try run(Self.cases[0])
    while whole.ending == nil { try whole.advance() }
    let states = States()
    let calls = Mutex(0)
    var test = Self.cases[0]
    test.training.checkpoints = Checkpoints(every: .epochs(100), save: states.save)
    // Six updates an epoch.
    test.training.isCancelled = {
      calls.withLock {
        $0 += 1
        return $0 == 15
      }
    }
    var interrupted = try run(test)
    while interrupted.ending == nil { try interrupted.advance() }
    #expect(interrupted.ending == .interrupted)
    let state = try #require(states.last)
    #expect(state.epoch == 2)
    test.training.isCancelled = nil
    var resumed = try run(test, resuming: state)
    #expect(resumed.updates == 15)
    while resumed.ending == nil { try resumed.advance() }
    #expect(bits(resumed) == bits(whole))
  }

  /// Keeps a count that its memory lacks.
  private struct Forgetful: Callback {
    var seen = 0
    var observes = false
    var onlyObserves: Bool { observes }

    mutating func epochEnded(_ metrics: EpochMetrics) -> [TrainingRequest] {
      seen += 1
      return []
    }
  }

  @Test func aCallbackThatWouldForgetIsRefused() throws {
    var test = Self.cases[0]
    test.training.callbacks = [EarlyStopping(patience: 3), Forgetful()]
    let states = States()
    test.training.checkpoints = Checkpoints(every: .seconds(0), save: states.save)
    var run = try run(test)
    do throws(NetworkError) {
      try run.advance()
      Issue.record("Nothing was refused.")
    } catch {
      #expect(
        "\(error)".hasPrefix("The callback Forgetful remembers something in its property seen that its"))
    }
    // What only observes may come and go.
    test.training.callbacks[1] = Forgetful(observes: true)
    var observed = try self.run(test)
    try observed.advance()
    test.training.callbacks.removeLast()
    #expect(try self.run(test, resuming: states.last).epoch == 1)
  }
}
