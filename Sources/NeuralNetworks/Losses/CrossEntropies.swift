import LinearAlgebra

/// The cross-entropy between binary targets and their probabilities.
///
///     loss = −(y·log p + (1 − y)·log(1 − p))                from probabilities
///     loss = max(z, 0) − z·y + log(1 + e^(−|z|))            from logits, p = σ(z)
///     gradient = (1 − y)/(1 − p) − y/p   or   σ(z) − y
///
/// Shapes: predictions (rows, outputs), targets (rows, outputs) of 0 and 1, or between.
///
/// Probabilities are kept within [10⁻⁷, 1 − 10⁻⁷]; beyond, the gradient is 0. After a sigmoid (or a
/// softmax), training uses its inputs as logits instead, as Keras does, so that neither happens.
/// Source: Keras, `keras.losses.BinaryCrossentropy`.
public struct BinaryCrossEntropy: Loss, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "binary_crossentropy", also: ["bce", "BCE", "BinaryCrossentropy"], inKeras: "BinaryCrossentropy",
      defaults: Self(),
      options: [
        ConfigurableOption("from_logits", \.fromLogits),
        ConfigurableOption("label_smoothing", \.labelSmoothing, .share),
      ])
  }

  /// Whether predictions are logits z rather than probabilities.
  public var fromLogits: Bool
  /// How far targets are moved toward one half, in [0, 1]: with 0.1 they are 0.05 and 0.95.
  public var labelSmoothing: Double

  /// Creates the loss from its properties; the defaults are Keras's.
  ///
  /// - Precondition: the label smoothing lies in its range.
  public init(fromLogits: Bool = false, labelSmoothing: Double = 0) {
    self.fromLogits = fromLogits
    self.labelSmoothing = labelSmoothing
    checkOptions()
  }

  public func sum<Scalar: MatrixScalar>(_ rows: LossRows<Scalar>) -> Double {
    rows.block.mean(fromLogits ? .binaryCrossEntropyFromLogits : .binaryCrossEntropy, option: labelSmoothing)
  }

  public func onLogits(of activation: Activation) -> (any Loss)? {
    activation.keepsLogits ? Self(fromLogits: true, labelSmoothing: labelSmoothing) : nil
  }

  public func warning(after activation: Activation, outputs: Int?) -> String? {
    if fromLogits { return warningOfLogits(after: activation) }
    return activation == .sigmoid ? nil : warningOfProbabilities(after: activation, instead: .sigmoid)
  }
}

/// The cross-entropy between targets of one class among several and the classes' probabilities.
///
///     loss = −Σ_c y_c·log q_c,  q = p / Σ_c p_c             from probabilities
///     loss = Σ_c y_c·(log Σ_k e^(z_k) − z_c)                from logits, p = softmax(z)
///     gradient = softmax(z) − y                             from logits
///
/// Shapes: predictions (rows, classes), targets (rows, classes), each row of which adds up to 1, or targets
/// (rows, 1), the index of each row's class; the loss of a row is the sum over its classes.
///
/// The q are kept within [10⁻⁷, 1 − 10⁻⁷]; beyond, the gradient is 0. After a softmax (or a sigmoid),
/// training uses its inputs as logits instead, as Keras does.
/// Source: Keras, `keras.losses.CategoricalCrossentropy`.
public struct CategoricalCrossEntropy: Loss, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "categorical_crossentropy", also: ["CategoricalCrossentropy"], inKeras: "CategoricalCrossentropy",
      defaults: Self(),
      options: [
        ConfigurableOption("from_logits", \.fromLogits),
        ConfigurableOption("label_smoothing", \.labelSmoothing, .share),
      ])
  }

  /// Whether predictions are logits z rather than probabilities.
  public var fromLogits: Bool
  /// s in [0, 1], with which targets are y·(1 − s) + s / classes.
  public var labelSmoothing: Double

  /// Creates the loss from its properties; the defaults are Keras's.
  ///
  /// - Precondition: the label smoothing lies in its range.
  public init(fromLogits: Bool = false, labelSmoothing: Double = 0) {
    self.fromLogits = fromLogits
    self.labelSmoothing = labelSmoothing
    checkOptions()
  }

  public func takes(targets: Int, outputs: Int) -> Bool { targets == outputs || targets == 1 }

  public func onLogits(of activation: Activation) -> (any Loss)? {
    activation.keepsLogits ? Self(fromLogits: true, labelSmoothing: labelSmoothing) : nil
  }

  public func warning(after activation: Activation, outputs: Int?) -> String? {
    warningOfClasses(fromLogits: fromLogits, after: activation, outputs: outputs)
  }

  public func sum<Scalar: MatrixScalar>(_ rows: LossRows<Scalar>) -> Double {
    rows.block.categorical(fromLogits: fromLogits, labelSmoothing: labelSmoothing)
  }
}

extension Activation {
  /// Whether Keras keeps its inputs for a cross-entropy, be it the binary or the categorical one.
  var keepsLogits: Bool { self == .sigmoid || self == .softmax }
}

extension Loss {
  /// Why a cross-entropy between classes does not suit a layer.
  func warningOfClasses(fromLogits: Bool, after activation: Activation, outputs: Int?) -> String? {
    if outputs == 1 {
      return "\(name) compares classes, an output each, but the last layer has 1 unit: use"
        + " binary_crossentropy."
    }
    if fromLogits { return warningOfLogits(after: activation) }
    return activation == .softmax ? nil : warningOfProbabilities(after: activation, instead: .softmax)
  }

  fileprivate func warningOfLogits(after activation: Activation) -> String? {
    guard activation != .linear else { return nil }
    return "\(name) from logits expects any numbers, but the last activation is \(activation.name): make it"
      + " linear."
  }

  fileprivate func warningOfProbabilities(after activation: Activation, instead: Activation) -> String {
    "\(name) expects probabilities, but the last activation is \(activation.name): make it"
      + " \(instead.name), or take the loss from logits after a linear one."
  }
}

extension Loss where Self == BinaryCrossEntropy {
  /// The cross-entropy from probabilities.
  public static var binaryCrossEntropy: Self { Self() }
  /// The cross-entropy from probabilities or logits.
  public static func binaryCrossEntropy(fromLogits: Bool) -> Self { Self(fromLogits: fromLogits) }
}

extension Loss where Self == CategoricalCrossEntropy {
  /// The cross-entropy from probabilities.
  public static var categoricalCrossEntropy: Self { Self() }
  /// The cross-entropy from probabilities or logits.
  public static func categoricalCrossEntropy(fromLogits: Bool) -> Self { Self(fromLogits: fromLogits) }
}
