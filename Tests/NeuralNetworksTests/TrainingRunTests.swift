import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

/// A run makes the updates of a fit, to the last bit, in whatever steps it advances.
struct TrainingRunTests {
  private let network = Sequential([
    Dense(6, activation: .tanh, kernelRegularizer: .l2(0.01)), BatchNormalization(), Dropout(rate: 0.2),
    Dense(1),
  ])
  private let rows: (x: Matrix<Double>, y: Matrix<Double>) = learnableRows(43)
  private let validation: (x: Matrix<Double>, y: Matrix<Double>) = learnableRows(20, seed: 9)

  private static func keras(_ change: (inout Training) -> Void = { _ in }) -> Training {
    var training = Training(
      optimizer: Adam(learningRate: 0.01), loss: .meanSquaredError, batchSize: 8, seed: 4)
    change(&training)
    return training
  }

  private static let playground = Training.playground(
    learningRate: 0.1, batchSize: 10, regularization: .l1(0.01), seed: 4)

  /// A run that is watched, without metrics, for as long as it is.
  private func live(_ training: Training, _ precision: Precision = .single) throws -> TrainingRun {
    try TrainedNetwork(network, inputs: 3, seed: 4, precision: precision)
      .liveTraining(on: rows, validation: validation, with: endless(training))
  }

  private func endless(_ training: Training) -> Training {
    var training = training
    training.metrics = []
    training.epochs = .max / 2
    return training
  }

  private func fitted(_ training: Training, epochs: Int, _ precision: Precision) throws -> TrainedNetwork {
    var training = training
    training.epochs = epochs
    training.metrics = []
    let start = TrainedNetwork(network, inputs: 3, seed: 4, precision: precision)
    guard precision == .single else {
      return try start.fitted(to: rows.x, rows.y, validation: validation, with: training)
    }
    return try start.fitted(
      to: Matrix<Float>(rows.x), Matrix<Float>(rows.y),
      validation: (Matrix<Float>(validation.x), Matrix<Float>(validation.y)), with: training)
  }

  @Test(arguments: [Precision.single, .double], [1, 2])
  func epochsAreThoseOfAFit(_ precision: Precision, threads: Int) throws {
    for training in [Self.keras { $0.threads = threads }, Self.playground] {
      var live = try live(training, precision)
      let fitted = try fitted(training, epochs: 7, precision)
      for epoch in 1...7 { #expect(try live.advance().epoch?.epoch == epoch) }
      #expect(live.network.parameters == fitted.parameters)
      #expect(live.losses().validation == fitted.history.validationLoss.last)
      #expect(live.epoch == 7 && !live.isWithinEpoch)
    }
  }

  @Test func singleUpdatesGiveTheSame() throws {
    for training in [Self.keras(), Self.playground] {
      var (whole, single) = (try live(training), try live(training))
      for _ in 0..<3 { try whole.advance() }
      var ends = 0
      for _ in 0..<3 * single.updatesPerEpoch where try single.advance(updates: 1).epoch != nil { ends += 1 }
      #expect(ends == 3)
      #expect(single.network.parameters == whole.network.parameters)
      #expect(single.updates == whole.updates)
    }
  }

  @Test func anotherRateContinuesWithTheSameMemory() throws {
    let changed = Self.keras { $0.optimizer.learningRate = 0.001 }
    var live = try live(Self.keras())
    try live.advance()
    try live.advance(updates: 2)
    let before = live.network.parameters
    try live.change(endless(changed))
    #expect(live.network.parameters == before)
    #expect(live.isWithinEpoch && live.epoch == 1)
    #expect(Float(live.learningRate) == 0.001)
    // Adam's moments and its count of updates continue: another training from the same weights differs.
    try live.advance()
    var fresh = try TrainedNetwork(network, inputs: 3, parameters: before)
      .liveTraining(on: rows, validation: validation, with: changed)
    try fresh.advance()
    #expect(live.network.parameters != fresh.network.parameters)
    #expect(live.epoch == 2)
  }

  @Test func anotherBatchBeginsTheEpochAnew() throws {
    var live = try live(Self.keras())
    try live.advance(updates: 2)
    try live.change(endless(Self.keras { $0.batchSize = 43 }))
    #expect(!live.isWithinEpoch && live.updatesPerEpoch == 1)
    #expect(try live.advance(updates: 1).epoch?.epoch == 1)
  }

  @Test func aBatchLargerThanAllRowsMakesEpochsWithoutUpdates() throws {
    var live = try live(.playground(batchSize: 100))
    let before = live.network.parameters
    #expect(try live.advance().epoch != nil)
    #expect(try live.advance(updates: 1).epoch != nil)
    #expect(live.epoch == 2 && live.updates == 0 && live.network.parameters == before)
  }

  @Test func keptWeightsComeBackAndEditedOnesStay() throws {
    // Epoch 1 is kept; the last of three ends the run, whichever it is.
    var live = try live(Self.keras())
    let keeper = ClosureCallback { $0.epoch == 1 ? [.keepWeights] : [] }
    try live.change(
      Self.keras {
        $0.callbacks = [keeper]
        $0.epochs = 3
      })
    try live.advance()
    let kept = live.network.parameters
    #expect(live.keptEpoch == 1)
    try live.advance()
    #expect(live.network.parameters != kept)
    #expect(try live.advance().ending == .completed)
    #expect(live.network.parameters == kept)
    try live.replace(parameters: [Parameter(name: "layers.3.bias", shape: [1], values: .double([0.5]))])
    #expect(live.network.layer(3).bias == [0.5])
    #expect(live.ending == nil)
    #expect(throws: NetworkError.self) {
      try live.replace(parameters: [Parameter(name: "layers.9.bias", shape: [1], values: .double([0]))])
    }
  }

  @Test func stopsWhereTheLossIsNoNumber() throws {
    var live = try live(Self.keras { $0.optimizer = SGD(learningRate: 1e30) })
    for _ in 0..<20 { try live.advance() }
    let hasDiverged = if case .diverged = live.ending { true } else { false }
    #expect(hasDiverged)
    let before = live.updates
    #expect(try live.advance().updates == 0 && live.updates == before)
  }

  /// Updates of a rate so small that no epoch is better than the first.
  private var still: Training {
    Self.keras {
      $0.optimizer = SGD(learningRate: 1e-30)
      $0.callbacks = [EarlyStopping(minDelta: 1e-3, patience: 2, restoreBestWeights: true)]
      $0.epochs = .max / 2
    }
  }

  @Test func otherWeightsRestartPatience() throws {
    var live = try live(still)
    try live.change(still)
    for _ in 1...2 { #expect(try live.advance().ending == nil) }
    #expect(live.keptEpoch == 1)
    try live.replace(parameters: [])
    #expect(try live.advance().ending == nil)
    #expect(live.keptEpoch == 3)
    #expect(try live.advance().ending == nil)
    #expect(try live.advance().ending == .stopped("val_loss has not improved for 2 epochs"))
  }

  @Test func onlyACallbackThatIsTheSameKeepsItsMemory() throws {
    var (same, other) = (try live(still), try live(still))
    for _ in 1...2 {
      try same.advance()
      try other.advance()
    }
    var changed = still
    changed.batchSize = 9
    try same.change(changed)
    #expect(try same.advance().ending != nil)
    changed.callbacks = [EarlyStopping(minDelta: 1e-3, patience: 1, restoreBestWeights: true)]
    try other.change(changed)
    #expect(try other.advance().ending == nil)
    #expect(try other.advance().ending != nil)
  }

  @Test func aRunThatHasEndedCanResume() throws {
    let training = Self.keras { $0.epochs = 3 }
    let start = TrainedNetwork(network, inputs: 3, seed: 4)
    var run = try start.training(on: rows.x, rows.y, validation: validation, with: training)
    while run.ending == nil { try run.advance() }
    #expect(run.ending == .completed && run.epoch == 3)
    run.resume(epochs: 4)
    while run.ending == nil { try run.advance() }
    let whole = try fitted(training, epochs: 7, .single)
    #expect(run.network.parameters == whole.parameters)
    #expect(run.network.history.loss == whole.history.loss)
    #expect(run.network.history.keptEpoch == 7)
  }

  @Test func aCopyAdvancesSeparately() throws {
    var first = try live(Self.keras())
    try first.advance(updates: 2)
    let before = first.network.parameters
    var second = first
    try second.advance()
    #expect(first.network.parameters == before && first.updates == 2)
    try first.advance()
    #expect(first.network.parameters == second.network.parameters)
    #expect(first.losses() == second.losses())
  }

  /// With callbacks and metrics among it, in the middle of an epoch.
  @Test(arguments: [false, true])
  func anUpdateAllocatesNothing(isPlayground: Bool) throws {
    var training = isPlayground ? Self.playground : Self.keras()
    training.callbacks = [EarlyStopping()]
    training.metrics.append(.meanAbsoluteError)
    training.threads = 1
    var run = try TrainedNetwork(network, inputs: 3, seed: 4)
      .training(on: rows.x, rows.y, validation: validation, with: training)
    try run.advance(updates: 1)
    let count = try allocations { _ = try run.advance(updates: 2) }
    #expect(count == nil || count == 0)
    #expect(run.updates == 3 && run.isWithinEpoch)
  }

  @Test(arguments: Precision.allCases) func anUpdateOfAnyLayerAllocatesNothing(_ precision: Precision) throws
  {
    var training = Self.keras()
    training.threads = 1
    var run = try TrainedNetwork(everyLayer, inputs: 3, seed: 4, precision: precision)
      .training(on: rows.x, rows.y, validation: validation, with: training)
    try run.advance(updates: 1)
    let count = try allocations { _ = try run.advance(updates: 2) }
    #expect(count == nil || count == 0)
  }

  @Test func layersPredictAsTheNetworkDoes() throws {
    let trained = try fitted(Self.keras(), epochs: 2, .single)
    let x: Matrix<Double> = randomMatrix(rows: 300, columns: 3, seed: 1)
    let outputs = trained.layerOutputs(of: x)
    #expect(outputs.map(\.columns) == [6, 6, 6, 1])
    #expect(outputs[3] == trained.predict(x))
    #expect(outputs[1] == outputs[2])  // dropout leaves all in inference
  }
}
