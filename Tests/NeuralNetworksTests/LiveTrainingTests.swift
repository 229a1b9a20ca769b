import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

/// Training that stays at hand does what a fit does, to the last bit, in whatever steps it is taken.
struct LiveTrainingTests {
  private let network = Sequential([
    Dense(6, activation: .tanh, kernelRegularizer: .l2(0.01)), BatchNormalization(), Dropout(rate: 0.2),
    Dense(1),
  ])
  private let rows: (x: Matrix<Double>, y: Matrix<Double>) = learnableRows(43)
  private let validation: (x: Matrix<Double>, y: Matrix<Double>) = learnableRows(20, seed: 9)

  private func keras(_ change: (inout Training) -> Void = { _ in }) -> Training {
    var training = Training(
      optimizer: Adam(learningRate: 0.01), loss: .meanSquaredError, batchSize: 8, seed: 4)
    change(&training)
    return training
  }

  private let playground = Training.playground(
    learningRate: 0.1, batchSize: 10, regularization: .l1(0.01), seed: 4)

  private func live(_ training: Training, _ precision: Precision = .single) throws -> LiveTraining {
    try LiveTraining(
      TrainedNetwork(network, inputs: 3, seed: 4, precision: precision), on: rows, validation: validation,
      with: training)
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
    for training in [keras { $0.threads = threads }, playground] {
      let live = try live(training, precision)
      let fitted = try fitted(training, epochs: 7, precision)
      for _ in 0..<7 { #expect(live.advance()) }
      #expect(live.network.parameters == fitted.parameters)
      #expect(live.losses().validation == fitted.history.validationLoss.last)
      #expect(live.epoch == 7 && !live.isWithinEpoch)
    }
  }

  @Test func singleUpdatesComeToTheSame() throws {
    for training in [keras(), playground] {
      let (whole, single) = (try live(training), try live(training))
      for _ in 0..<3 { whole.advance() }
      var ends = 0
      for _ in 0..<3 * single.updatesPerEpoch where single.advance(updates: 1) { ends += 1 }
      #expect(ends == 3)
      #expect(single.network.parameters == whole.network.parameters)
      #expect(single.updates == whole.updates)
    }
  }

  @Test func anotherRateGoesOnWithTheSameMemory() throws {
    let changed = keras { $0.optimizer.learningRate = 0.001 }
    let live = try live(keras())
    live.advance()
    live.advance(updates: 2)
    let before = live.network.parameters
    try live.change(changed)
    #expect(live.network.parameters == before)
    #expect(live.isWithinEpoch && live.epoch == 1)
    #expect(Float(live.learningRate) == 0.001)
    // Adam's moments and its count of updates go on: another training from the same weights differs.
    live.advance()
    let fresh = try LiveTraining(
      try TrainedNetwork(network, inputs: 3, parameters: before), on: rows, validation: validation,
      with: changed)
    fresh.advance()
    #expect(live.network.parameters != fresh.network.parameters)
    #expect(live.epoch == 2)
  }

  @Test func anotherBatchBeginsTheEpochAnew() throws {
    let live = try live(keras())
    live.advance(updates: 2)
    try live.change(keras { $0.batchSize = 43 })
    #expect(!live.isWithinEpoch && live.updatesPerEpoch == 1)
    #expect(live.advance(updates: 1))
  }

  @Test func aBatchLargerThanAllRowsMakesEpochsWithoutUpdates() throws {
    let live = try live(.playground(batchSize: 100))
    let before = live.network.parameters
    #expect(live.advance() && live.advance(updates: 1))
    #expect(live.epoch == 2 && live.updates == 0 && live.network.parameters == before)
  }

  @Test func keptWeightsComeBackAndEditedOnesStay() throws {
    let live = try live(keras())
    live.advance()
    live.keepWeights()
    let kept = live.network.parameters
    live.advance()
    #expect(live.network.parameters != kept)
    live.restoreKeptWeights()
    #expect(live.network.parameters == kept)
    try live.replace(parameters: [Parameter(name: "layers.3.bias", shape: [1], values: .double([0.5]))])
    #expect(live.network.layer(3).bias == [0.5])
    #expect(throws: NetworkError.self) {
      try live.replace(parameters: [Parameter(name: "layers.9.bias", shape: [1], values: .double([0]))])
    }
  }

  @Test func stopsWhereTheLossIsNoNumber() throws {
    let live = try live(keras { $0.optimizer = SGD(learningRate: 1e30) })
    for _ in 0..<20 { live.advance() }
    #expect(live.hasDiverged)
    let before = live.updates
    #expect(!live.advance() && live.updates == before)
  }

  @Test func layersAnswerAsTheNetworkDoes() throws {
    let trained = try fitted(keras(), epochs: 2, .single)
    let x: Matrix<Double> = randomMatrix(rows: 300, columns: 3, seed: 1)
    let answers = trained.layerOutputs(of: x)
    #expect(answers.map(\.columns) == [6, 6, 6, 1])
    #expect(answers[3] == trained.predict(x))
    #expect(answers[1] == answers[2])  // dropout leaves all in inference
  }
}
