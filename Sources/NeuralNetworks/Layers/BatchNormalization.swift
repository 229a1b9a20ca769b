import LinearAlgebra

/// A layer that normalizes each of its inputs to mean 0 and variance 1 over the batch, then scales and shifts it.
///
///     training:   y = gamma · (x − μ) / √(σ² + ε) + beta      with the batch's μ and σ² (over n)
///                 moving = moving · momentum + batch's · (1 − momentum), for mean and variance
///     inference:  y = gamma · (x − moving mean) / √(moving variance + ε) + beta
///
/// Shapes: X (batch, inputs) · gamma, beta, moving mean and variance (inputs) → Y (batch, inputs)
///
/// Its parameters are `gamma` (ones) and `beta` (zeros), which are trained, and `moving_mean` (zeros) and
/// `moving_variance` (ones), which are not: they are what training leaves for inference. Its place is
/// between a dense layer and its activation, or after the activation.
/// Source: S. Ioffe, C. Szegedy, "Batch normalization", ICML 2015, algorithms 1 and 2;
/// `keras.layers.BatchNormalization`.
public struct BatchNormalization: Layer, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "batch_normalization", defaults: BatchNormalization(),
      options: [
        ConfigurableOption("momentum", \.momentum, .share),
        ConfigurableOption("epsilon", \.epsilon, .zeroOrMore),
        ConfigurableOption("center", \.center),
        ConfigurableOption("scale", \.scale),
      ])
  }

  /// How much of the moving averages is kept from batch to batch, in [0, 1].
  public var momentum: Double
  /// What is added to the variance, 0 or more.
  public var epsilon: Double
  /// Whether there is a beta.
  public var center: Bool
  /// Whether there is a gamma.
  public var scale: Bool

  /// Creates the layer from its properties; the defaults are Keras's.
  ///
  /// - Precondition: momentum and epsilon lie in their ranges.
  public init(momentum: Double = 0.99, epsilon: Double = 1e-3, center: Bool = true, scale: Bool = true) {
    self.momentum = momentum
    self.epsilon = epsilon
    self.center = center
    self.scale = scale
    checkOptions()
  }

  public func parameters(inputs: Int) -> [ParameterDescription] {
    var parameters: [ParameterDescription] = []
    if scale { parameters.append(ParameterDescription("gamma", shape: [inputs], initializer: .ones)) }
    if center { parameters.append(ParameterDescription("beta", shape: [inputs], initializer: .zeros)) }
    return parameters + [
      ParameterDescription("moving_mean", shape: [inputs], initializer: .zeros, isTrainable: false),
      ParameterDescription("moving_variance", shape: [inputs], initializer: .ones, isTrainable: false),
    ]
  }

  public func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    BatchNormalizationNode(self, width: inputs, parameters: parameters)
  }
}

/// Forward:   N = (X − μ) / √(σ² + ε),  Y = gamma ⊙ N + beta
/// Backward:  ∂beta = Σ over rows of ∂Y,  ∂gamma = Σ over rows of ∂Y ⊙ N,
///            ∂X = gamma / √(σ² + ε) ⊙ ∂Y + 2·∂σ²/n ⊙ (X − μ) + ∂μ/n
///
/// with ∂μ and ∂σ² the loss's gradients by the batch's mean and variance. This is the sum that TensorFlow adds up, in
/// its order: rounding is visible in parameters without influence while training (``BatchNormalization``'s own beta
/// before another one, the bias of a dense layer before it), which Adam changes all the same.
final class BatchNormalizationNode<Scalar: MatrixScalar>: RowCouplingNode {
  let columns: Int
  private let momentum: Double
  private let epsilon: Double
  private let gamma: ParameterMemory<Scalar>?
  private let beta: ParameterMemory<Scalar>?
  private let movingMean: UnsafeMutablePointer<Scalar>
  private let movingVariance: UnsafeMutablePointer<Scalar>
  /// The mean and variance of the batch in training: each (columns).
  private let mean: AlignedBuffer<Scalar>
  private let variance: AlignedBuffer<Scalar>
  /// What the gradient adds up to on the way back: beta's gradient, gamma's, factor, slope and offset.
  private let sums: AlignedBuffer<Scalar>

  init(_ layer: BatchNormalization, width: Int, parameters: [ParameterMemory<Scalar>]) {
    columns = width
    momentum = layer.momentum
    epsilon = layer.epsilon
    gamma = layer.scale ? parameters[0] : nil
    beta = layer.center ? parameters[layer.scale ? 1 : 0] : nil
    movingMean = parameters[parameters.count - 2].value
    movingVariance = parameters[parameters.count - 1].value
    mean = AlignedBuffer(count: width)
    variance = AlignedBuffer(count: width)
    sums = AlignedBuffer(count: 5 * width)
  }

  func gatherForward(columns: Range<Int>, rows: Int, in memory: LayerMemory<Scalar>) {
    let first = columns.lowerBound
    Scalar.kernels.columnMoments(
      memory.input + first, mean: mean.pointer + first, variance: variance.pointer + first, rows: rows,
      leading: self.columns, columns: columns.count)
    Scalar.kernels.movingAverage(
      movingMean + first, batch: mean.pointer + first, momentum: momentum, count: columns.count)
    Scalar.kernels.movingAverage(
      movingVariance + first, batch: variance.pointer + first, momentum: momentum, count: columns.count)
  }

  func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
    let isTraining = pass.mode == .training
    Scalar.kernels.normalize(
      memory.input + rows.lowerBound * columns, into: memory.output + rows.lowerBound * columns,
      mean: isTraining ? mean.pointer : movingMean, variance: isTraining ? variance.pointer : movingVariance,
      gamma: gamma?.value, beta: beta?.value, epsilon: epsilon, rows: rows.count, columns: columns)
  }

  func gatherBackward(columns: Range<Int>, rows: Int, in memory: LayerMemory<Scalar>) {
    let first = columns.lowerBound
    Scalar.kernels.normalizeSums(
      memory.input + first, gradient: memory.outputGradient + first, mean: mean.pointer + first,
      variance: variance.pointer + first, gamma: gamma.map { UnsafePointer($0.value + first) },
      epsilon: epsilon, into: sums.pointer + first, rows: rows, leading: self.columns,
      columns: columns.count)
  }

  func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>) {
    guard let inputGradient = memory.inputGradient else { return }
    let first = rows.lowerBound * columns
    Scalar.kernels.normalizeBackward(
      memory.input + first, gradient: memory.outputGradient + first, into: inputGradient + first,
      mean: mean.pointer, sums: sums.pointer, rows: rows.count, columns: columns)
  }

  /// What was gathered on the way back.
  func gradient(ofParameter index: Int, block: Range<Int>, rows: Int, in memory: LayerMemory<Scalar>) {
    if let gamma, index == 0 {
      gamma.gradient.update(from: sums.pointer + columns, count: columns)
    } else if let beta {
      beta.gradient.update(from: sums.pointer, count: columns)
    }
  }
}
