import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

struct MetricTests {
  private static let predictions = [0.1, 0.4, 0.35, 0.8, 0.5, 0.5, 0.65, 0.2, 0.9, 0, 1, 0.5]
  private static let targets = [0.0, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 0]

  struct Recorded: Sendable {
    var metric: any Metric
    var keras: Double
  }

  /// Keras 3.15's on the lists above; the exact AUC is scikit-learn's.
  static let keras = [
    Recorded(metric: .binaryAccuracy, keras: 0.8333333134651184),
    Recorded(metric: .accuracy, keras: 0.8333333134651184),
    Recorded(metric: .precision, keras: 1),
    Recorded(metric: .recall, keras: 0.6666666865348816),
    Recorded(metric: .auc(thresholds: 200), keras: 0.8888888955116272),
    Recorded(metric: .auc, keras: 0.888888888888889),
    Recorded(metric: .rootMeanSquaredError, keras: 0.3599768579006195),
    Recorded(metric: .meanAbsoluteError, keras: 0.2916666567325592),
    Recorded(metric: .meanSquaredError, keras: 0.12958332896232605),
    Recorded(metric: .rSquared, keras: 0.481666624546051),
  ]

  @Test(arguments: keras) func agreesWithKeras(_ recorded: Recorded) {
    #expect(relativeDifference(recorded.metric(Self.predictions, Self.targets), recorded.keras) < 2e-7)
  }

  /// Keras 3.15's value, in single precision as its sums are, and NumPy's of the formula in double.
  @Test func rSquaredOfTargetsFarFromZero() {
    let targets = (0..<151).map { Float(60 + Double($0 * 37 % 101) / 101) }
    let predictions = targets.indices.map {
      Float(Double(targets[$0]) + (Double($0 * 53 % 89) / 89 - 0.5) * 0.4)
    }
    #expect(RSquared()(Matrix(column: predictions), Matrix(column: targets)) == 0.8414463400840759)
    let exact = RSquared()(predictions.map(Double.init), targets.map(Double.init))
    #expect(abs(exact - 0.8410141613379131) < 1e-9)
  }

  @Test func averagesOverOutputs() {
    let predictions = Matrix<Float>([[0.1, 0.9], [0.4, 0.35], [0.75, 0.2]])
    let targets = Matrix<Float>([[0, 1], [1, 0], [1, 0]])
    #expect(relativeDifference(RSquared()(predictions, targets), 0.5462499856948853) < 2e-7)
    #expect(CategoricalAccuracy()(predictions, targets) == 1)
    #expect(Accuracy()(predictions, targets) == 1)
    // 5 of 6 outputs are on their side of one half.
    #expect(BinaryAccuracy()(predictions, targets) == 5.0 / 6)
  }

  /// By hand: a prediction that meets the threshold is a no.
  @Test func thresholdsAreExceededNotMet() {
    #expect(BinaryAccuracy()([0.5], [1]) == 0)
    #expect(BinaryAccuracy(threshold: 0)([0.1, -0.1, 0], [1, 0, 0]) == 1)
    #expect(BinaryPrecision(threshold: 0.8)([0.9, 0.85, 0.8, 0.1], [1, 0, 1, 1]) == 0.5)
    #expect(BinaryRecall(threshold: 0.8)([0.9, 0.85, 0.8, 0.1], [1, 0, 1, 1]) == 1.0 / 3)
  }

  @Test func sharesOfNothingAreZero() {
    #expect(BinaryPrecision()([0.1, 0.2], [1, 0]) == 0)
    #expect(BinaryRecall()([0.9, 0.2], [0, 0]) == 0)
    #expect(AUC(thresholds: 200)([0.9, 0.2], [1, 1]) == 0)
    #expect(AUC()([0.9, 0.2], [1, 1]).isNaN)
  }

  /// By hand: of the pairs (yes, no) those ranked rightly count 1, ties one half.
  @Test func exactAreaCountsPairs() {
    #expect(AUC()([0.9, 0.8, 0.7, 0.6], [1, 0, 1, 0]) == 0.75)
    #expect(AUC()([0.5, 0.5, 0.5, 0.5], [1, 0, 1, 0]) == 0.5)
    #expect(AUC()([3, 1, 1, -7], [1, 1, 0, 0]) == 0.875)
    #expect(AUC()([0.1, 0.9], [1, 0]) == 0)
    #expect(AUC()([.nan, 0.9], [1, 0]).isNaN)
  }

  /// Many predictions with ties, against the definition.
  @Test func exactAreaIsTheShareOfPairs() {
    var stream = RandomStream(seed: 3)
    let predictions = (0..<200).map { _ in (20 * stream.uniform()).rounded() / 20 }
    let targets = predictions.map { stream.uniform() < $0 ? 1.0 : 0 }
    var (won, pairs) = (0.0, 0.0)
    for yes in targets.indices where targets[yes] == 1 {
      for no in targets.indices where targets[no] == 0 {
        pairs += 1
        won += predictions[yes] > predictions[no] ? 1 : predictions[yes] == predictions[no] ? 0.5 : 0
      }
    }
    #expect(relativeDifference(AUC()(predictions, targets), won / pairs) < 1e-12)
    #expect(abs(AUC(thresholds: 200)(predictions, targets) - won / pairs) < 1e-12)
  }

  /// Rows in one batch or in several give one value.
  @Test func explainedVarianceOfEqualTargets() {
    #expect(RSquared()([1, 2], [3, 3]) == 0)
    #expect(RSquared()([3, 3], [3, 3]).isNaN)
    #expect(RSquared()([1, 2, 3], [1, 2, 3]) == 1)
    // Far from 0, where Σy² − (Σy)²/n would lose everything.
    let far = [0.0, 1, 2, 3].map { $0 + 1e9 }
    #expect(relativeDifference(RSquared()([1e9 + 1, 1e9 + 1, 1e9 + 2, 1e9 + 2], far), 0.6) < 1e-12)
  }

  @Test func keepsANaN() {
    for metric in [.meanAbsoluteError, .meanSquaredError] as [MeanLoss] {
      #expect(metric([.nan, 1], [0, 1]).isNaN)
    }
    #expect(RootMeanSquaredError()([.nan, 1], [0, 1]).isNaN)
    #expect(RSquared()([.nan, 1], [0, 1]).isNaN)
    #expect(AUC(thresholds: 200)([.nan, 1], [0, 1]).isNaN)
  }

  @Test func knowsKerassSpellings() throws {
    #expect(MetricDescription.named("BinaryAccuracy")?.value.name == "BinaryAccuracy")
    #expect(MetricDescription.named("AUC")?.value as? AUC == AUC(thresholds: 200, name: "AUC"))
    #expect(MetricDescription.named("mape") == nil)
    #expect(MetricDescription.spellings.allSatisfy { MetricDescription.named($0)?.value.name == $0 })
    #expect(Set(MetricDescription.spellings).count == MetricDescription.spellings.count)
  }
}
