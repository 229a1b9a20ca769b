import LinearAlgebra

/// The cross-entropy between targets that are the indices of classes and the classes' probabilities.
///
///     loss = log Σ_c q_c − log q_y,  q = p clipped          from probabilities
///     loss = log Σ_c e^(z_c) − z_y                          from logits, p = softmax(z)
///     gradient_c = softmax(z)_c − [c = y]                   from logits
///
/// Shapes: predictions (rows, classes), targets (rows, 1), each a whole number from 0 to classes − 1
///
/// Probabilities are kept within [10⁻⁷, 1 − 10⁻⁷]; beyond, the gradient is 0. After a softmax (or a sigmoid),
/// training uses its inputs as logits instead, as Keras does. It is ``CategoricalCrossEntropy`` without a number
/// for each class of each row.
/// Source: Keras, `keras.losses.SparseCategoricalCrossentropy`; the clipping is that of its TensorFlow back end.
public struct SparseCategoricalCrossEntropy: Loss, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "sparse_categorical_crossentropy", also: ["SparseCategoricalCrossentropy"],
      inKeras: "SparseCategoricalCrossentropy", defaults: Self(),
      options: [ConfigurableOption("from_logits", \.fromLogits)])
  }

  /// Whether predictions are logits z rather than probabilities.
  public var fromLogits: Bool

  /// Creates the loss from its properties; the defaults are Keras's.
  public init(fromLogits: Bool = false) { self.fromLogits = fromLogits }

  public func takes(targets: Int, outputs: Int) -> Bool { targets == 1 && outputs > 1 }

  public func onLogits(of activation: Activation) -> (any Loss)? {
    activation.keepsLogits ? Self(fromLogits: true) : nil
  }

  public func warning(after activation: Activation, outputs: Int?) -> String? {
    warningOfClasses(fromLogits: fromLogits, after: activation, outputs: outputs)
  }

  public func sum<Scalar: MatrixScalar>(_ rows: LossRows<Scalar>) -> Double {
    rows.block.sparseCategorical(fromLogits: fromLogits)
  }
}

extension Loss where Self == SparseCategoricalCrossEntropy {
  /// The cross-entropy from probabilities, with classes by their indices.
  public static var sparseCategoricalCrossEntropy: Self { Self() }
  /// The cross-entropy from probabilities or logits, with classes by their indices.
  public static func sparseCategoricalCrossEntropy(fromLogits: Bool) -> Self { Self(fromLogits: fromLogits) }
}
