import LinearAlgebra
import NeuralNetworks
import Synchronization
import TestSupport
import Testing

struct TrainingTests {
  private let network = Sequential([Dense(8, activation: .tanh), Dense(1)])
  private let data: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(100)
  private let held: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(40, seed: 9)

  @Test func learns() throws {
    let trained = try network.fitted(
      to: data.x, data.y, with: Training(loss: .meanSquaredError, batchSize: 10, epochs: 60))
    #expect(trained.history.loss.last! < 0.1 * trained.history.loss.first!)
    #expect(trained.history.ending == .completed)
    #expect(trained.history.keptEpoch == 60)
  }

  /// y = w·x without movement: the loss of each batch is known, the last batch is the smaller.
  @Test func weightsTheLossByTheRowsOfItsBatches() throws {
    // Errors of the rows: 1, 1, 4 in batches of two: (1 · 2 + 4 · 1) / 3, not (1 + 4) / 2.
    let still = Training(
      optimizer: SGD(learningRate: 1e-30), loss: .meanAbsoluteError, batchSize: 2, shuffles: false)
    let trained = try TrainedNetwork(
      Sequential([Dense(1)]), inputs: 1,
      parameters: [
        Parameter(name: "layers.0.kernel", shape: [1, 1], values: .single([1])),
        Parameter(name: "layers.0.bias", shape: [1], values: .single([0])),
      ]
    ).fitted(to: Matrix<Float>([[1], [1], [4]]), Matrix([[0], [0], [0]]), with: still)
    #expect(trained.history.loss == [2])
  }

  @Test func takesABatchLargerThanTheData() throws {
    func parameters(batchSize: Int) throws -> [Parameter] {
      try network.fitted(
        to: data.x, data.y,
        with: Training(loss: .meanSquaredError, batchSize: batchSize, epochs: 3, shuffles: false)
      ).parameters
    }
    #expect(try parameters(batchSize: 100) == parameters(batchSize: 5000))
  }

  @Test func reportsTheValidationLossOfTheWeightsItHolds() throws {
    let trained = try network.fitted(
      to: data.x, data.y, validation: held, with: Training(loss: .meanAbsoluteError, epochs: 2))
    let answers = trained.predict(held.x).scalars
    let mean = zip(answers, held.y.scalars).reduce(0) { $0 + Double(abs($1.0 - $1.1)) } / 40
    #expect(relativeDifference(trained.history.validationLoss[1], mean) < 1e-6)
    #expect(trained.history.names == ["loss", "val_loss"])
  }

  @Test func goesOnExactlyWhereItStood() throws {
    let optimizers: [any Optimizer] = [
      Adam(), SGD(momentum: 0.9), Nadam(), AdaGrad(),
      RMSprop(
        learningRate: .schedule(ExponentialDecay(initialLearningRate: 0.01, decaySteps: 7, decayRate: 0.8))),
    ]
    for optimizer in optimizers {
      func training(_ epochs: Int) -> Training {
        Training(optimizer: optimizer, loss: .meanSquaredError, batchSize: 30, epochs: epochs, seed: 4)
      }
      let whole = try network.fitted(to: data.x, data.y, validation: held, with: training(10))
      let parts = try network.fitted(to: data.x, data.y, validation: held, with: training(4))
        .fitted(to: data.x, data.y, validation: held, with: training(6))
      #expect(parts.parameters == whole.parameters)
      #expect(parts.history.loss == whole.history.loss)
      #expect(parts.history.validationLoss == whole.history.validationLoss)
      #expect(parts.history.epochs == 10 && parts.history.keptEpoch == 10)
    }
  }

  @Test func leavesTheNetworkItWentOnFromAsItWas() throws {
    let first = try network.fitted(to: data.x, data.y, with: Training(loss: .meanSquaredError))
    let before = first.parameters
    _ = try first.fitted(to: data.x, data.y, with: Training(loss: .meanSquaredError))
    #expect(first.parameters == before)
  }

  @Test func beginsAfreshWithAnotherOptimizer() throws {
    let first = try network.fitted(to: data.x, data.y, with: Training(loss: .meanSquaredError))
    let descent = Training(optimizer: SGD(), loss: .meanSquaredError, seed: 1)
    let copy = try TrainedNetwork(network, inputs: 3, parameters: first.parameters)
    // Only the epoch's number differs, and with it the order of the rows.
    var unshuffled = descent
    unshuffled.shuffles = false
    #expect(
      try first.fitted(to: data.x, data.y, with: unshuffled).parameters
        == copy.fitted(to: data.x, data.y, with: unshuffled).parameters)
  }

  @Test func stopsAndRestoresTheBestWeights() throws {
    // A rate so large that the loss climbs after the first epochs, and no shuffling, so that the run up to
    // the best epoch can be repeated.
    var training = Training(
      optimizer: Adam(learningRate: 0.3), loss: .meanAbsoluteError, epochs: 50, shuffles: false,
      callbacks: [EarlyStopping(patience: 3, restoreBestWeights: true)])
    let stopped = try network.fitted(to: data.x, data.y, validation: held, with: training)
    let history = stopped.history
    #expect(history.ending == .stopped("val_loss has not improved for 3 epochs"))
    #expect(history.keptEpoch == history.lowestEpoch)
    #expect(history.epochs == history.keptEpoch! + 3)
    training.callbacks = []
    training.epochs = history.keptEpoch!
    #expect(
      try network.fitted(to: data.x, data.y, validation: held, with: training).parameters
        == stopped.parameters)
  }

  @Test func restoresTheBestWeightsWhateverEndedTraining() throws {
    let trained = try network.fitted(
      to: data.x, data.y, validation: held,
      with: Training(
        optimizer: Adam(learningRate: 0.3), loss: .meanAbsoluteError, epochs: 12, shuffles: false,
        callbacks: [EarlyStopping(patience: 100, restoreBestWeights: true)]))
    #expect(trained.history.ending == .completed)
    #expect(trained.history.keptEpoch == trained.history.lowestEpoch)
    #expect(trained.history.keptEpoch! < 12)
  }

  @Test func endsWhenItIsCancelledAndKeepsTheBest() throws {
    let asked = Mutex(0)
    let training = Training(
      loss: .meanSquaredError, batchSize: 10, epochs: 100, shuffles: false,
      isCancelled: {
        asked.withLock {
          $0 += 1; return $0 > 25
        }
      })
    let trained = try network.fitted(to: data.x, data.y, with: training)
    // Ten batches an epoch: the 26th question is asked in the third.
    #expect(trained.history.ending == .interrupted)
    #expect(trained.history.epochs == 2)
    #expect(trained.history.keptEpoch == 2)
    var two = training
    two.isCancelled = nil
    two.epochs = 2
    #expect(try network.fitted(to: data.x, data.y, with: two).parameters == trained.parameters)
  }
}
