/// A function behind a layer's sums, or a layer of its own.
///
///     Dense(16, activation: .relu)
///     Sequential([Dense(16), BatchNormalization(), Activation.relu, Dense(1)])
///
/// All but softmax work element by element. They are computed so that sums of ±100 neither overflow nor
/// lose the small side, and a NaN stays one.
///
/// Its names and defaults are those of Keras's functions. A number out of its range stops the program when
/// a network computes; in a file it is refused.
///
/// Shapes: X (rows, units) → Y (rows, units)
/// Source: `keras.activations`; the papers stand beside the cases.
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
  /// f(x) = 1.0507 · elu(x) with α = 1.6733: keeps mean 0 and variance 1 behind LeCun-normal kernels.
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
  /// fᵢ(x) = e^xᵢ / Σⱼ e^xⱼ over a row: the probabilities of classes that exclude each other.
  ///
  /// Over a single unit a fit refuses it (``NetworkError/softmaxOfOneUnit(layer:)``).
  ///
  /// Source: J. Bridle, "Probabilistic interpretation of feedforward classification network outputs", 1990.
  case softmax

  /// Every function, with its defaults.
  public static let all: [Activation] = [
    .linear, .relu, .leakyReLU(), .elu(), .selu, .gelu(), .swish, .softplus, .sigmoid, .tanh, .softmax,
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
    case .softmax: "softmax"
    }
  }

  /// The function of a name, with its defaults; `nil` where there is none. `silu` is swish.
  public init?(named name: String) { self.init(known: name) }
}
