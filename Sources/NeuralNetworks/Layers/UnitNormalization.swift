import LinearAlgebra

/// A layer that scales every row to length 1.
///
///     y = x / n     with n = max(‖x‖₂, 10⁻¹²)
///
/// Shapes: X (batch, inputs) → Y (batch, inputs)
///
/// It has no parameters and no options.
/// Source: Keras, `keras.layers.UnitNormalization`.
public struct UnitNormalization: Layer, Equatable {
  public static var configuration: Configuration<Self> {
    Configuration("unit_normalization", defaults: Self())
  }

  /// Creates the layer. It has no options.
  public init() {}

  public func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    UnitNormalizationNode(width: inputs)
  }
}

/// Forward:   Y = X / n
/// Backward:  ∂X = (∂Y − Y·(Y·∂Y)) / n
final class UnitNormalizationNode<Scalar: MatrixScalar>: LayerNode {
  private let width: Int

  init(width: Int) { self.width = width }

  func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
    for row in rows {
      let (x, y) = (memory.input + row * width, memory.output + row * width)
      let length = length(of: x)
      for place in 0..<width { y[place] = x[place] / length }
    }
  }

  func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>) {
    guard let inputGradient = memory.inputGradient else { return }
    for row in rows {
      let (x, gradient) = (memory.input + row * width, memory.outputGradient + row * width)
      let (target, length) = (inputGradient + row * width, length(of: x))
      let along = (0..<width).reduce(Scalar(0)) { $0 + x[$1] / length * gradient[$1] }
      for place in 0..<width { target[place] = (gradient[place] - x[place] / length * along) / length }
    }
  }

  /// n.
  private func length(of row: UnsafePointer<Scalar>) -> Scalar {
    max((0..<width).reduce(0) { $0 + row[$1] * row[$1] }.squareRoot(), 1e-12)
  }
}
