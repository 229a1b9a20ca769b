import Foundation
import LinearAlgebra
import NeuralNetworks
import Synchronization
import TestSupport
import Testing

/// Trainings on threads of their own.
struct BackgroundTrainingTests {
  private let network = Sequential([Dense(8, activation: .tanh), Dense(1)])
  private let data: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(100)
  private let held: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(40, seed: 9)
  private let training = Training(loss: .meanSquaredError, batchSize: 10, epochs: 5, seed: 3)
  /// More epochs than a test waits for: after the third they wait at a gate.
  private let endless: Training
  private let gate = Gate()

  init() {
    endless = Training(
      loss: .meanSquaredError, batchSize: 10, epochs: 100_000_000,
      callbacks: [
        ClosureCallback { [gate] epoch in
          if epoch.epoch == 3 { gate.wait() }
          return []
        }
      ], seed: 3)
  }

  /// The blocking form: a function that is not asynchronous gets it.
  private func blocking(_ training: Training) throws -> TrainedNetwork {
    try network.fitted(to: data.x, data.y, validation: held, with: training)
  }

  @Test func givesTheSameBits() async throws {
    let expected = try blocking(training)
    let trained = try await network.fitted(to: data.x, data.y, validation: held, with: training)
    #expect(trained.parameters == expected.parameters)
    #expect(trained.history.loss == expected.history.loss)
    #expect(trained.history.validationLoss == expected.history.validationLoss)
    #expect(trained.history.ending == .completed)

    func twice() throws -> TrainedNetwork {
      try expected.fitted(to: data.x, data.y, validation: held, with: training)
    }
    let further = try await trained.fitted(to: data.x, data.y, validation: held, with: training)
    #expect(try further.parameters == twice().parameters)
    #expect(further.history.epochs == 10)
  }

  @Test func passesOnItsEpochs() async throws {
    let expected = try blocking(training)
    let background = network.training(on: data.x, data.y, validation: held, with: training)
    var epochs: [EpochMetrics] = []
    for try await epoch in background { epochs.append(epoch) }
    #expect(epochs.map(\.epoch) == [1, 2, 3, 4, 5])
    #expect(epochs.allSatisfy { $0.lastEpoch == 5 && $0.seconds > 0 })
    #expect(epochs.map { $0["loss"] } == expected.history.loss)
    #expect(epochs.map { $0["val_loss"] } == expected.history.validationLoss)
    #expect(try await background.model.parameters == expected.parameters)
    // They are passed on once.
    for try await epoch in background { Issue.record("\(epoch)") }
    #expect(try await background.model.parameters == expected.parameters)
  }

  @Test func continuesATrainedNetworkEpochByEpoch() async throws {
    let trained = try blocking(training)
    let background = trained.training(on: data.x, data.y, with: training, onCancellation: .throwError)
    var epochs: [Int] = []
    for try await epoch in background { epochs.append(epoch.epoch) }
    #expect(epochs == [6, 7, 8, 9, 10])
  }

  @Test func keepsTheNewestEpochs() async throws {
    var long = training
    long.epochs = 1_030
    let rows: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(2)
    let background = Sequential([Dense(1)]).training(on: rows.x, rows.y, with: long)
    _ = try await background.model
    var epochs: [Int] = []
    for try await epoch in background { epochs.append(epoch.epoch) }
    #expect(epochs == Array(7...1_030))
  }

  // MARK: Cancellation

  @Test func leavingTheLoopCancels() async throws {
    let background = network.training(on: data.x, data.y, with: endless)
    for try await epoch in background where epoch.epoch >= 2 { break }
    gate.open()
    await #expect(throws: CancellationError.self) { try await background.model }
  }

  @Test func leavingTheLoopKeepsTheBest() async throws {
    let background = network.training(
      on: data.x, data.y, validation: held, with: endless, onCancellation: .keepBest)
    for try await epoch in background where epoch.epoch >= 2 { break }
    gate.open()
    let trained = try await background.model
    #expect(trained.history.ending == .interrupted)
    #expect(trained.history.epochs >= 2)
    #expect(trained.history.keptEpoch == trained.history.lowestEpoch)
    var until = training
    until.epochs = trained.history.keptEpoch!
    #expect(try blocking(until).parameters == trained.parameters)
  }

  @Test(arguments: [CancellationBehavior.throwError, .keepBest])
  func cancellingTheTaskEndsTraining(_ behavior: CancellationBehavior) async throws {
    let (network, data, endless) = (network, data, endless)
    let begun = AsyncStream<Void>.makeStream()
    var training = endless
    training.callbacks.insert(
      ClosureCallback { _ in
        begun.continuation.yield()
        return []
      }, at: 0)
    let task = Task { [training] in
      try await network.fitted(to: data.x, data.y, with: training, onCancellation: behavior)
    }
    for await _ in begun.stream { break }
    task.cancel()
    gate.open()
    switch behavior {
    case .throwError: await #expect(throws: CancellationError.self) { try await task.value }
    case .keepBest: #expect(try await task.value.history.ending == .interrupted)
    }
  }

  @Test(arguments: [CancellationBehavior.throwError, .keepBest])
  func cancellingTheTaskEndsTheLoop(_ behavior: CancellationBehavior) async throws {
    let background = network.training(on: data.x, data.y, with: endless, onCancellation: behavior)
    let task = Task { [gate] in
      for try await epoch in background where epoch.epoch == 2 {
        withUnsafeCurrentTask { $0?.cancel() }
        gate.open()
      }
    }
    switch behavior {
    case .throwError: await #expect(throws: CancellationError.self) { try await task.value }
    case .keepBest:
      try await task.value
      #expect(try await background.model.history.ending == .interrupted)
    }
  }

  /// Nothing is begun, and there is no model to keep.
  @Test(arguments: [CancellationBehavior.throwError, .keepBest])
  func aCancelledTaskTrainsNothing(_ behavior: CancellationBehavior) async throws {
    let (network, data, endless) = (network, data, endless)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await network.fitted(to: data.x, data.y, with: endless, onCancellation: behavior)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  /// What a training says itself ends it as it ends the blocking form.
  @Test func itsOwnCancellationIsNoError() async throws {
    gate.open()
    var own = endless
    let asked = Mutex(0)
    own.isCancelled = {
      asked.withLock {
        $0 += 1
        return $0 > 25
      }
    }
    let trained = try await network.fitted(to: data.x, data.y, with: own)
    #expect(trained.history.ending == .interrupted && trained.history.epochs == 2)
  }

  @Test func throwsWhatEndedTraining() async throws {
    var wild = training
    wild.optimizer = SGD(learningRate: 1e30)
    let background = network.training(on: data.x, data.y, with: wild)
    await #expect(throws: NetworkError.self) { for try await _ in background {} }
    await #expect(throws: NetworkError.self) { try await background.model }
  }

  // MARK: Threads

  /// More trainings than Swift has threads for tasks wait for each other within an epoch: on those threads they would
  /// wait for ever.
  @Test func occupiesNoThreadOfTasks() async throws {
    let count = 2 * ProcessInfo.processInfo.activeProcessorCount + 1
    let meeting = Meeting(of: count)
    var training = training
    training.threads = 1
    training.callbacks = [
      ClosureCallback { epoch in
        if epoch.epoch == 1 { meeting.wait() }
        return []
      }
    ]
    let (network, data) = (network, data)
    try await withThrowingTaskGroup(of: TrainedNetwork.self) { [training] group in
      for _ in 0..<count {
        group.addTask { try await network.fitted(to: data.x, data.y, with: training) }
      }
      for try await trained in group { #expect(trained.history.epochs == 5) }
    }
    #expect(meeting.isComplete)
  }

  /// An actor follows a training while it answers others.
  private actor Cellar {
    private(set) var progress = 0.0

    func train(_ network: Sequential, _ x: Matrix<Float>, _ y: Matrix<Float>) async throws -> TrainedNetwork {
      let training = network.training(on: x, y, with: Training(loss: .meanSquaredError, epochs: 20))
      for try await epoch in training {
        progress = Double(epoch.epoch) / Double(epoch.lastEpoch)
      }
      return try await training.model
    }
  }

  @Test func worksInAnActor() async throws {
    let cellar = Cellar()
    let trained = try await cellar.train(network, data.x, data.y)
    #expect(trained.history.epochs == 20)
    #expect(await cellar.progress == 1)
  }
}

/// Threads that wait until all have come, or for a minute.
private final class Meeting: @unchecked Sendable {
  // Sendable holds because what changes is used under the lock.
  private let condition = NSCondition()
  private var missing: Int

  init(of count: Int) { missing = count }

  var isComplete: Bool { condition.withLock { missing == 0 } }

  func wait() {
    condition.withLock {
      missing -= 1
      condition.broadcast()
      let end = Date(timeIntervalSinceNow: 60)
      while missing > 0, condition.wait(until: end) {}
    }
  }
}
