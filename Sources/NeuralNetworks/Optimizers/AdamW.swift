import LinearAlgebra

/// Adam with decoupled weight decay.
///
///     w −= w·decay·rate        then the step of Adam
///
/// Any optimizer can be told a weight decay; this one has it by default.
/// Source: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm 2;
/// `keras.optimizers.AdamW`.
public struct AdamW: Optimizer, Equatable {
  public static let kind = "adamw"

  /// The rule itself.
  public var adam: Adam

  /// Creates the rule; its defaults are Keras's.
  ///
  /// - Parameters:
  ///   - learningRate: the size of a step, above 0, or a schedule. Default 0.001.
  ///   - weightDecay: how much of each weight a step takes off, times the rate, 0 or more. Default 0.004.
  ///   - beta1: how much of the mean is kept from step to step, in [0, 1). Default 0.9.
  ///   - beta2: how much of the mean square is kept, in [0, 1). Default 0.999.
  ///   - epsilon: added to √v, not to v, 0 or more. Default 10⁻⁷.
  ///   - amsgrad: whether the highest v so far stands for v. Default `false`.
  ///   - clipping: what keeps gradients small. Default: nothing.
  /// - Precondition: every option lies in its range.
  public init(
    learningRate: LearningRate = 0.001, weightDecay: Double = 0.004, beta1: Double = 0.9,
    beta2: Double = 0.999, epsilon: Double = 1e-7, amsgrad: Bool = false, clipping: GradientClipping? = nil
  ) {
    adam = Adam(
      learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, amsgrad: amsgrad,
      weightDecay: weightDecay, clipping: clipping)
  }

  public var learningRate: LearningRate {
    get { adam.learningRate }
    set { adam.learningRate = newValue }
  }

  public var weightDecay: Double? {
    get { adam.weightDecay }
    set { adam.weightDecay = newValue }
  }

  public var clipping: GradientClipping? {
    get { adam.clipping }
    set { adam.clipping = newValue }
  }

  public static var defaults: Self { Self() }

  public static var options: [ConfigurableOption<Self>] {
    commonOptions + Adam.ruleOptions(at: \.adam)
  }

  public var initialState: [Double] { adam.initialState }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    adam.update(block, at: step)
  }
}
