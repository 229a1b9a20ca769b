import LinearAlgebra

/// A layer that normalizes every row to mean 0 and variance 1 over its inputs, then scales and shifts them.
///
///     y = gamma · (x − μ) / √(σ² + ε) + beta      with the row's μ and σ² (over n)
///
/// Shapes: X (batch, inputs) · gamma, beta (inputs) → Y (batch, inputs)
///
/// Its parameters are `gamma` (ones) and `beta` (zeros). It does the same in training and in inference.
/// Source: J. Ba, J. Kiros, G. Hinton, "Layer normalization", 2016; `keras.layers.LayerNormalization` of axis −1.
public struct LayerNormalization: Layer, Equatable, CustomStringConvertible {
  public static var configuration: Configuration<Self> {
    Configuration(
      "layer_normalization", defaults: Self(),
      options: [
        ConfigurableOption("epsilon", \.epsilon, .zeroOrMore),
        ConfigurableOption("center", \.center),
        ConfigurableOption("scale", \.scale),
      ])
  }

  /// What is added to the variance, 0 or more.
  public var epsilon: Double
  /// Whether there is a beta.
  public var center: Bool
  /// Whether there is a gamma.
  public var scale: Bool

  /// Creates the layer from its properties; the defaults are Keras's.
  ///
  /// - Precondition: epsilon is 0 or more.
  public init(epsilon: Double = 1e-3, center: Bool = true, scale: Bool = true) {
    self.epsilon = epsilon
    self.center = center
    self.scale = scale
    checkOptions()
  }

  public func parameters(inputs: Int) -> [ParameterDescription] {
    (scale ? [ParameterDescription("gamma", shape: [inputs], initializer: .ones)] : [])
      + (center ? [ParameterDescription("beta", shape: [inputs], initializer: .zeros)] : [])
  }

  /// N.
  public func scratch(inputs: Int) -> Int { inputs + 1 }

  public func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    LayerNormalizationNode(self, width: inputs, parameters: parameters)
  }
}

/// Forward:   N = (X − μ)·r with r = 1/√(σ² + ε),  Y = gamma ⊙ N + beta
/// Backward:  ∂N = gamma ⊙ ∂Y,  ∂X = r·(∂N − mean of ∂N − N · mean of ∂N ⊙ N), the means over a row,
///            ∂gamma = Σ over rows of ∂Y ⊙ N,  ∂beta = Σ over rows of ∂Y
final class LayerNormalizationNode<Scalar: MatrixScalar>: LayerNode {
  private let width: Int
  private let epsilon: Double
  private let gamma: ParameterMemory<Scalar>?
  private let beta: ParameterMemory<Scalar>?

  init(_ layer: LayerNormalization, width: Int, parameters: [ParameterMemory<Scalar>]) {
    self.width = width
    epsilon = layer.epsilon
    gamma = layer.scale ? parameters[0] : nil
    beta = layer.center ? parameters[layer.scale ? 1 : 0] : nil
  }

  func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
    let first = rows.lowerBound * width
    Scalar.kernels.normalizeRows(
      memory.input + first, into: memory.output + first, gamma: gamma?.value, beta: beta?.value,
      epsilon: epsilon, keeping: memory.scratch(fromRow: rows.lowerBound, width: width + 1), rows: rows.count,
      columns: width)
  }

  func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>) {
    guard let inputGradient = memory.inputGradient else { return }
    let first = rows.lowerBound * width
    Scalar.kernels.normalizeRowsBackward(
      memory.scratch(fromRow: rows.lowerBound, width: width + 1)!, gradient: memory.outputGradient + first,
      gamma: gamma?.value, into: inputGradient + first, rows: rows.count, columns: width)
  }

  func gradient(ofParameter index: Int, block: Range<Int>, rows: Int, in memory: LayerMemory<Scalar>) {
    if let gamma, index == 0 {
      Scalar.kernels.normalizedSums(
        memory.scratch!, gradient: memory.outputGradient, into: gamma.gradient, rows: rows, columns: width)
    } else if let beta {
      Scalar.kernels.columnSums(memory.outputGradient, into: beta.gradient, rows: rows, columns: width)
    }
  }
}
