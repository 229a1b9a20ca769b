import Foundation
import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

/// Several networks that are trained side by side and predict together.
struct EnsembleTests {
  private let network = Sequential([
    Dense(6, activation: .tanh), BatchNormalization(), Dropout(rate: 0.2), Dense(1),
  ])
  private let rows: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(43)
  private let validation: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(20, seed: 9)

  private func training(_ members: Int? = nil, epochs: Int = 4, _ change: (inout Training) -> Void = { _ in })
    -> Training
  {
    var training = Training(
      optimizer: Adam(learningRate: 0.01), loss: .meanSquaredError, metrics: [.meanAbsoluteError],
      batchSize: 8, epochs: epochs,
      seed: 4, ensemble: members.map { Ensemble(members: $0, combination: .median) })
    change(&training)
    return training
  }

  private func fitted(_ training: Training) throws -> TrainedNetwork {
    try network.fitted(to: rows.x, rows.y, validation: validation, with: training)
  }

  /// Networks that multiply their one input by a weight.
  private static func joined(
    _ weights: [Float], by combination: Ensemble.Combination
  ) throws -> TrainedNetwork {
    TrainedNetwork(
      joining: try weights.map {
        try TrainedNetwork(
          Sequential([Dense(1, useBias: false)]), inputs: 1,
          parameters: [Parameter(name: "layers.0.kernel", shape: [1, 1], values: .single([$0]))])
      }, by: combination)
  }

  // MARK: Outputs

  @Test func meansAndMediansAreThoseByHand() throws {
    let x = Matrix<Double>(rows: 2, columns: 1, scalars: [2, -4])
    #expect(try Self.joined([1, 7, 2.5], by: .mean).predict(x).scalars == [7, -14])
    #expect(try Self.joined([1, 7, 2.5], by: .median).predict(x).scalars == [5, -10])
    #expect(try Self.joined([9, 1, 7, 2.5], by: .median).predict(x).scalars == [9.5, -19])
    #expect(try Self.joined([1, 7], by: .median).predict(x).scalars == [8, -16])
    #expect(try Self.joined([3], by: .median).predict(x).scalars == [6, -12])
    let many = (0..<64).map { Float(($0 * 37) % 64) }
    #expect(try Self.joined(many, by: .median).predict(x).scalars == [63, -126])
  }

  /// Shares whose medians are .2, .3 and .2 of 0.7; those of three that are each certain of another class are 0, and
  /// the means a third each.
  @Test func mediansOfSharesAddUpToOne() throws {
    func member(_ shares: [Double]) throws -> TrainedNetwork {
      try TrainedNetwork(
        Sequential([Dense(3, activation: .softmax)]), inputs: 1,
        parameters: [
          Parameter(name: "layers.0.kernel", shape: [1, 3], values: .double([0, 0, 0])),
          Parameter(name: "layers.0.bias", shape: [3], values: .double(shares.map { log(max($0, 1e-300)) })),
        ], precision: .double)
    }
    let x = Matrix<Double>(rows: 1, columns: 1, scalars: [1])
    let shares = [[0.2, 0.3, 0.5], [0.7, 0.1, 0.2], [0.1, 0.8, 0.1]]
    let members = try shares.map(member)
    let median = TrainedNetwork(joining: members, by: .median).predict(x).scalars
    for (found, expected) in zip(median, [0.2 / 0.7, 0.3 / 0.7, 0.2 / 0.7]) {
      #expect(abs(found - expected) < 1e-12)
    }
    let mean = TrainedNetwork(joining: members, by: .mean).predict(x).scalars
    for (found, expected) in zip(mean, [1.0 / 3, 0.4, 0.8 / 3]) { #expect(abs(found - expected) < 1e-12) }
    let certain = try [[1, 0, 0], [0, 1, 0], [0, 0, 1.0]].map(member)
    for share in TrainedNetwork(joining: certain, by: .median).predict(x).scalars {
      #expect(abs(share - 1 / 3.0) < 1e-12)
    }
  }

  @Test(arguments: Precision.allCases, Ensemble.Combination.allCases)
  func aRowIsPredictedAsAMatrixOfItWithoutAllocation(
    _ precision: Precision, _ combination: Ensemble.Combination
  ) throws {
    let layers: [any Layer] = [Dense(70, activation: .relu), Dense(3, activation: .softmax)]
    let network = TrainedNetwork(
      Sequential(layers), inputs: 20, seed: 3, precision: precision,
      ensemble: Ensemble(members: 4, combination: combination))
    let predictor = network.predictor()
    let x: Matrix<Double> = randomMatrix(rows: 10, columns: 20, seed: 1)
    var answer = [Double](repeating: 0, count: 3)
    for row in 0..<10 {
      predictor.predict(x.row(row), into: &answer)
      #expect(answer == network.predict(x[rows: row..<row + 1]).scalars)
      #expect(answer != network.members[0].predict(x[rows: row..<row + 1]).scalars)
    }
    let row = x.row(0)
    let count = allocations { for _ in 0..<100 { predictor.predict(row, into: &answer) } }
    if let count { #expect(count == 0) }
  }

  @Test func predictionsDoNotDependOnThreads() {
    let network = TrainedNetwork(
      network, inputs: 3, seed: 1, ensemble: Ensemble(members: 5, combination: .median))
    let x: Matrix<Float> = randomMatrix(rows: 500, columns: 3, seed: 1)
    let expected = network.predict(x, threads: 1).scalars
    for threads in 2...4 { #expect(network.predict(x, threads: threads).scalars == expected) }
  }

  // MARK: Training

  @Test func membersAreTheNetworksOfTheirSeeds() throws {
    let ensemble = try fitted(training(3))
    #expect(ensemble.members.count == 3 && ensemble.combination == .median)
    for (index, member) in ensemble.members.enumerated() {
      let alone = try fitted(training { $0.seed = 4 + UInt64(index) })
      #expect(member.parameters == alone.parameters)
      #expect(member.history.validationLoss == alone.history.validationLoss)
      #expect(member.combination == nil && member.members.count == 1)
    }
    let losses = ensemble.members.map(\.history.validationLoss)
    for epoch in 0..<4 {
      let mean = losses.reduce(0) { $0 + $1[epoch] } / 3
      #expect(abs(ensemble.history.validationLoss[epoch] - mean) < 1e-12)
    }
    #expect(
      ensemble.history.names == ensemble.members[0].history.names && ensemble.history.ending == .completed)
  }

  @Test func bitsDoNotDependOnThreads() throws {
    let expected = try fitted(training(3) { $0.threads = 1 })
    #expect(expected.history.threads == 1)
    for threads in 2...7 {
      let found = try fitted(training(3) { $0.threads = threads })
      #expect(found.parameters == expected.parameters)
      for name in found.history.names { #expect(found.history[name] == expected.history[name]) }
      #expect(found.history.threads <= threads)
    }
  }

  /// Each stops and keeps its best epoch by itself.
  @Test func membersKeepTheirOwnBestEpochs() throws {
    let stopping = training(4, epochs: 40) {
      $0.callbacks = [EarlyStopping(patience: 1, restoreBestWeights: true)]
      $0.optimizer = Adam(learningRate: 0.2)
    }
    let ensemble = try fitted(stopping)
    var kept: [Int] = []
    for (index, member) in ensemble.members.enumerated() {
      var single = stopping
      single.ensemble = nil
      single.seed += UInt64(index)
      let alone = try fitted(single)
      #expect(member.parameters == alone.parameters && member.history.keptEpoch == alone.history.keptEpoch)
      kept.append(try #require(alone.history.keptEpoch))
    }
    #expect(Set(kept).count > 1, "The test says nothing where all stop at once: \(kept)")
    #expect(ensemble.history.keptEpoch == kept.sorted()[1])
    #expect(ensemble.history.epochs == ensemble.members.map(\.history.epochs).max())
    guard case .stopped = ensemble.history.ending else {
      Issue.record("It ended with \(ensemble.history.ending).")
      return
    }
  }

  @Test func whatWatchesTheEnsembleIsCalledOnceAnEpochWithTheMeans() throws {
    let seen = Recorder()
    let ensemble = try fitted(
      training(3, epochs: 9) {
        $0.callbacks = [
          ClosureCallback { metrics in
            seen.append(metrics["val_loss"]!)
            return metrics.epoch == 5 ? [.stop(reason: "enough")] : []
          }
        ]
      })
    #expect(seen.values == ensemble.history.validationLoss && seen.values.count == 5)
    #expect(ensemble.history.ending == .stopped("enough"))
    #expect(ensemble.members.allSatisfy { $0.history.epochs == 5 })
  }

  @Test func aCheckpointSavesTheEnsemble() throws {
    let saved = Recorder()
    let ensemble = try fitted(
      training(2) {
        $0.callbacks = [ModelCheckpoint(path: "{epoch}", everyEpochs: 4)]
        $0.save = { network, path in
          saved.append(Double(path)!)
          saved.append(network.parameters)
        }
      })
    #expect(saved.values == [4] && saved.parameters == ensemble.parameters)
  }

  @Test func aCancelledTrainingHasEveryMembersBestEpoch() throws {
    let seen = Recorder()
    let ensemble = try fitted(
      training(3, epochs: 50) {
        $0.isCancelled = { seen.values.count == 6 }
        $0.callbacks = [
          ClosureCallback { metrics in
            seen.append(1)
            return []
          }
        ]
      })
    #expect(ensemble.history.ending == .interrupted && ensemble.history.epochs == 6)
    for (index, member) in ensemble.members.enumerated() {
      let epoch = try #require(member.history.lowestEpoch)
      #expect(member.history.keptEpoch == epoch)
      let alone = try fitted(training(epochs: epoch) { $0.seed += UInt64(index) })
      #expect(member.parameters == alone.parameters)
    }
  }

  @Test func aMemberThatDivergesEndsTheTrainingWithTheBestOfAll() throws {
    let diverging = training(2, epochs: 9) {
      $0.optimizer = SGD(learningRate: 1e6)
      $0.metrics = []
    }
    let network = Sequential([Dense(4, activation: .relu), Dense(1)])
    do {
      _ = try network.fitted(to: rows.x, rows.y, with: diverging)
      Issue.record("It did not diverge.")
    } catch NetworkError.diverged(let epoch, _, let best) {
      #expect(epoch == 1 && best == nil)
    }
    // Epochs end before one diverges.
    let growing = training(2, epochs: 9) {
      $0.optimizer = SGD(learningRate: 1e-3)
      $0.metrics = []
      $0.callbacks = [LearningRateScheduler { epoch, rate in epoch < 4 ? rate : 1e9 }]
    }
    do {
      _ = try network.fitted(to: rows.x, rows.y, with: growing)
      Issue.record("It did not diverge.")
    } catch NetworkError.diverged(_, _, let best) {
      let left = TrainedNetwork(network, best: try #require(best))
      #expect(left.members.count == 2 && left.combination == .median)
      #expect(left.history.keptEpochsOfMembers?.count == 2)
    }
  }

  @Test func trainingContinuesAndResumes() throws {
    let whole = training(3, epochs: 6) { $0.callbacks = [EarlyStopping(patience: 4)] }
    let start = TrainedNetwork(network, inputs: 3, seed: 4, ensemble: whole.ensemble)
    let expected = try start.fitted(to: rows.x, rows.y, validation: validation, with: whole)
    var run = try start.training(on: rows.x, rows.y, validation: validation, with: whole)
    try run.advance()
    try run.advance(updates: 2)
    let saved = try JSONEncoder().encode(run.state)
    var resumed = try start.training(
      on: rows.x, rows.y, validation: validation, with: whole,
      resuming: try JSONDecoder().decode(TrainingState.self, from: saved))
    while resumed.ending == nil { try resumed.advance() }
    #expect(resumed.network.parameters == expected.parameters)
    #expect(resumed.network.history.validationLoss == expected.history.validationLoss)
    // Further, from where it ended.
    let further = try expected.fitted(to: rows.x, rows.y, validation: validation, with: whole)
    #expect(further.history.epochs == 12 && further.members.count == 3)
    let alone = try expected.members[1].fitted(
      to: rows.x, rows.y, validation: validation,
      with: training(epochs: 6) {
        $0.seed = 5
        $0.callbacks = [EarlyStopping(patience: 4)]
      })
    #expect(further.members[1].parameters == alone.parameters)
    #expect(throws: NetworkError.self) {
      _ = try start.members[0].training(
        on: rows.x, rows.y, validation: validation, with: training(epochs: 6), resuming: run.state)
    }
  }

  @Test func memoryIsThatOfAllMembers() throws {
    // 1e5 · 1e5 weights are 40 GB, and the copies of training 200 GB: refused for whatever machine has less for 64.
    #expect(throws: NetworkError.self) {
      _ = try Sequential([Dense(100_000), Dense(100_000), Dense(1)]).fitted(
        to: rows.x, rows.y, with: training(64))
    }
  }

  // MARK: Parameters

  @Test func parametersAreNamedByMember() throws {
    let ensemble = TrainedNetwork(network, inputs: 3, ensemble: Ensemble(members: 2))
    let names = ensemble.parameters.map(\.name)
    #expect(names.first == "members.0.layers.0.kernel" && names.last == "members.1.layers.3.bias")
    #expect(names.count == 2 * ensemble.members[0].parameters.count)
    let bias = Parameter(name: "members.1.layers.3.bias", shape: [1], values: .single([7]))
    let changed = try ensemble.replacing(parameters: [bias])
    #expect(changed.members[1].layer(3).bias == [7] && changed.members[0].layer(3).bias == [0])
    let stranger = Parameter(name: "members.2.layers.3.bias", shape: [1], values: .single([7]))
    #expect(throws: NetworkError.self) { _ = try ensemble.replacing(parameters: [stranger]) }
  }

  private final class Recorder: @unchecked Sendable {
    // Sendable holds because the lock guards the numbers, and parameters are read after training.
    private let lock = NSLock()
    private var numbers: [Double] = []
    private(set) var parameters: [Parameter] = []
    var values: [Double] { lock.withLock { numbers } }
    func append(_ value: Double) { lock.withLock { numbers.append(value) } }
    func append(_ value: [Parameter]) { lock.withLock { parameters = value } }
  }
}
