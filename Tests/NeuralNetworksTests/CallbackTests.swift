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

  /// As Keras's `CSVLogger(append=True)` in its second fit: no second line of names, and `NA` for what is not there.
  @Test func continuesALogWithoutRepeatingItsNames() throws {
    let lines = Mutex<[String]>([])
    let log = CSVLog { line in lines.withLock { $0.append(line) } }
    let first = try network.fitted(to: data.x, data.y, validation: data, with: training([log], epochs: 1))
    let second = try first.fitted(to: data.x, data.y, with: training([log], epochs: 1))
    let history = second.history
    #expect(
      lines.withLock { $0 } == [
        "epoch,loss,val_loss", "1,\(history.loss[0]),\(first.history.validationLoss[0])",
        "2,\(history.loss[1]),NA",
      ])
    let others = Mutex<[String]>([])
    let continuing = CSVLog(continuing: true) { line in others.withLock { $0.append(line) } }
    _ = try network.fitted(to: data.x, data.y, with: training([continuing], epochs: 1))
    #expect(others.withLock { $0 } == ["1,\(history.loss[0])"])
  }

  /// Keras's optimizer keeps a rate that a callback set: the rates of two fits of three epochs, each halved after
  /// every epoch but the first, which is the best.
  @Test func keepsALoweredRateInTheNextFit() throws {
    let plateau = ReduceLearningRateOnPlateau(monitor: "loss", factor: 0.5, patience: 1, minDelta: 1e3)
    let fit = training([plateau], optimizer: SGD(learningRate: 0.5), epochs: 3)
    let first = try network.fitted(to: data.x, data.y, with: fit)
    #expect(first.history["learning_rate"] == [0.5, 0.5, 0.25])
    let second = try first.fitted(to: data.x, data.y, with: fit)
    #expect(second.history["learning_rate"].suffix(3) == [0.125, 0.125, 0.0625])
    // The rate is used: the same as with an optimizer that begins with it.
    let plain = training([], optimizer: SGD(learningRate: 0.125), epochs: 1)
    var kept = training([], optimizer: SGD(learningRate: 0.5), epochs: 1)
    let continued = try first.fitted(to: data.x, data.y, with: kept)
    #expect(try continued.parameters == first.fitted(to: data.x, data.y, with: plain).parameters)
    // Another rate in the training is what the caller wants.
    kept.callbacks = [LearningRateLog()]
    kept.optimizer = SGD(learningRate: 0.75)
    #expect(
      try first.fitted(to: data.x, data.y, with: kept).history["learning_rate"].last == 0.75)
  }

  /// Of ten epochs five are evaluated. Keras: `fit(validation_freq=2)`, whose callbacks do not see the others.
  @Test func skipsEpochsThatAreNotEvaluated() throws {
    let saved = Mutex<[String]>([])
    var every = training(
      [
        EarlyStopping(patience: 2, restoreBestWeights: true),
        ReduceLearningRateOnPlateau(factor: 0.5, patience: 2),
        ModelCheckpoint(path: "best-{epoch:02d}", savesBestOnly: true),
        ModelCheckpoint(path: "{epoch}-{val_loss:.0f}"),
      ], optimizer: SGD(learningRate: 0.01), epochs: 10)
    every.evaluationInterval = 2
    every.save = { _, path in saved.withLock { $0.append(path) } }
    let falling = try network.fitted(to: data.x, data.y, validation: data, with: every)
    let losses = falling.history.validationLoss
    #expect(losses.map(\.isNaN) == (1...10).map { $0 % 2 == 1 })
    #expect(losses.filter { !$0.isNaN } == losses.filter { !$0.isNaN }.sorted(by: >))
    #expect(falling.history.ending == .completed && falling.history.keptEpoch == 10)
    #expect(falling.history["learning_rate"].allSatisfy { $0 == Double(Float(0.01)) })
    #expect(
      saved.withLock { $0.filter { $0.hasPrefix("best") } } == [2, 4, 6, 8].map { "best-0\($0)" } + [
        "best-10"
      ])
    #expect(saved.withLock { $0.count { !$0.hasPrefix("best") } } == 5)
    // Nothing improves by as much: the second evaluation is the best, the third and the fourth do not improve.
    every.callbacks = [EarlyStopping(minDelta: 1e3, patience: 2, restoreBestWeights: true)]
    let still = try network.fitted(to: data.x, data.y, validation: data, with: every)
    #expect(still.history.epochs == 6 && still.history.keptEpoch == 2)
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

  /// Python's `"…".format(epoch=…, val_loss=…)`, computed with CPython 3.11.
  @Test(arguments: [
    ("{val_loss}", 7, 0.25, "0.25"), ("{val_loss:.2f}", 7, 0.091555, "0.09"),
    ("{val_loss:08.3f}", 7, -1.5, "-001.500"), ("{val_loss:+.1e}", 7, 1234.5, "+1.2e+03"),
    ("{val_loss:.3g}", 7, 0.00012345, "0.000123"), ("{val_loss:.1%}", 7, 0.0916, "9.2%"),
    ("{val_loss:.3}", 7, 3, "3.0"), ("{val_loss:8.2f}|", 7, 1, "    1.00|"),
    ("{val_loss:<8.2f}|", 7, 1, "1.00    |"), ("{val_loss:*^9.2f}", 7, 1, "**1.00***"),
    ("{val_loss}", 7, 1e-05, "1e-05"), ("{val_loss: .2f}", 7, 2, " 2.00"),
    ("{val_loss:=8.2f}", 7, -2, "-   2.00"),
    ("{epoch:03d}", 7, 0, "007"), ("{epoch:5d}", 7, 0, "    7"), ("{epoch:<05d}", 7, 0, "70000"),
    ("{epoch:+d}", 7, 0, "+7"), ("{epoch:.1f}", 7, 0, "7.0"), ("{epoch:02d}", 123, 0, "123"),
    ("m-{epoch:02d}-{val_loss:.2f}.st", 3, 0.4567, "m-03-0.46.st"), ("{{{epoch}}}", 3, 0, "{3}"),
  ])
  func formatsAPathAsPythonDoes(_ path: String, _ epoch: Int, _ loss: Double, _ expected: String) {
    var checkpoint = ModelCheckpoint(path: path)
    #expect(checkpoint.epochEnded(EpochMetrics(epoch: epoch, ["val_loss": loss])) == [.save(path: expected)])
  }

  @Test func failsWhereAPathNamesWhatIsNotReported() throws {
    let training = Training(
      loss: .meanSquaredError, callbacks: [ModelCheckpoint(path: "m-{val_acc:.2f}")], save: { _, _ in })
    do {
      _ = try network.fitted(to: data.x, data.y, with: training)
      Issue.record("No error.")
    } catch {
      #expect(
        error.description
          == "The network could not be saved to m-{val_acc:.2f} during training: it names val_acc, which is none of"
          + " epoch, loss.")
    }
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
        + " model_checkpoint, learning_rate_log, terminate_on_nan;"
        + " a program adds its own before it reads the file, Registry.callbacks.add(EarlyStoping.self), and the command vintner has only"
        + " those built in."
    ),
    (
      #"{"name": "reduce_lr_on_plateau", "factor": 1}"#,
      "reduce_lr_on_plateau: factor lies in (0, 1), received 1.0."
    ),
    (#"{"name": "model_checkpoint"}"#, "model_checkpoint lacks the option filepath."),
    (
      #"{"name": "model_checkpoint", "filepath": "m-{epoch:3q}"}"#,
      "model_checkpoint: filepath has only names in braces, with Python's formats: m-{epoch:03d}-{val_loss:.2f},"
        + " received m-{epoch:3q}."
    ),
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
