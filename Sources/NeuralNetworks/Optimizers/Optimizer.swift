import LinearAlgebra

/// A rule by which gradients change parameters: an initial state and an update.
///
/// It sees memory and gradients, never layers. It is a description; the state lives with the training.
/// What all optimizers have besides their rule (``OptimizerSettings``) training carries out around
/// ``update(_:at:)``, in Keras's order: clip the gradient, decay the weights, update them.
///
/// A new rule is a type whose ``update(_:at:)`` is a plain Swift loop over the block's memory. One of your own is added to
/// `Registry.optimizers`; those built in stand in the list of ``OptimizerKinds`` and have their loops in
/// `OptimizerKernels.h`.
/// Source: Keras, `keras.optimizers.Optimizer`.
public protocol Optimizer: Configurable {
  /// The rate, the weight decay and the clipping.
  var settings: OptimizerSettings { get set }

  /// The initial values of the numbers that the rule keeps for each parameter scalar, one entry a number.
  var initialState: [Double] { get }

  /// Whether the rule treats biases, parameters of one dimension, unlike weights. Default: it does not.
  var treatsBiasesDifferently: Bool { get }

  /// Changes a block of parameters by its gradient.
  func update<Scalar: MatrixScalar>(_ block: ParameterBlock<Scalar>, at step: OptimizerStep)
}

/// What every optimizer has besides its rule.
public struct OptimizerSettings: Sendable, Equatable {
  /// The size of a step, above 0, or a schedule.
  public var learningRate: LearningRate
  /// How much of each weight a step removes, times the learning rate, 0 or more; `nil` for nothing.
  ///
  ///     w −= w·decay·rate
  public var weightDecay: Double?
  /// What the weight decay is multiplied by at each update; `nil` for nothing. Keras has none.
  public var weightDecaySchedule: (any LearningRateSchedule)?
  /// How gradients are clipped; `nil` for not at all.
  public var clipping: GradientClipping?

  /// Creates the settings.
  public init(
    _ learningRate: LearningRate, weightDecay: Double? = nil,
    weightDecaySchedule: (any LearningRateSchedule)? = nil, clipping: GradientClipping? = nil
  ) {
    self.learningRate = learningRate
    self.weightDecay = weightDecay
    self.weightDecaySchedule = weightDecaySchedule
    self.clipping = clipping
  }

  var weightDecayFactor: ScheduleFactor? {
    get { weightDecaySchedule.map(ScheduleFactor.init) }
    set { weightDecaySchedule = newValue?.schedule }
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.learningRate == right.learningRate && left.weightDecay == right.weightDecay
      && left.weightDecayFactor == right.weightDecayFactor && left.clipping == right.clipping
  }
}

extension Optimizer {
  public static var kerasModule: String? { "keras.optimizers" }

  /// The size of a step: ``OptimizerSettings/learningRate``.
  public var learningRate: LearningRate {
    get { settings.learningRate }
    set { settings.learningRate = newValue }
  }

  /// How much of each weight a step removes: ``OptimizerSettings/weightDecay``.
  public var weightDecay: Double? {
    get { settings.weightDecay }
    set { settings.weightDecay = newValue }
  }

  /// What the weight decay is multiplied by: ``OptimizerSettings/weightDecaySchedule``.
  public var weightDecaySchedule: (any LearningRateSchedule)? {
    get { settings.weightDecaySchedule }
    set { settings.weightDecaySchedule = newValue }
  }

  /// How gradients are clipped: ``OptimizerSettings/clipping``.
  public var clipping: GradientClipping? {
    get { settings.clipping }
    set { settings.clipping = newValue }
  }

  public var treatsBiasesDifferently: Bool { false }

  static var weightDecayScheduleOption: ConfigurableOption<Self> {
    ConfigurableOption(
      "weight_decay_schedule", \.settings.weightDecayFactor, AllowedValues<ScheduleFactor>.any)
  }

  /// A rule's options among those that all optimizers have, in the order of an initializer's parameters.
  public static func options(_ rule: ConfigurableOption<Self>...) -> [ConfigurableOption<Self>] {
    [ConfigurableOption("learning_rate", \.learningRate, .learningRate)] + rule + [
      ConfigurableOption("weight_decay", \.weightDecay, .zeroOrMore), weightDecayScheduleOption,
      GradientClipping.option(\.clipping),
    ]
  }
}

/// An optimizer of any kind as files describe it: `"adam"`, `{"name": "sgd", "learning_rate": 0.02}`.
public typealias OptimizerDescription = Described<OptimizerKinds>

extension Registry {
  /// The optimizers that files can name: add those of your own.
  public static let optimizers = PartRegistry<any Optimizer.Type>(
    "optimizers", "an optimizer", of: OptimizerKinds.self
  ) {
    [
      SGD.self, Adam.self, AdamW.self, Nadam.self, Adamax.self, RMSprop.self, AdaGrad.self, AdaDelta.self,
      Lion.self, PlaygroundDescent.self,
    ]
  }
}

/// The optimizers that files can name.
public enum OptimizerKinds: KindList {
  public typealias Member = any Optimizer
  public static var registry: PartRegistry<any Optimizer.Type> { Registry.optimizers }
}
