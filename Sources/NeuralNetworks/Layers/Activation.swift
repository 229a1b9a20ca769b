import LinearAlgebra

/// The function that is applied to a layer's sums, or a layer by itself.
///
///     Dense(16, activation: .relu)
///     Sequential([Dense(16), BatchNormalization(), Activation.relu, Dense(1)])
///
/// All but softmax are applied element by element. They are computed so that sums of ±100 neither overflow nor
/// lose precision, and a NaN stays NaN.
///
/// Its names and defaults are those of Keras's functions. A parameter out of its range stops the program when
/// a network computes; in a file it is refused.
///
/// Shapes: X (rows, units) → Y (rows, units)
/// Source: `keras.activations`; the papers are named with the cases.
public enum Activation: Sendable, Equatable {
  /// f(x) = x
  case linear
  /// f(x) = max(x, 0)
  ///
  /// Source: V. Nair, G. Hinton, "Rectified linear units improve restricted Boltzmann machines", ICML 2010.
  case relu
  /// f(x) = x for x > 0, else slope · x; the slope 0 or more, by default 0.2 (0.3 in Keras's layer of the
  /// name).
  ///
  /// Source: A. Maas, A. Hannun, A. Ng, "Rectifier nonlinearities improve neural network acoustic models",
  /// ICML 2013.
  case leakyReLU(negativeSlope: Double = 0.2)
  /// f(x) = x for x > 0, else α · (eˣ − 1); α above 0, by default 1.
  ///
  /// Source: D. Clevert, T. Unterthiner, S. Hochreiter, "Fast and accurate deep network learning by
  /// exponential linear units", ICLR 2016.
  case elu(alpha: Double = 1)
  /// f(x) = 1.0507 · elu(x) with α = 1.6733: keeps mean 0 and variance 1 after LeCun-normal kernels.
  ///
  /// Source: G. Klambauer et al., "Self-normalizing neural networks", NeurIPS 2017.
  case selu
  /// f(x) = x · Φ(x) with the normal distribution Φ or, approximately,
  /// x/2 · (1 + tanh(√(2/π) · (x + 0.044715 · x³))). By default not approximately.
  ///
  /// Source: D. Hendrycks, K. Gimpel, "Gaussian error linear units", 2016.
  case gelu(approximate: Bool = false)
  /// f(x) = x / (1 + e⁻ˣ); Keras calls it silu, too.
  ///
  /// Source: P. Ramachandran, B. Zoph, Q. Le, "Searching for activation functions", 2017.
  case swish
  /// f(x) = ln(1 + eˣ)
  ///
  /// Source: C. Dugas et al., "Incorporating second-order functional knowledge for better option pricing",
  /// NIPS 2000.
  case softplus
  /// f(x) = 1 / (1 + e⁻ˣ)
  case sigmoid
  /// f(x) = tanh x
  case tanh
  /// f(x) = x · tanh(ln(1 + eˣ))
  ///
  /// Source: D. Misra, "Mish: a self regularized non-monotonic activation function", BMVC 2020.
  case mish
  /// fᵢ(x) = e^xᵢ / Σⱼ e^xⱼ over a row: the probabilities of classes that exclude each other.
  ///
  /// Over a single unit a fit refuses it (``NetworkError/softmaxOfOneUnit(layer:)``).
  ///
  /// Source: J. Bridle, "Probabilistic interpretation of feedforward classification network outputs", 1990.
  case softmax

  /// Every function, with its defaults.
  public static let all: [Activation] = [
    .linear, .relu, .leakyReLU(), .elu(), .selu, .gelu(), .swish, .softplus, .sigmoid, .tanh, .mish,
    .softmax,
  ]

  /// The name in files: Keras's.
  public var name: String {
    switch self {
    case .linear: "linear"
    case .relu: "relu"
    case .leakyReLU: "leaky_relu"
    case .elu: "elu"
    case .selu: "selu"
    case .gelu: "gelu"
    case .swish: "swish"
    case .softplus: "softplus"
    case .sigmoid: "sigmoid"
    case .tanh: "tanh"
    case .mish: "mish"
    case .softmax: "softmax"
    }
  }

  /// The function of a name, with its defaults; `nil` where there is none. `silu` is swish.
  package init?(named name: String) { self.init(known: name) }
}

extension Activation {
  /// The function's values for a row of sums, in double precision.
  ///
  ///     Activation.relu([-1, 2])        // [0, 2]
  ///     Activation.softmax([1, 1])      // [0.5, 0.5]
  ///
  /// Shapes: sums (units) → (units)
  /// - Precondition: one sum or more.
  public func callAsFunction(_ sums: [Double]) -> [Double] {
    precondition(!sums.isEmpty, "A row has one sum or more, received none.")
    var values = sums
    values.withUnsafeMutableBufferPointer { values in
      ActivationRule<Double>(self).apply(to: values.baseAddress!, rows: 1, units: values.count)
    }
    return values
  }

  /// The function's value for one sum; softmax's is always 1.
  public func callAsFunction(_ sum: Double) -> Double { self([sum])[0] }

  /// f′ at one sum, as back-propagation computes it. Where the function has a corner, at 0, this is the slope
  /// that training takes: relu's is 0.
  public func derivative(at sum: Double) -> Double {
    let rule = ActivationRule<Double>(self)
    var (output, kept, gradient) = (sum, sum, 1.0)
    rule.apply(to: &output, keepingSums: &kept, rows: 1, units: 1)
    rule.backward(
      sums: &kept, output: &output, gradient: &gradient, rows: 1, units: 1)
    return gradient
  }
}

extension Activation {
  /// Whether f′ is computed from what f was applied to rather than from its output.
  var needsSums: Bool {
    switch self {
    case .gelu, .swish, .softplus, .mish: true
    case .linear, .relu, .leakyReLU, .elu, .selu, .sigmoid, .tanh, .softmax: false
    }
  }
}

extension ActivationRule {
  /// - Precondition: the activation's parameter is in its range.
  init(_ activation: Activation) {
    if let fault = activation.fault { preconditionFailure("\(activation.name): \(fault).") }
    switch activation {
    case .linear: self.init(kernel: .linear)
    case .relu: self.init(kernel: .relu)
    case .leakyReLU(let negativeSlope): self.init(kernel: .leakyReLU, parameter: negativeSlope)
    case .elu(let alpha): self.init(kernel: .elu, parameter: alpha)
    case .selu: self.init(kernel: .selu)
    case .gelu(let approximate): self.init(kernel: approximate ? .geluTanh : .gelu)
    case .swish: self.init(kernel: .swish)
    case .softplus: self.init(kernel: .softplus)
    case .sigmoid: self.init(kernel: .sigmoid)
    case .tanh: self.init(kernel: .tanh)
    case .mish: self.init(kernel: .mish)
    case .softmax: self.init(kernel: .softmax)
    }
  }
}

// MARK: - In files

extension Activation: NamedFunction {
  static let article = "an activation"
  static let kerasModule = "keras.activations"
  static let synonyms = ["silu": "swish"]

  var options: [ConfigurableOption<Self>] {
    switch self {
    case .leakyReLU(let slope):
      [ConfigurableOption("negative_slope", slope, .zeroOrMore) { .leakyReLU(negativeSlope: $0) }]
    case .elu(let alpha): [ConfigurableOption("alpha", alpha, .aboveZero) { .elu(alpha: $0) }]
    case .gelu(let approximate): [ConfigurableOption("approximate", approximate) { .gelu(approximate: $0) }]
    default: []
    }
  }

  /// `"relu"`, `lambda x: keras.activations.elu(x, alpha=0.5)`
  public var kerasLiteral: String? {
    if Self.all.contains(self) { return "\"\(name)\"" }
    let arguments = options.compactMap { $0.kerasArgument(self) }.joined(separator: ", ")
    return "lambda x: \(Self.kerasModule).\(name)(x, \(arguments))"
  }

  /// The function as an option of a layer. As a layer it is written with its `type`.
  package var named: Named {
    get { Named(activation: self) }
    set { self = newValue.activation }
  }

  package struct Named: OptionValue, CustomStringConvertible {
    package let activation: Activation

    package init(activation: Activation) { self.activation = activation }
    package init(from decoder: any Decoder) throws { activation = try Activation(decoding: decoder) }
    package func encode(to encoder: any Encoder) throws { try activation.encode(encoding: encoder) }
    package var swiftLiteral: String? { activation.swiftLiteral }
    package var kerasLiteral: String? { activation.kerasLiteral }
    package var description: String { activation.name }
  }
}

// MARK: - As a layer

/// An activation as a layer applies its function to its inputs.
///
///     Y = f(X)
///
/// Shapes: X (batch, inputs) → Y (batch, inputs)
///
/// It has no parameters.
/// Source: Keras, `keras.layers.Activation`.
extension Activation: Layer {
  public static var configuration: Configuration<Self> {
    Configuration(
      "activation", defaults: .linear, options: [ConfigurableOption("activation", \.named, isRequired: true)])
  }

  public var swiftSource: String { "Activation.\(self)" }

  public func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    ActivationNode(width: inputs, rule: ActivationRule(self))
  }
}

/// Forward:   Y = f(X)
/// Backward:  ∂X = ∂Y ⊙ f′
final class ActivationNode<Scalar: MatrixScalar>: LayerNode {
  private let width: Int
  private let rule: ActivationRule<Scalar>

  init(width: Int, rule: ActivationRule<Scalar>) {
    self.width = width
    self.rule = rule
  }

  func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
    memory.passOn(rows, width: width)
    rule.apply(to: memory.output + rows.lowerBound * width, rows: rows.count, units: width)
  }

  func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>) {
    guard let inputGradient = memory.inputGradient else { return }
    let first = rows.lowerBound * width
    memory.passBack(rows, width: width)
    rule.backward(
      sums: memory.input + first, output: memory.output + first, gradient: inputGradient + first,
      rows: rows.count, units: width)
  }
}
