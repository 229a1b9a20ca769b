import Foundation
import NeuralNetworks
import Testing

@Suite struct ActivationValuesTests {
  /// Values and slopes by hand: tanh′ = 1 − tanh², σ′ = σ(1 − σ), swish′ = σ + xσ(1 − σ).
  @Test func computesValuesAndSlopes() {
    let sigmoid = 1 / (1 + exp(-1.5))
    let cases: [(Activation, value: Double, slope: Double)] = [
      (.linear, 1.5, 1), (.relu, 1.5, 1), (.tanh, tanh(1.5), 1 - tanh(1.5) * tanh(1.5)),
      (.sigmoid, sigmoid, sigmoid * (1 - sigmoid)), (.softplus, log(1 + exp(1.5)), sigmoid),
      (.swish, 1.5 * sigmoid, sigmoid + 1.5 * sigmoid * (1 - sigmoid)),
      (.mish, 1.4033782663958026, 1.0884879850078477),
    ]
    for (activation, value, slope) in cases {
      #expect(abs(activation(1.5) - value) < 1e-14, "\(activation)")
      #expect(abs(activation.derivative(at: 1.5) - slope) < 1e-14, "\(activation)")
    }
    #expect(Activation.relu([-1, 2]) == [0, 2])
    #expect(Activation.relu.derivative(at: 0) == 0)
    #expect(Activation.leakyReLU(negativeSlope: 0.1).derivative(at: -3) == 0.1)
    #expect(Activation.softmax([1, 1]) == [0.5, 0.5])
  }

  /// The slope is that of the values, for every function and sums on both sides.
  @Test func slopesAreThoseOfTheValues() {
    let h = 1e-6
    for activation in Activation.all where activation != .softmax {
      for x in [-2.5, -0.7, 0.4, 3] {
        let slope = (activation(x + h) - activation(x - h)) / (2 * h)
        #expect(abs(activation.derivative(at: x) - slope) < 1e-8, "\(activation) at \(x)")
      }
    }
  }

  @Test func staysFiniteFarOut() {
    for activation in Activation.all {
      for x in [-1000.0, 1000] { #expect(activation(x).isFinite, "\(activation) at \(x)") }
    }
  }
}
