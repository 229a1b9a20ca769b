import LinearAlgebra

/// The loss of counts: the negative logarithm of their probability under a Poisson distribution of mean ŷ, but for
/// a term that depends on the target alone.
///
///     loss = ŷ − y·log(ŷ + ε),   gradient = 1 − y / (ŷ + ε),   with ε = 10⁻⁷
///
/// It is least where ŷ = y, and may be negative. Predictions are above 0: end the network in softplus.
/// Shapes: predictions (rows, outputs), targets (rows, outputs)
/// Source: Keras, `keras.losses.Poisson`.
public struct Poisson: Loss, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration("poisson", also: ["Poisson"], defaults: Self())
  }

  /// Creates the loss. It has no options.
  public init() {}

  public func sum<Scalar: MatrixScalar>(_ rows: LossRows<Scalar>) -> Double {
    rows.block.mean(.poisson, option: 0)
  }

  public func warning(behind activation: Activation, outputs: Int?) -> String? {
    guard ![.softplus, .sigmoid, .softmax].contains(activation) else { return nil }
    return "\(name) expects predictions above 0, but the last activation is \(activation.name): make it"
      + " softplus."
  }
}

extension Loss where Self == Poisson {
  /// The loss of counts.
  public static var poisson: Self { Self() }
}
