import Vintner

/// A swish with straight parts, times a parameter for each column.
///
///     y = a·h(x),   h(x) = x·min(max(x + c/2, 0), c)/c
///
/// Shapes: X (rows, inputs) → Y (rows, inputs), a (inputs)
struct Swish6: Layer, Equatable {
  static var configuration: Configuration<Self> {
    Configuration(
      "swish6", inKeras: nil, defaults: Self(),
      options: [ConfigurableOption("ceiling", \.ceiling, .aboveZero)])
  }

  /// c, above 0.
  var ceiling: Double

  init(ceiling: Double = 6) {
    self.ceiling = ceiling
    checkOptions()
  }

  func parameters(inputs: Int) -> [ParameterDescription] {
    [ParameterDescription("slope", shape: [inputs], initializer: .constant(0.75))]
  }

  func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    Swish6Node(width: inputs, slope: parameters[0], ceiling: Scalar(ceiling))
  }
}

private final class Swish6Node<Scalar: MatrixScalar>: LayerNode {
  let width: Int
  let slope: ParameterMemory<Scalar>
  let ceiling: Scalar

  init(width: Int, slope: ParameterMemory<Scalar>, ceiling: Scalar) {
    self.width = width
    self.slope = slope
    self.ceiling = ceiling
  }

  func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
    for row in rows {
      for column in 0..<width {
        let place = row * width + column
        memory.output[place] = slope.value[column] * swish(memory.input[place])
      }
    }
  }

  func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>) {
    guard let inputGradient = memory.inputGradient else { return }
    for row in rows {
      for column in 0..<width {
        let place = row * width + column
        inputGradient[place] =
          memory.outputGradient[place] * slope.value[column] * derivative(memory.input[place])
      }
    }
  }

  func gradient(ofParameter index: Int, block: Range<Int>, rows: Int, in memory: LayerMemory<Scalar>) {
    for column in 0..<width {
      var sum: Scalar = 0
      for place in stride(from: column, to: rows * width, by: width) {
        sum += memory.outputGradient[place] * swish(memory.input[place])
      }
      slope.gradient[column] = sum
    }
  }

  private func swish(_ x: Scalar) -> Scalar { x * min(max(x + ceiling / 2, 0), ceiling) / ceiling }

  private func derivative(_ x: Scalar) -> Scalar {
    abs(x) < ceiling / 2 ? (2 * x + ceiling / 2) / ceiling : x > 0 ? 1 : 0
  }
}
