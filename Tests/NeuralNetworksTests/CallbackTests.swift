import Foundation
import LinearAlgebra
import NeuralNetworks
import Synchronization
import Testing

struct CallbackTests {
  private let network = Sequential([Dense(4, activation: .tanh), Dense(1)])
  private let data: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(40)

  private func training(_ callbacks: [any Callback], optimizer: any Optimizer = SGD(), epochs: Int = 4)
    -> Training
  {
    Training(
      optimizer: optimizer, loss: .meanSquaredError, batchSize: 10, epochs: epochs, shuffles: false,
      callbacks: callbacks)
  }

  @Test func setsTheRateOfEachEpoch() throws {
    let scheduler = LearningRateScheduler { epoch, rate in epoch < 2 ? rate : rate / 2 }
    let trained = try network.fitted(
      to: data.x, data.y, with: training([scheduler], optimizer: SGD(learningRate: 0.5)))
    #expect(trained.history.names == ["loss", "learning_rate"])
    #expect(trained.history["learning_rate"] == [0.5, 0.5, 0.25, 0.125])
    // The rates are used, not only reported: so does a schedule of as many updates.
    let schedule = LearningRate.schedule(
      PiecewiseConstantDecay(boundaries: [7, 11], values: [0.5, 0.25, 0.125]))
    let scheduled = try network.fitted(
      to: data.x, data.y, with: training([], optimizer: SGD(learningRate: schedule)))
    #expect(scheduled.parameters == trained.parameters)
  }

  @Test func reportsTheRateOfTheUpdateThatFollows() throws {
    let schedule = LearningRate.schedule(
      ExponentialDecay(
        initialLearningRate: 0.5, decaySteps: 4, decayRate: 0.5, staircase: true))
    let trained = try network.fitted(
      to: data.x, data.y, with: training([LearningRateLog()], optimizer: SGD(learningRate: schedule)))
    #expect(trained.history["learning_rate"] == [0.25, 0.125, 0.0625, 0.03125])
  }

  @Test func seesEveryUpdate() throws {
    let seen = Mutex<[UpdateMetrics]>([])
    let watcher = ClosureCallback(updateEnded: { metrics in
      seen.withLock { $0.append(metrics) }
      return []
    })
    let trained = try network.fitted(
      to: data.x, data.y, with: training([watcher], optimizer: SGD(learningRate: 0.25), epochs: 2))
    let updates = seen.withLock { $0 }
    #expect(updates.map(\.iteration) == Array(1...8))
    #expect(updates.map(\.batch) == [1, 2, 3, 4, 1, 2, 3, 4])
    #expect(updates.map(\.epoch) == [1, 1, 1, 1, 2, 2, 2, 2])
    #expect(updates.allSatisfy { $0.learningRate == 0.25 })
    let mean = updates.suffix(4).reduce(0) { $0 + $1.loss } / 4
    #expect(abs(mean - trained.history.loss[1]) < 1e-6)
  }

  @Test func stopsAfterAnUpdateWithTheBestEpoch() throws {
    let stopper = ClosureCallback(updateEnded: {
      $0.iteration == 10 ? [.stop(reason: "ten updates")] : []
    })
    let trained = try network.fitted(to: data.x, data.y, with: training([stopper]))
    #expect(trained.history.ending == .stopped("ten updates"))
    #expect(trained.history.epochs == 2)
    let two = try network.fitted(to: data.x, data.y, with: training([], epochs: 2))
    #expect(trained.parameters == two.parameters)
  }

  @Test func stopsAfterAnEpoch() throws {
    let stopper = ClosureCallback { $0.epoch == 2 ? [.stop(reason: "two epochs")] : [] }
    let trained = try network.fitted(to: data.x, data.y, with: training([stopper]))
    #expect(trained.history.ending == .stopped("two epochs"))
    #expect(trained.history.epochs == 2)
  }

  @Test func writesTheHistoryAsLines() throws {
    let lines = Mutex<[String]>([])
    let log = CSVLog { line in lines.withLock { $0.append(line) } }
    let trained = try network.fitted(
      to: data.x, data.y, validation: data, with: training([log, LearningRateLog()], epochs: 2))
    let history = trained.history
    #expect(
      lines.withLock { $0 } == [
        "epoch,loss,val_loss,learning_rate",
        "1,\(history.loss[0]),\(history.validationLoss[0]),\(history["learning_rate"][0])",
        "2,\(history.loss[1]),\(history.validationLoss[1]),\(history["learning_rate"][1])",
      ])
  }

  @Test func endsQuietlyWhereTheLossIsNoNumber() throws {
    let wild = training([StopOnNaN()], optimizer: SGD(learningRate: 1e30))
    let trained = try network.fitted(to: data.x, data.y, with: wild)
    #expect(
      trained.history.ending == .stopped("the loss became NaN or infinite in epoch 1, batch 2"))
    #expect(trained.history.epochs == 0)
  }
}

struct ModelCheckpointTests {
  private let network = Sequential([Dense(4, activation: .tanh), Dense(1)])
  private let data: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(40)

  private func paths(_ checkpoint: ModelCheckpoint, _ values: [Double]) -> [String] {
    var checkpoint = checkpoint
    checkpoint.trainingBegins()
    return values.enumerated().flatMap { index, value in
      checkpoint.epochEnded(EpochMetrics(epoch: index + 1, ["val_loss": value])).map {
        if case .save(let path) = $0 { path } else { "no path" }
      }
    }
  }

  @Test func savesEveryEpochOrEverySoMany() {
    #expect(paths(ModelCheckpoint(path: "m-{epoch}.st"), [3, 4, 2]) == ["m-1.st", "m-2.st", "m-3.st"])
    #expect(paths(ModelCheckpoint(path: "m", everyEpochs: 2), [3, 4, 2, 1, 5]) == ["m", "m"])
  }

  @Test func savesTheBestOnly() {
    #expect(
      paths(ModelCheckpoint(path: "m{epoch}", savesBestOnly: true), [3, 4, 2, 2, 1]) == ["m1", "m3", "m5"])
  }

  @Test func handsOnTheNetworkAsItIsThen() throws {
    let saved = Mutex<[(path: String, network: TrainedNetwork)]>([])
    var training = Training(
      loss: .meanSquaredError, batchSize: 10, epochs: 3, callbacks: [ModelCheckpoint(path: "{epoch}")])
    training.save = { network, path in saved.withLock { $0.append((path, network)) } }
    _ = try network.fitted(to: data.x, data.y, with: training)
    let kept = saved.withLock { $0 }
    #expect(kept.map(\.path) == ["1", "2", "3"])
    #expect(kept.map(\.network.history.epochs) == [1, 2, 3])
    training.callbacks = []
    training.epochs = 2
    let two = try network.fitted(to: data.x, data.y, with: training)
    #expect(kept[1].network.parameters == two.parameters)
    // It holds the optimizer's state too, and goes on where it stood.
    training.epochs = 1
    #expect(
      try kept[1].network.fitted(to: data.x, data.y, with: training).parameters
        == kept[2].network.parameters)
  }

  @Test func failsWhereSavingFails() throws {
    struct Full: Error, CustomStringConvertible { let description = "the disk is full" }
    let training = Training(
      loss: .meanSquaredError, callbacks: [ModelCheckpoint(path: "m.safetensors")],
      save: { _, _ in throw Full() })
    do {
      _ = try network.fitted(to: data.x, data.y, with: training)
      Issue.record("No error.")
    } catch {
      #expect(
        error.description
          == "The network could not be saved to m.safetensors during training: the disk is full")
    }
  }
}

struct CallbackDescriptionTests {
  private func decoded(_ json: String) throws -> any Callback {
    try JSONDecoder().decode(CallbackDescription.self, from: Data(json.utf8)).value
  }

  @Test func readsCallbacksInKerasWords() throws {
    #expect(
      try decoded(
        #"{"name": "early_stopping", "min_delta": 0.001, "patience": 20, "restore_best_weights": true}"#)
        as? EarlyStopping == EarlyStopping(minDelta: 0.001, patience: 20, restoreBestWeights: true))
    #expect(
      try decoded(#"{"name": "reduce_lr_on_plateau", "factor": 0.2, "mode": "max", "min_lr": 0.1}"#)
        as? ReduceLearningRateOnPlateau
        == ReduceLearningRateOnPlateau(factor: 0.2, mode: .max, minLearningRate: 0.1))
    #expect(
      try decoded(#"{"name": "model_checkpoint", "filepath": "m", "save_best_only": true}"#)
        as? ModelCheckpoint == ModelCheckpoint(path: "m", savesBestOnly: true))
    #expect(try decoded(#"{"name": "early_stopping"}"#) as? EarlyStopping == EarlyStopping())
    #expect(
      try decoded(#"{"name": "reduce_lr_on_plateau"}"#) as? ReduceLearningRateOnPlateau
        == ReduceLearningRateOnPlateau())
  }

  @Test func readsWhatItWrites() throws {
    let stopping = EarlyStopping(
      monitor: "loss", minDelta: 0.5, patience: 3, mode: .min, baseline: 2, restoreBestWeights: true,
      startFromEpoch: 4)
    let data = try JSONEncoder().encode(CallbackDescription(stopping))
    #expect(
      try JSONDecoder().decode(CallbackDescription.self, from: data).value as? EarlyStopping == stopping)
  }

  @Test(arguments: [
    (
      #"{"name": "early_stoping"}"#,
      "early_stoping is not a callback: the known ones are early_stopping, reduce_lr_on_plateau,"
        + " model_checkpoint, learning_rate_log, terminate_on_nan."
    ),
    (
      #"{"name": "reduce_lr_on_plateau", "factor": 1}"#,
      "reduce_lr_on_plateau: factor lies in (0, 1), received 1.0."
    ),
    (#"{"name": "model_checkpoint"}"#, "model_checkpoint lacks the option filepath."),
  ])
  func refuses(_ json: String, sentence: String) {
    do {
      _ = try decoded(json)
      Issue.record("No error.")
    } catch DecodingError.dataCorrupted(let context) {
      #expect(context.debugDescription == sentence)
    } catch {
      Issue.record("\(error)")
    }
  }
}
