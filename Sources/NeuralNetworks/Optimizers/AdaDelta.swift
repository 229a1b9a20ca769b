import LinearAlgebra

/// Steps scaled by the root mean square of past changes over that of past gradients.
///
///     a = ρ·a + (1 − ρ)·g²
///     δ = −√(d + ε)·g / √(a + ε)
///     d = ρ·d + (1 − ρ)·δ²
///     w += rate·δ
///
/// The paper's rate is 1; Keras's default of 0.001 is very slow.
/// Shapes: a and d are those of the parameter; both begin at 0
/// Source: M. Zeiler, "ADADELTA", 2012, algorithm 1; `keras.optimizers.Adadelta`.
public struct AdaDelta: Optimizer, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "adadelta", inKeras: "Adadelta", defaults: Self(),
      options: options(
        ConfigurableOption("rho", \.rho, .fraction),
        ConfigurableOption("epsilon", \.epsilon, .zeroOrMore)))
  }

  public var settings: OptimizerSettings
  /// ρ, how much of the mean squares is kept, in [0, 1).
  public var rho: Double
  /// What is added under both roots, 0 or more.
  public var epsilon: Double

  /// Creates the rule from its properties and ``OptimizerSettings``; the defaults are Keras's.
  ///
  /// - Precondition: every option lies in its range.
  public init(
    learningRate: LearningRate = 0.001, rho: Double = 0.95, epsilon: Double = 1e-7,
    weightDecay: Double? = nil, weightDecaySchedule: (any LearningRateSchedule)? = nil,
    clipping: GradientClipping? = nil
  ) {
    settings = OptimizerSettings(
      learningRate, weightDecay: weightDecay, weightDecaySchedule: weightDecaySchedule, clipping: clipping)
    self.rho = rho
    self.epsilon = epsilon
    checkOptions()
  }

  public var initialState: [Double] { [0, 0] }

  public func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep) {
    block.update(at: step).adadelta(rho: rho, epsilon: epsilon)
  }
}
