import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

/// Classes that are given by their indices: losses, metrics and training.
struct ClassIndexTests {
  private static let probabilities = Matrix<Double>([
    [0.2, 0.3, 0.5], [0.6, 0.3, 0.1], [0.3, 0.3, 0.4], [0.1, 0.7, 0.2], [0.05, 0.05, 0.9],
  ])
  private static let indices = Matrix<Double>(column: [1, 0, 0, 1, 2])
  private static let shares = Matrix<Double>([[0, 1, 0], [1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])

  /// scikit-learn 1.7's `log_loss`.
  @Test func theLossIsScikitLearns() {
    for loss: any Loss in [SparseCategoricalCrossEntropy(), CategoricalCrossEntropy()] {
      #expect(relativeDifference(loss(Self.probabilities, Self.indices), 0.6761613384028844) < 1e-14)
    }
  }

  /// SciPy's `logsumexp` less the class's logit; and a logit of which e to its power is infinite.
  @Test func fromLogitsNothingOverflows() {
    let loss = SparseCategoricalCrossEntropy(fromLogits: true)
    let logits = Matrix<Double>([[1, 2, 3], [0, -1, 5]])
    let expected = (0.40760596444438013 + 6.0091744845917345) / 2
    #expect(relativeDifference(loss(logits, Matrix(column: [2, 1])), expected) < 1e-14)
    #expect(loss(Matrix<Float>([[1000, 0]]), Matrix<Float>(column: [1])) == 1000)
    #expect(loss(Matrix<Float>([[1000, 0]]), Matrix<Float>(column: [0])) == 0)
  }

  /// By hand, as TensorFlow clips: log(0.2 + 0.6 + 0.5) − log 0.6; and a probability of 0 counts as 10⁻⁷, whose
  /// gradient is 0.
  @Test func probabilitiesAreClippedAndNeedNotAddUpToOne() {
    let loss = SparseCategoricalCrossEntropy()
    #expect(
      relativeDifference(loss(Matrix<Double>([[0.2, 0.6, 0.5]]), Matrix(column: [1])), 0.7731898882334818)
        < 1e-14)
    let impossible = loss(Matrix<Double>([[0, 1]]), Matrix(column: [0]))
    #expect(abs(impossible - 16.11809565095832) < 1e-6)
    #expect(gradients(loss, [[0.0, 1]], [[0]])[0] == 0)
  }

  /// The loss of indices is that of the same classes as one number each, whatever the smoothing.
  @Test(arguments: [0, 0.1]) func indicesMeanWhatSharesMean(smoothing: Double) {
    for fromLogits in [false, true] {
      let loss = CategoricalCrossEntropy(fromLogits: fromLogits, labelSmoothing: smoothing)
      #expect(loss(Self.probabilities, Self.indices) == loss(Self.probabilities, Self.shares))
    }
  }

  /// scikit-learn 1.7's `top_k_accuracy_score`, of which k = 1 is the accuracy. A tie is a hit for both, as in
  /// TensorFlow's `in_top_k`: row 2 has it at k = 2.
  @Test func accuraciesAreScikitLearns() {
    let all: [(any Metric, Double)] = [
      (SparseCategoricalAccuracy(), 0.6), (CategoricalAccuracy(), 0.6), (Accuracy(), 0.6),
      (SparseTopKCategoricalAccuracy(k: 1), 0.6), (TopKCategoricalAccuracy(k: 2), 1),
      (SparseTopKCategoricalAccuracy(k: 3), 1),
    ]
    for (metric, expected) in all {
      #expect(metric(Self.probabilities, Self.indices) == expected, "\(metric)")
      #expect(metric(Self.probabilities, Self.shares) == expected, "\(metric)")
    }
    #expect(TopKCategoricalAccuracy(k: 2)(Matrix<Double>([[.nan, 1, 0]]), Matrix(column: [0])) == 0)
  }

  struct Weighted: Sendable {
    var metric: any Metric
    var expected: Double
  }

  /// scikit-learn 1.7's metrics with these `sample_weight`s.
  static let weighted = [
    Weighted(metric: .binaryAccuracy, expected: 0.7878787878787878),
    Weighted(metric: .accuracy, expected: 0.7878787878787878),
    Weighted(metric: .precision, expected: 1), Weighted(metric: .recall, expected: 0.5757575757575758),
    Weighted(metric: .auc, expected: 0.8604224058769513),
    Weighted(metric: .rSquared, expected: 0.38515151515151513),
    Weighted(metric: .meanAbsoluteError, expected: 0.33939393939393936),
    Weighted(metric: .rootMeanSquaredError, expected: 0.3920613742924967),
  ]

  @Test(arguments: weighted) func weightsCountAsInScikitLearn(_ tested: Weighted) {
    let predictions = Matrix<Double>(column: [0.1, 0.4, 0.35, 0.8, 0.5, 0.5, 0.65, 0.2, 0.9, 0, 1, 0.5])
    let targets = Matrix<Double>(column: [0, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 0])
    let weights = [1, 2, 0.5, 1, 3, 0.25, 1, 0, 2, 1, 0.75, 4]
    let value = tested.metric(predictions, targets, sampleWeights: weights)
    #expect(relativeDifference(value, tested.expected) < 1e-12)
  }

  /// Of rows 0 and 1 of weights 1 and 3 one is right: by hand.
  @Test func weightsCountRowsOfClasses() {
    let value = SparseCategoricalAccuracy()(
      Self.probabilities[rows: 0..<2], Self.indices[rows: 0..<2], sampleWeights: [1, 3])
    #expect(value == 0.75)
  }

  /// The same run with indices and with shares: the same history. Without weights a weighted metric is the metric.
  @Test func trainingTakesIndices() throws {
    let x = Matrix<Float>((0..<30).map { [Float($0) / 30, Float($0 % 7) / 7] })
    let y = (0..<30).map { $0 / 10 }
    let indices = Matrix<Float>(column: y.map { Float($0) })
    let shares = Matrix<Float>(y.map { index in (0..<3).map { $0 == index ? 1 : 0 } })
    func history(_ loss: any Loss, _ y: Matrix<Float>) throws -> History {
      try Sequential([Dense(8, activation: .tanh), Dense(3, activation: .softmax)]).fitted(
        to: x, y, validation: (x, y),
        with: Training(
          optimizer: Adam(learningRate: 0.05), loss: loss,
          metrics: [.categoricalAccuracy, MeanLoss(loss, name: "again")],
          weightedMetrics: [.categoricalAccuracy], batchSize: 8, epochs: 60, threads: 1)
      ).history
    }
    let byIndex = try history(.sparseCategoricalCrossEntropy, indices)
    let byShares = try history(.categoricalCrossEntropy, shares)
    #expect(byIndex.loss == byShares.loss && byIndex.validationLoss == byShares.validationLoss)
    #expect(byIndex["categorical_accuracy"] == byShares["categorical_accuracy"])
    #expect(byIndex["categorical_accuracy_1"] == byIndex["categorical_accuracy"])
    #expect(byIndex["val_categorical_accuracy"].last! > 0.8)
    #expect(relativeDifference(byIndex["val_again"], byIndex.validationLoss) < 1e-4)
  }
}
