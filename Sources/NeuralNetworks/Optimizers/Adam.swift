import LinearAlgebra

/// Adaptive moment estimation.
///
///     m += (g − m)·(1 − β₁)
///     v += (g² − v)·(1 − β₂)
///     w −= m·α / (√v + ε)      with α = rate·√(1 − β₂ᵗ) / (1 − β₁ᵗ)
///
/// AMSGrad uses the highest v so far in place of v, so that steps never grow again.
///
/// The rounding is Keras's: βᵗ is a power in the network's precision, while 1 − β is subtracted in double
/// precision and then rounded.
/// Shapes: m, v and the highest v are those of the parameter; all begin at 0
/// Source: D. Kingma, J. Ba, "Adam", ICLR 2015, algorithm 1 in the order of section 2, last paragraph;
/// S. Reddi et al., "On the convergence of Adam and beyond", ICLR 2018; `keras.optimizers.Adam`.
public struct Adam: Optimizer, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "adam", defaults: Self(),
      options: options(
        ConfigurableOption("beta_1", \.beta1, .fraction),
        ConfigurableOption("beta_2", \.beta2, .fraction),
        ConfigurableOption("epsilon", \.epsilon, .zeroOrMore),
        ConfigurableOption("amsgrad", \.amsgrad)))
  }

  public var settings: OptimizerSettings
  /// How much of the mean is kept from step to step, in [0, 1).
  public var beta1: Double
  /// How much of the mean square is kept from step to step, in [0, 1).
  public var beta2: Double
  /// What is added to √v, not to v, 0 or more.
  public var epsilon: Double
  /// Whether the highest v so far replaces v.
  public var amsgrad: Bool

  /// Creates the rule from its properties and ``OptimizerSettings``; the defaults are Keras's.
  ///
  /// - Precondition: every option lies in its range.
  public init(
    learningRate: LearningRate = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7,
    amsgrad: Bool = false, weightDecay: Double? = nil, weightDecaySchedule: (any LearningRateSchedule)? = nil,
    clipping: GradientClipping? = nil
  ) {
    settings = OptimizerSettings(
      learningRate, weightDecay: weightDecay, weightDecaySchedule: weightDecaySchedule, clipping: clipping)
    (self.beta1, self.beta2) = (beta1, beta2)
    self.epsilon = epsilon
    self.amsgrad = amsgrad
    checkOptions()
  }

  public var initialState: [Double] { [Double](repeating: 0, count: amsgrad ? 3 : 2) }

  public func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    block.update(at: step).adam(beta1: beta1, beta2: beta2, epsilon: epsilon, amsgrad: amsgrad)
  }
}

/// Adam with decoupled weight decay.
///
///     w −= w·decay·rate        then the step of Adam
///
/// Any optimizer can be given a weight decay; this one has it by default.
/// Source: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm 2;
/// `keras.optimizers.AdamW`.
public struct AdamW: Optimizer, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "adamw", defaults: Self(),
      options: [
        ConfigurableOption("learning_rate", \.learningRate, .learningRate),
        ConfigurableOption("weight_decay", \.weightDecay, .zeroOrMore), weightDecayScheduleOption,
      ]
        + Adam.configuration.options.filter {
          !["learning_rate", "weight_decay", "weight_decay_schedule"].contains($0.keys[0])
        }.map {
          $0.of(\.adam)
        })
  }

  /// The rule itself.
  public var adam: Adam

  /// Creates the rule from its properties and ``OptimizerSettings``; the defaults are Keras's.
  ///
  /// - Precondition: every option lies in its range.
  public init(
    learningRate: LearningRate = 0.001, weightDecay: Double = 0.004,
    weightDecaySchedule: (any LearningRateSchedule)? = nil, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-7, amsgrad: Bool = false, clipping: GradientClipping? = nil
  ) {
    adam = Adam(
      learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, amsgrad: amsgrad,
      weightDecay: weightDecay, weightDecaySchedule: weightDecaySchedule, clipping: clipping)
  }

  public var settings: OptimizerSettings {
    get { adam.settings }
    set { adam.settings = newValue }
  }

  public var initialState: [Double] { adam.initialState }

  public func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    adam.update(block, at: step)
  }
}
