import LinearAlgebra

/// A layer that multiplies each input by its own factor, so that the network learns which matter.
///
///     Y = X ⊙ s
///
/// Shapes: X (batch, inputs) · s (inputs) → Y (batch, inputs)
///
/// Its parameter is `scale` (s), which begins at 1. Its place is before the first dense layer.
/// Source: D. Holzmüller, L. Grinsztajn, I. Steinwart, "Better by default: strong pre-tuned MLPs and boosted trees on
/// tabular data", NeurIPS 2024; pytabkit 1.8, `Scale` in `models/realmlp/model.py`, with its factors as defaults.
public struct FeatureScale: Layer, Equatable, CustomStringConvertible {
  public static var configuration: Configuration<Self> {
    Configuration(
      "feature_scale", inKeras: nil, defaults: Self(),
      options: [
        ConfigurableOption("rate_factor", \.rateFactor, .zeroOrMore),
        ConfigurableOption("decay_factor", \.decayFactor, .zeroOrMore),
      ])
  }

  /// What the optimizer's rate is multiplied by, 0 or more.
  public var rateFactor: Double
  /// What the optimizer's weight decay is multiplied by, 0 or more.
  public var decayFactor: Double

  /// Creates the layer from its properties.
  ///
  /// - Precondition: both factors are 0 or more.
  public init(rateFactor: Double = 6, decayFactor: Double = 6) {
    self.rateFactor = rateFactor
    self.decayFactor = decayFactor
    checkOptions()
  }

  public func parameters(inputs: Int) -> [ParameterDescription] {
    [
      ParameterDescription(
        "scale", shape: [inputs], initializer: .ones, rateFactor: rateFactor, decayFactor: decayFactor)
    ]
  }

  public func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    FeatureScaleNode(width: inputs, scale: parameters[0])
  }
}

/// Forward:   Y = X ⊙ s
/// Backward:  ∂X = ∂Y ⊙ s,  ∂s = Σ over rows of ∂Y ⊙ X
final class FeatureScaleNode<Scalar: MatrixScalar>: LayerNode {
  private let width: Int
  private let scale: ParameterMemory<Scalar>

  init(width: Int, scale: ParameterMemory<Scalar>) {
    self.width = width
    self.scale = scale
  }

  func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
    let first = rows.lowerBound * width
    Scalar.kernels.scaleColumns(
      memory.input + first, by: scale.value, into: memory.output + first, rows: rows.count, columns: width)
  }

  func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>) {
    guard let inputGradient = memory.inputGradient else { return }
    let first = rows.lowerBound * width
    Scalar.kernels.scaleColumns(
      memory.outputGradient + first, by: scale.value, into: inputGradient + first, rows: rows.count,
      columns: width)
  }

  func gradient(ofParameter index: Int, block: Range<Int>, rows: Int, in memory: LayerMemory<Scalar>) {
    Scalar.kernels.columnProducts(
      memory.outputGradient, memory.input, less: nil, into: scale.gradient, rows: rows, columns: width)
  }
}
