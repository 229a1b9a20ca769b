import LinearAlgebra

/// A layer that learns, input by input, how much of an activation it applies.
///
///     Y = X + a ⊙ (f(X) − X)
///
/// Shapes: X (batch, inputs) · a (inputs) → Y (batch, inputs)
///
/// Its parameter is `share` (a), which begins at 1, where the layer is f; at 0 it does nothing.
/// Source: D. Holzmüller, L. Grinsztajn, I. Steinwart, "Better by default: strong pre-tuned MLPs and boosted trees on
/// tabular data", NeurIPS 2024; pytabkit 1.8, `Activation` in `models/realmlp/model.py`, with its factors as defaults.
public struct ParametricActivation: Layer, Equatable, CustomStringConvertible {
  public static var configuration: Configuration<Self> {
    Configuration(
      "parametric_activation", inKeras: nil, defaults: Self(.linear),
      options: [
        ConfigurableOption("activation", \.activation.named, isRequired: true, label: .some(nil)),
        ConfigurableOption("rate_factor", \.rateFactor, .zeroOrMore),
        ConfigurableOption("decay_factor", \.decayFactor, .zeroOrMore),
      ])
  }

  /// f.
  public var activation: Activation
  /// What the optimizer's rate is multiplied by, 0 or more.
  public var rateFactor: Double
  /// What the optimizer's weight decay is multiplied by, 0 or more.
  public var decayFactor: Double

  /// Creates the layer from its properties.
  ///
  /// - Precondition: both factors are 0 or more.
  public init(_ activation: Activation, rateFactor: Double = 0.1, decayFactor: Double = 0.1) {
    self.activation = activation
    self.rateFactor = rateFactor
    self.decayFactor = decayFactor
    checkOptions()
  }

  public func parameters(inputs: Int) -> [ParameterDescription] {
    [
      ParameterDescription(
        "share", shape: [inputs], initializer: .ones, rateFactor: rateFactor, decayFactor: decayFactor)
    ]
  }

  /// f(X).
  public func scratch(inputs: Int) -> Int { inputs }

  public func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    ParametricActivationNode(width: inputs, rule: ActivationRule(activation), share: parameters[0])
  }
}

/// Forward:   F = f(X),  Y = X + a ⊙ (F − X)
/// Backward:  ∂X = a ⊙ ∂Y ⊙ f′ + (1 − a) ⊙ ∂Y,  ∂a = Σ over rows of ∂Y ⊙ (F − X)
final class ParametricActivationNode<Scalar: MatrixScalar>: LayerNode {
  private let width: Int
  private let rule: ActivationRule<Scalar>
  private let share: ParameterMemory<Scalar>

  init(width: Int, rule: ActivationRule<Scalar>, share: ParameterMemory<Scalar>) {
    self.width = width
    self.rule = rule
    self.share = share
  }

  func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
    let first = rows.lowerBound * width
    let (input, output) = (memory.input + first, memory.output + first)
    let values = memory.scratch(fromRow: rows.lowerBound, width: width) ?? output
    values.update(from: input, count: rows.count * width)
    rule.apply(to: values, rows: rows.count, units: width)
    Scalar.kernels.blendColumns(
      input, with: values, shares: share.value, into: output, rows: rows.count, columns: width)
  }

  func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>) {
    guard let inputGradient = memory.inputGradient else { return }
    let first = rows.lowerBound * width
    let (gradient, target) = (memory.outputGradient + first, inputGradient + first)
    Scalar.kernels.scaleColumns(gradient, by: share.value, into: target, rows: rows.count, columns: width)
    rule.backward(
      sums: memory.input + first, output: memory.scratch! + first, gradient: target, rows: rows.count,
      units: width)
    Scalar.kernels.addRests(gradient, shares: share.value, to: target, rows: rows.count, columns: width)
  }

  func gradient(ofParameter index: Int, block: Range<Int>, rows: Int, in memory: LayerMemory<Scalar>) {
    Scalar.kernels.columnProducts(
      memory.outputGradient, memory.scratch!, less: memory.input, into: share.gradient, rows: rows,
      columns: width)
  }
}
