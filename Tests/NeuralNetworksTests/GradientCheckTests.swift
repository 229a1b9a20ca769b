import LinearAlgebra
import NeuralNetworks
import Testing
import VintnerTesting

/// The check that all layers and losses are held against finds what it is there to find.
struct GradientCheckTests {
  @Test func findsNoFaultInARightLayer() throws {
    #expect(try GradientCheck([Doubling(slope: 2), Dense(1)]).faults() == [])
  }

  /// One part in ten thousand too steep: all that lies before the layer, its 7 × 3 inputs and 3 biases, gets a
  /// wrong gradient, and nothing behind it does.
  @Test func findsAGradientThatIsWrong() throws {
    let faults = try GradientCheck([Doubling(slope: 2.0002), Dense(1)]).faults()
    #expect(faults.count { $0.hasPrefix("layers.0.kernel[") } == 21)
    #expect(faults.count { $0.hasPrefix("layers.0.bias[") } == 3)
    #expect(faults.count == 24)
  }
}

/// Doubles its inputs, and takes the gradient times a slope that is right where it is 2.
private struct Doubling: Layer {
  static var configuration: Configuration<Self> { Configuration("doubling", defaults: Self(slope: 2)) }
  var slope: Double

  func outputs(inputs: Int) -> Int { inputs }
  func parameters(inputs: Int) -> [ParameterDescription] { [] }
  func node<Scalar>(inputs: Int, parameters: [ParameterMemory<Scalar>]) -> any LayerNode<Scalar> {
    Node(width: inputs, slope: Scalar(slope))
  }

  private final class Node<Scalar: MatrixScalar>: LayerNode {
    let width: Int
    let slope: Scalar

    init(width: Int, slope: Scalar) { (self.width, self.slope) = (width, slope) }

    func forward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>, pass: Pass) {
      for place in rows.lowerBound * width..<rows.upperBound * width {
        memory.output[place] = 2 * memory.input[place]
      }
    }

    func backward(_ rows: Range<Int>, in memory: LayerMemory<Scalar>) {
      guard let inputGradient = memory.inputGradient else { return }
      for place in rows.lowerBound * width..<rows.upperBound * width {
        inputGradient[place] = slope * memory.outputGradient[place]
      }
    }
  }
}
