import LinearAlgebra

/// A layer that adds noise to its inputs while the network learns.
///
///     training:   y = x + σ·n     with n from the normal distribution of mean 0 and deviation 1
///     inference:  y = x
///
/// Shapes: X (batch, inputs) → Y (batch, inputs)
///
/// It has no parameters. Its random numbers come from the training's seed, the step, the layer's place and
/// the row.
/// Source: Keras, `keras.layers.GaussianNoise`.
public struct GaussianNoise: Layer, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration(
      "gaussian_noise", defaults: GaussianNoise(standardDeviation: 0),
      options: [
        ConfigurableOption(
          "stddev", \.standardDeviation, .zeroOrMore, isRequired: true, label: "standardDeviation")
      ])
  }

  /// σ, in the units of the inputs, 0 or more.
  public var standardDeviation: Double

  /// Creates the layer.
  ///
  /// - Precondition: the deviation is 0 or more.
  public init(standardDeviation: Double) {
    self.standardDeviation = standardDeviation
    checkOptions()
  }

  public func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    GaussianNoiseNode(width: inputs, standardDeviation: standardDeviation)
  }
}

/// Forward:   Y = X + σ·N
/// Backward:  ∂X = ∂Y
final class GaussianNoiseNode<Scalar: MatrixScalar>: LayerNode {
  private let width: Int
  private let standardDeviation: Double

  init(width: Int, standardDeviation: Double) {
    self.width = width
    self.standardDeviation = standardDeviation
  }

  func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
    guard pass.mode == .training else { return memory.passOn(rows, width: width) }
    for row in rows {
      Scalar.kernels.addNoise(
        memory.input + row * width, into: memory.output + row * width, standardDeviation: standardDeviation,
        state: pass.randomStream(layer: memory.layer, row: row).state, count: width)
    }
  }

  func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>) {
    memory.passBack(rows, width: width)
  }
}
