import LinearAlgebra

/// An activation on its own applies its function to its inputs.
///
///     Y = f(X)
///
/// Shapes: X (batch, inputs) → Y (batch, inputs)
///
/// It has no parameters.
/// Source: Keras, `keras.layers.Activation`.
extension Activation: Layer {
  public static let kind = "activation"

  public static var defaults: Activation { .linear }

  public static var options: [ConfigurableOption<Activation>] {
    [ConfigurableOption("activation", \.named, isRequired: true)]
  }

  public var swiftSource: String { "Activation.\(self)" }

  public func outputs(inputs: Int) -> Int { inputs }

  public func parameters(inputs: Int) -> [ParameterDescription] { [] }

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

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
    memory.passOn(rows, width: width)
    rule.apply(to: memory.output + rows.lowerBound * width, rows: rows.count, units: width)
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>) {
    guard let inputGradient = memory.inputGradient else { return }
    let first = rows.lowerBound * width
    memory.passBack(rows, width: width)
    rule.backward(
      sums: memory.input + first, output: memory.output + first, gradient: inputGradient + first,
      rows: rows.count, units: width)
  }
}
