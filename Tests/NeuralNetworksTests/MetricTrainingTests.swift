import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

/// Losses, metrics and weights in training. The values are Keras 3.15's of the same run.
struct MetricTrainingTests {
  private static let x = Matrix<Float>([
    [0.625, 0.25, 0], [-0.5, -0.5, -1], [-0.875, -1, -0.75], [0.625, 0.25, 0.75], [0, 0.125, 0.875],
    [0.375, 0.25, 0], [0, 0.75, -0.5], [0.625, 0.25, -1], [-0.25, 0.625, 0], [-1, 0.5, 0.375],
  ])
  private static let labels = Matrix<Float>(column: [1, 0, 0, 1, 1, 1, 0, 1, 0, 0])
  private static let classes: Matrix<Float> = {
    var classes = Matrix<Float>(rows: 10, columns: 3)
    for (row, place) in [2, 0, 0, 2, 0, 1, 0, 0, 1, 1].enumerated() { classes[row, place] = 1 }
    return classes
  }()
  private static let weights = [0.75, 0, 0, 0.25, 0, 1.5, 1, 1.25, 0.5, 1.25]
  private static let validationWeights = [1.5, 0.75, 1, 2]

  /// Trains three epochs in batches of 4 rows, the last of 2, from fixed weights.
  private func history(
    _ units: Int, _ activation: Activation, _ loss: any Loss, _ y: Matrix<Float>,
    metrics: [any Metric] = [], isWeighted: Bool = false, classWeights: ClassWeights? = nil,
    threads: Int = 1
  ) throws -> History {
    let network = Sequential([Dense(4, activation: .tanh), Dense(units, activation: activation)])
    let parameters = TrainedNetwork(network, inputs: 3).parameters.enumerated().map { index, parameter in
      Parameter(
        name: parameter.name, shape: parameter.shape,
        values: .single((0..<parameter.count).map { Float(($0 * 7 + index * 3) % 11 - 5) / 8 }))
    }
    return try TrainedNetwork(network, inputs: 3, parameters: parameters).fitted(
      to: Self.x, y, sampleWeights: isWeighted ? Self.weights : nil,
      validation: (Self.x[rows: 0..<4], y[rows: 0..<4]),
      validationWeights: isWeighted ? Self.validationWeights : nil,
      with: Training(
        optimizer: SGD(learningRate: 0.5), loss: loss, metrics: metrics, classWeights: classWeights,
        batchSize: 4, epochs: 3, shuffles: false, threads: threads)
    ).history
  }

  private func expect(
    _ history: History, _ expected: KeyValuePairs<String, [Double]>,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(history.names == expected.map(\.key), sourceLocation: sourceLocation)
    for (name, values) in expected {
      let difference = relativeDifference(history[name], values)
      #expect(difference < 1e-6, "\(name): \(history[name])", sourceLocation: sourceLocation)
    }
  }

  static let logistic: [(any Loss, String, threshold: Double)] = [
    (.binaryCrossEntropy, "sigmoid", 0.5), (.binaryCrossEntropy(fromLogits: true), "linear", 0),
    (.binaryCrossEntropy(fromLogits: true), "sigmoid", 0.5),
  ]

  @Test(arguments: logistic)
  func binaryCrossEntropy(_ loss: any Loss, _ activation: String, threshold: Double) throws {
    expect(
      try history(
        1, Activation(named: activation)!, loss, Self.labels, metrics: [BinaryAccuracy(threshold: threshold)]),
      [
        "loss": [0.7890085577964783, 0.6825041770935059, 0.6135174036026001],
        "binary_accuracy": [0.5, 0.5, 0.800000011920929],
        "val_loss": [0.6478492021560669, 0.5718336701393127, 0.48403486609458923],
        "val_binary_accuracy": [0.75, 0.75, 1],
      ])
  }

  @Test func areaOverAnEpochsBatches() throws {
    let history = try history(
      1, .sigmoid, .binaryCrossEntropy, Self.labels, metrics: [.auc(thresholds: 200), .auc])
    #expect(history.names == ["loss", "auc", "auc_1", "val_loss", "val_auc", "val_auc_1"])
    #expect(
      relativeDifference(history["auc"], [0.05999999865889549, 0.5999999642372131, 0.8400000333786011]) < 1e-6
    )
    #expect(history["val_auc"] == [1, 1, 1])
    #expect(history["auc_1"].count == 3)
  }

  @Test func sampleWeights() throws {
    expect(
      try history(1, .sigmoid, .binaryCrossEntropy, Self.labels, metrics: [.accuracy], isWeighted: true),
      [
        "loss": [0.505048394203186, 0.4485817849636078, 0.4145248532295227],
        "accuracy": [0.5, 0.4000000059604645, 0.6000000238418579],
        "val_loss": [0.9256874918937683, 0.9148737192153931, 0.8819399476051331],
        "val_accuracy": [0.5, 0.75, 0.75],
      ])
  }

  @Test func sampleWeightsOfSeveralOutputs() throws {
    let history = try history(
      3, .linear, .meanSquaredError, Self.classes, metrics: [.meanAbsoluteError, .rSquared], isWeighted: true)
    #expect(
      relativeDifference(history.loss, [0.4082357883453369, 0.2061934471130371, 0.14351657032966614]) < 1e-6)
    #expect(
      relativeDifference(history["mae"], [0.5566076040267944, 0.5024123787879944, 0.4475255012512207]) < 1e-6)
    #expect(
      relativeDifference(
        history["val_r2_score"], [-0.8317291140556335, -0.23640066385269165, -0.0936843529343605]) < 2e-6)
  }

  @Test func classWeights() throws {
    expect(
      try history(
        1, .sigmoid, .binaryCrossEntropy, Self.labels, metrics: [.accuracy], classWeights: [0: 1, 1: 3]),
      [
        "loss": [1.3147251605987549, 1.0511471033096313, 0.841681957244873],
        "accuracy": [0.5, 0.5, 0.699999988079071],
        "val_loss": [0.5932937264442444, 0.4471047818660736, 0.29124847054481506],
        "val_accuracy": [0.5, 1, 1],
      ])
    expect(
      try history(
        3, .softmax, .categoricalCrossEntropy, Self.classes, metrics: [.categoricalAccuracy],
        classWeights: [0: 0.5, 2: 2]),
      [
        "loss": [1.4826886653900146, 1.1768747568130493, 1.0378164052963257],
        "categorical_accuracy": [0.20000000298023224, 0.10000000149011612, 0.20000000298023224],
        "val_loss": [1.1380701065063477, 1.0471251010894775, 0.9412709474563599],
        "val_categorical_accuracy": [0.25, 0, 0.5],
      ])
  }

  /// Keras takes a sigmoid's inputs for logits of classes, too.
  @Test(arguments: ["softmax", "sigmoid"])
  func categoricalCrossEntropy(after activation: String) throws {
    expect(
      try history(
        3, Activation(named: activation)!, .categoricalCrossEntropy, Self.classes, metrics: [.accuracy]),
      [
        "loss": [1.2649668455123901, 1.1350843906402588, 1.080893635749817],
        "accuracy": [0.5, 0.4000000059604645, 0.30000001192092896],
        "val_loss": [1.3023136854171753, 1.2852020263671875, 1.1791086196899414],
        "val_accuracy": [0.5, 0.25, 0.5],
      ])
  }

  @Test func huberOfSeveralOutputs() throws {
    expect(
      try history(3, .linear, Huber(delta: 0.3), Self.classes),
      [
        "loss": [0.13614313304424286, 0.1100623607635498, 0.09610557556152344],
        "val_loss": [0.09851717948913574, 0.08527655899524689, 0.07971590757369995],
      ])
  }

  @Test func metricsChangeNoBitOfTraining() throws {
    let plain = try history(1, .sigmoid, .binaryCrossEntropy, Self.labels)
    let measured = try history(
      1, .sigmoid, .binaryCrossEntropy, Self.labels, metrics: [.accuracy, .auc, .meanAbsoluteError])
    #expect(plain.loss == measured.loss)
    #expect(plain.validationLoss == measured.validationLoss)
  }

  /// Several blocks of rows and lanes: 300 rows a batch.
  @Test func threadsChangeNoBitOfMetrics() throws {
    let data: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(700)
    let y = Matrix<Float>(column: data.y.scalars.map { $0 > 0 ? 1 : 0 })
    let histories = try [1, 2, 3].map { threads in
      try Sequential([Dense(40, activation: .relu), Dense(1, activation: .sigmoid)]).fitted(
        to: data.x, y, sampleWeights: (0..<700).map { Double($0 % 5) }, validation: (data.x, y),
        with: Training(
          loss: .binaryCrossEntropy, metrics: [.accuracy, .auc, .rSquared, .meanAbsoluteError],
          batchSize: 300, epochs: 3, threads: threads)
      ).history
    }
    for history in histories {
      for name in histories[0].names { #expect(history[name] == histories[0][name], "\(name)") }
    }
  }

  /// The validation rows' metrics are those of the network's own predictions.
  @Test func validationFiguresAreThoseOfThePredictions() throws {
    let data: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(300)
    let y = Matrix<Float>(column: data.y.scalars.map { $0 > 0 ? 1 : 0 })
    let metrics: [any Metric] = [.accuracy, .auc, .rootMeanSquaredError]
    let trained = try Sequential([Dense(8, activation: .relu), Dense(1, activation: .sigmoid)]).fitted(
      to: data.x, y, validation: (data.x, y),
      with: Training(loss: .binaryCrossEntropy, metrics: metrics, epochs: 2))
    let predictions = trained.predict(data.x)
    for metric in metrics {
      let last = try #require(trained.history["val_\(metric.name)"].last)
      #expect(last == Double(Float(metric(predictions, y))), "\(metric.name)")
    }
  }
}
