import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

/// What the Playground's way of training requires of any training: batches that are carried over, metrics after
/// the epoch, epochs that are not evaluated, and going on where a loss is no number.
struct PlaygroundTrainingTests {
  /// One linear unit without a bias on rows x = 1, whose gradient is the mean of w − y.
  private func weights(rows y: [Double], batch: Int, epochs: Int) throws -> Double {
    var training = Training.playground(learningRate: 0.5, batchSize: batch, epochs: epochs)
    training.metrics = []
    return try TrainedNetwork(
      Sequential([Dense(1, useBias: false)]), inputs: 1,
      parameters: [Parameter(name: "layers.0.kernel", shape: [1, 1], values: .double([0]))],
      precision: .double
    ).fitted(to: Matrix(column: y.map { _ in 1.0 }), Matrix(column: y), with: training).layer(0).kernel![0, 0]
  }

  /// By hand, y = 1, 2, 6 in batches of 2. Epoch 1: w = 0 + ½·1.5. Epoch 2 begins with 6, 1, 2: w += ½·(3 − w).
  @Test func aRestGoesIntoTheNextEpochsFirstUpdate() throws {
    #expect(try weights(rows: [1, 2, 6], batch: 2, epochs: 1) == 0.75)
    #expect(try weights(rows: [1, 2, 6], batch: 2, epochs: 2) == 0.75 + 0.5 * (3 - 0.75))
    // Five rows: 1 2 | 3 4 | and 5 waits: w = ½·1.5, then ½·(3.5 − w) on, then 5, 1, 2 together.
    let first = 0.75
    let second = first + 0.5 * (3.5 - first)
    #expect(try weights(rows: [1, 2, 3, 4, 5], batch: 2, epochs: 1) == second)
    let third = second + 0.5 * (8.0 / 3 - second)
    let last = try weights(rows: [1, 2, 3, 4, 5], batch: 2, epochs: 2)
    #expect(relativeDifference(last, third + 0.5 * (3.5 - third)) < 1e-15)
  }

  @Test func aBatchOfAllRowsIsOneUpdateAndALargerOneNone() throws {
    #expect(try weights(rows: [1, 2, 6], batch: 3, epochs: 1) == 1.5)
    #expect(try weights(rows: [1, 2, 6], batch: 4, epochs: 5) == 0)
  }

  private func training(_ change: (inout Training) -> Void) -> Training {
    var training = Training(
      optimizer: SGD(learningRate: 0.1), loss: .meanSquaredError, metrics: [.meanAbsoluteError], batchSize: 7,
      epochs: 6, seed: 3, threads: 1)
    change(&training)
    return training
  }

  private let network = Sequential([Dense(4, activation: .tanh, kernelRegularizer: .l2(0.1)), Dense(1)])

  @Test func figuresAfterTheEpochAreThoseOfAllRowsWithoutPenalties() throws {
    let (x, y): (Matrix<Float>, Matrix<Float>) = learnableRows(40)
    let after = try network.fitted(
      to: x, y, validation: (x, y), with: training { $0.evaluatesAfterEpoch = true })
    let during = try network.fitted(to: x, y, validation: (x, y), with: training { _ in })
    #expect(after.parameters == during.parameters)
    #expect(after.history.names == ["loss", "mae", "val_loss", "val_mae"])
    #expect(after.history.loss == after.history.validationLoss)
    #expect(after.history["mae"] == during.history["val_mae"])
    #expect(relativeDifference(after.history.loss[5], MeanSquaredError()(after.predict(x), y)) < 1e-6)
    // With penalties, as ever, where nothing else is asked for.
    #expect(zip(after.history.validationLoss, during.history.validationLoss).allSatisfy { $0 < $1 })
  }

  @Test(arguments: [true, false]) func epochsBetweenAreNotEvaluated(_ isAfterEpoch: Bool) throws {
    let (x, y): (Matrix<Float>, Matrix<Float>) = learnableRows(40)
    func history(_ interval: Int) throws -> History {
      try network.fitted(
        to: x, y, validation: (x, y),
        with: training {
          $0.evaluatesAfterEpoch = isAfterEpoch
          $0.evaluationInterval = interval
        }
      ).history
    }
    let (all, some) = (try history(1), try history(4))
    #expect(some.epochs == 6 && some.lowestEpoch == all.lowestEpoch)
    for name in all.names {
      for epoch in 1...6 {
        let isKnown = epoch == 4 || epoch == 6 || (!isAfterEpoch && !name.hasPrefix("val_"))
        #expect(isKnown ? some[name][epoch - 1] == all[name][epoch - 1] : some[name][epoch - 1].isNaN)
      }
    }
  }

  @Test func goesOnWhereALossIsNoNumber() throws {
    let (x, y): (Matrix<Float>, Matrix<Float>) = learnableRows(40)
    let wild = training {
      $0.optimizer = SGD(learningRate: 1e30)
      $0.stopsOnDivergence = false
    }
    let history = try network.fitted(to: x, y, with: wild).history
    #expect(history.epochs == 6 && history.ending == .completed)
    #expect(history.loss[5].isNaN)
  }

  @Test func replacingKeepsWhatTrainingRemembers() throws {
    let (x, y): (Matrix<Float>, Matrix<Float>) = learnableRows(40)
    let adam = training { $0.optimizer = Adam() }
    let trained = try network.fitted(to: x, y, with: adam)
    let same = try trained.replacing(parameters: [trained.parameters[1]])
    #expect(
      try same.fitted(to: x, y, with: adam).parameters == trained.fitted(to: x, y, with: adam).parameters)
    let bias = Parameter(name: "layers.1.bias", shape: [1], values: .single([9]))
    let edited = try trained.replacing(parameters: [bias])
    #expect(edited.layer(1).bias == [9] && edited.layer(0).kernel == trained.layer(0).kernel)
    #expect(trained.layer(1).bias != [9] && edited.history == trained.history)
    let wrong = Parameter(name: "layers.1.bias", shape: [2], values: .single([9, 9]))
    #expect(throws: NetworkError.self) { try trained.replacing(parameters: [wrong]) }
  }

  @Test func thePresetIsThePlaygrounds() {
    let training = Training.playground()
    #expect(training.optimizer as? PlaygroundDescent == PlaygroundDescent(learningRate: 0.03))
    #expect(training.batchSize == 10 && !training.shuffles && training.carriesPartialBatches)
    #expect(training.evaluatesAfterEpoch && training.loss is HalfSquaredError)
    let trained = TrainedNetwork(.playground(hidden: [300, 20], activation: .relu), inputs: 2, seed: 4)
    #expect(trained.layers.allSatisfy { $0.bias!.allSatisfy { Float($0) == 0.1 } })
    let kernel = trained.layer(1).kernel!.scalars
    #expect(kernel.allSatisfy { (-0.5..<0.5).contains($0) })
    #expect(kernel.max()! > 0.49 && kernel.min()! < -0.49)
    #expect((trained.layer(2).description as? Dense)?.activation == .tanh)
    #expect((trained.layer(1).description as? Dense)?.activation == .relu)
    let regression = Sequential.playground(hidden: [], isClassification: false)
    #expect((regression.layers.last as? Dense)?.activation == .linear)
  }

  /// ½·(2² + 1² + 0²) over 3 rows; the signs of the second and third differ, of which 0 counts as positive.
  @Test func lossAndAccuracyByHand() {
    let (outputs, labels) = (Matrix<Double>([[3], [0], [-1]]), Matrix<Double>([[1], [-1], [-1]]))
    #expect(HalfSquaredError()(outputs, labels) == 2.5 / 3)
    #expect(SignAccuracy()(outputs, labels) == 2.0 / 3)
    #expect(SignAccuracy()([.nan, -0.0, -1], [-1, 1, 1]) == 1.0 / 3)
    #expect(gradients(HalfSquaredError(), [[3.0], [0], [-1]], [[1.0], [-1], [-1]]) == [2, 1, 0])
  }
}
