import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

struct LossTests {
  private static let probabilities = Matrix<Float>([[0.1, 0.9], [0.4, 0.35], [0.75, 0.2]])
  private static let logits = Matrix<Float>([[-3, 2], [0.5, -0.25], [100, -100]])
  private static let targets = Matrix<Float>([[0, 1], [1, 0], [1, 0]])
  private static let weights: [Float] = [1, 0.5, 2]

  struct Recorded: Sendable {
    var loss: any Loss
    var isOnLogits = false
    var plain: Double
    var weighted: Double
  }

  /// Keras 3.15's on the matrices above: the sum of the rows' weighted losses over the number of rows.
  static let keras: [Recorded] = [
    Recorded(loss: .meanAbsoluteError, plain: 0.2666666805744171, weighted: 0.26250001788139343),
    Recorded(loss: .meanSquaredError, plain: 0.10083333402872086, weighted: 0.07770834118127823),
    Recorded(loss: Huber(delta: 0.3), plain: 0.04270833730697632, weighted: 0.03500000014901161),
    Recorded(loss: .logCosh, plain: 0.048492562025785446, weighted: 0.037777695804834366),
    Recorded(loss: .binaryCrossEntropy, plain: 0.34477007389068604, weighted: 0.31765154004096985),
    Recorded(
      loss: BinaryCrossEntropy(labelSmoothing: 0.1), plain: 0.4038778245449066, weighted: 0.3965769112110138),
    Recorded(loss: .categoricalCrossEntropy, plain: 0.3234526216983795, weighted: 0.2974807918071747),
    Recorded(
      loss: CategoricalCrossEntropy(labelSmoothing: 0.1), plain: 0.38432779908180237,
      weighted: 0.3792724609375),
    Recorded(
      loss: .binaryCrossEntropy(fromLogits: true), isOnLogits: true, plain: 0.20425529778003693,
      weighted: 0.11675392836332321),
    Recorded(
      loss: .categoricalCrossEntropy(fromLogits: true), isOnLogits: true, plain: 0.13119545578956604,
      weighted: 0.06671694666147232),
    Recorded(loss: .huber, isOnLogits: true, plain: 33.52604293823242, weighted: 66.51302337646484),
    Recorded(loss: .logCosh, isOnLogits: true, plain: 33.41797637939453, weighted: 66.34101104736328),
  ]

  @Test(arguments: keras) func agreesWithKeras(_ recorded: Recorded) {
    let predictions = recorded.isOnLogits ? Self.logits : Self.probabilities
    #expect(relativeDifference(recorded.loss(predictions, Self.targets), recorded.plain) < 1e-6)
    let weighted = recorded.loss(predictions, Self.targets, sampleWeights: Self.weights)
    #expect(relativeDifference(weighted, recorded.weighted) < 1e-6)
  }

  /// By hand: errors y − ŷ of 2 and −1 at q = 0.9 cost 1.8 and 0.1.
  @Test func quantileWeighsTheSides() {
    let loss = Quantile(0.9)
    #expect(relativeDifference(loss(Matrix([[1.0], [4]]), Matrix([[3.0], [3]])), 0.95) < 1e-15)
    #expect(gradients(loss, [[1.0], [4], [3]], [[3.0], [3], [3]]) == [-0.9, 1 - 0.9, 0])
  }

  /// The median of 0…100 is the constant with the least loss at q = 0.5, the 20th at 0.2.
  @Test(arguments: [(0.5, 50.0), (0.2, 20)]) func quantileIsLeastAtTheQuantile(
    _ share: Double, _ place: Double
  ) {
    let targets = Matrix<Double>(column: (0...100).map(Double.init))
    let loss = { (value: Double) in
      Quantile(share)(Matrix(column: [Double](repeating: value, count: 101)), targets)
    }
    #expect(loss(place) < loss(place - 1))
    #expect(loss(place) < loss(place + 1))
  }

  /// By hand: −log 10⁻⁷ = 16.118, with 1 − 10⁻⁷ rounded to single precision on the other side.
  @Test func clippedProbabilitiesCostAFiniteLossAndPushNothing() {
    let loss = BinaryCrossEntropy()
    #expect(abs(loss(Matrix<Double>([[0]]), Matrix([[1]])) - 16.11809565095832) < 1e-12)
    #expect(abs(loss(Matrix<Float>([[1]]), Matrix([[0]])) - 15.942385) < 1e-5)
    #expect(gradients(loss, [[0.0], [1], [-3], [4]], [[1.0], [0], [1], [0]]) == [0, 0, 0, 0])
  }

  static let onAnyNumbers: [any Loss] = [
    .meanAbsoluteError, .huber, .logCosh, .quantile(0.3), .binaryCrossEntropy(fromLogits: true),
    .binaryCrossEntropy,
  ]

  /// By hand: at ±100 the losses are |e|, |e| − 1/2, |e| − log 2, q·|e| or (1 − q)·|e| and z, and the slopes
  /// those of straight lines.
  @Test func holdsAtPlusAndMinusAHundredInSinglePrecision() {
    let x = Matrix<Float>([[100], [-100]])
    let zeros = Matrix<Float>([[0], [0]])
    #expect(LogCosh()(x, zeros) == Double(100 - Float(0.6931472)))
    #expect(Huber()(x, zeros) == 99.5)
    let logits = BinaryCrossEntropy(fromLogits: true)
    #expect(logits(x, zeros) == 50)
    #expect(Double(logits(x, Matrix([[1], [0]]))) < 1e-40)
    #expect(gradients(logits, [[Float(100)], [-100]], [[0], [1]]) == [1, -1])
    #expect(gradients(LogCosh(), [[Float(100)], [-100]], [[0], [0]]) == [1, -1])
    let classes = CategoricalCrossEntropy(fromLogits: true)
    #expect(classes(Matrix<Float>([[100, -100, 0]]), Matrix([[0, 1, 0]])) == 200)
    #expect(gradients(classes, [[Float(100), -100, 0]], [[0, 1, 0]]).prefix(2) == [1, -1])
    for loss in Self.onAnyNumbers {
      #expect(loss(x, zeros).isFinite)
      let slopes = gradients(loss, [[Float(100)], [-100]], [[0], [1]])
      #expect(slopes.allSatisfy { $0.isFinite })
    }
  }

  @Test func aSmallTailIsNotRoundedAway() {
    let loss = BinaryCrossEntropy(fromLogits: true)
    // e^−30 = 9.357623e−14: 1 − σ(30) in single precision would be 0.
    #expect(relativeDifference(loss(Matrix<Float>([[30]]), Matrix([[1]])), 9.357622968840175e-14) < 1e-6)
    #expect(relativeDifference(gradients(loss, [[Float(30)]], [[1]])[0], -9.357623e-14) < 1e-6)
  }

  @Test func knowsBothOfKerassSpellings() {
    #expect(LossDescription.named("mean_absolute_error")?.value is MeanAbsoluteError)
    #expect(LossDescription.named("mae")?.value is MeanAbsoluteError)
    #expect(
      LossDescription.named("binary_crossentropy")?.value as? BinaryCrossEntropy == BinaryCrossEntropy())
    #expect(LossDescription.named("hinge") == nil)
    #expect(LossDescription.spellings.allSatisfy { LossDescription.named($0) != nil })
    #expect(Set(LossDescription.spellings).count == LossDescription.spellings.count)
  }
}

/// The gradient of each prediction's loss, unscaled.
func gradients<Scalar: MatrixScalar>(
  _ loss: any Loss, _ predictions: [[Scalar]], _ targets: [[Scalar]], weights: [Scalar]? = nil
) -> [Scalar] {
  var gradient = [Scalar](repeating: 9, count: predictions.count * predictions[0].count)
  let (predictions, targets) = (Matrix(predictions), Matrix(targets))
  let outputs = predictions.columns
  let weights = weights ?? [Scalar](repeating: 1, count: targets.rows)
  predictions.withUnsafeBufferPointer { x in
    targets.withUnsafeBufferPointer { y in
      gradient.withUnsafeMutableBufferPointer { gradient in
        _ = loss.sum(
          LossRows(
            prediction: x.baseAddress!, target: y.baseAddress!, weights: weights,
            gradient: gradient.baseAddress!, scale: 1, count: targets.rows, outputs: outputs,
            targets: targets.columns))
      }
    }
  }
  return gradient
}
