import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

struct GradientClippingTests {
  /// The step that descent at rate 1 takes from w = (0, 0), b = 0 with x = (3, 4) and y = −½: the gradient
  /// is (3, 4) for w and 1 for b.
  private func step(_ clipping: GradientClipping?) throws -> (kernel: [Double], bias: [Double]) {
    let trained = try TrainedNetwork(
      Sequential([Dense(1)]), inputs: 2,
      parameters: [
        Parameter(name: "layers.0.kernel", shape: [2, 1], values: .double([0, 0])),
        Parameter(name: "layers.0.bias", shape: [1], values: .double([0])),
      ], precision: .double
    ).fitted(
      to: Matrix<Double>([[3, 4]]), Matrix([[-0.5]]),
      with: Training(
        optimizer: SGD(learningRate: 1, clipping: clipping), loss: .meanSquaredError, shuffles: false))
    return (trained.parameters[0].doubles.map { -$0 }, trained.parameters[1].doubles.map { -$0 })
  }

  @Test func leavesGradientsAloneByDefault() throws {
    #expect(try step(nil) == ([3, 4], [1]))
  }

  @Test func clipsEachScalar() throws {
    #expect(try step(.value(3.5)) == ([3, 3.5], [1]))
    #expect(try step(.value(0.5)) == ([0.5, 0.5], [0.5]))
  }

  @Test func clipsEachParameterByItsOwnNorm() throws {
    // ‖(3, 4)‖ = 5, ‖(1)‖ = 1: at most 2.5 halves the kernel's and leaves the bias's.
    #expect(try step(.norm(2.5)) == ([1.5, 2], [1]))
    #expect(try step(.norm(10)) == ([3, 4], [1]))
  }

  @Test func clipsAllTogether() throws {
    // ‖(3, 4, 1)‖ = √26
    let halved = try step(.globalNorm(26.0.squareRoot() / 2))
    #expect(relativeDifference(halved.kernel + halved.bias, [1.5, 2, 0.5]) < 1e-15)
    let untouched = try step(.globalNorm(6))
    #expect(relativeDifference(untouched.kernel + untouched.bias, [3, 4, 1]) < 1e-15)
  }
}
