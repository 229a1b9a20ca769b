import Foundation
import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

struct ConstraintTests {
  /// One update at a rate that moves nothing, so that only the constraint acts.
  private func constrained(_ kernel: [Double], units: Int, _ constraint: Constraint) throws -> [Double] {
    let inputs = kernel.count / units
    return try TrainedNetwork(
      Sequential([Dense(units, kernelConstraint: constraint)]), inputs: inputs,
      parameters: [
        Parameter(name: "layers.0.kernel", shape: [inputs, units], values: .double(kernel)),
        Parameter(
          name: "layers.0.bias", shape: [units], values: .double([Double](repeating: -1, count: units))),
      ], precision: .double
    ).fitted(
      to: Matrix<Double>(rows: 1, columns: inputs), Matrix(rows: 1, columns: units),
      with: Training(optimizer: SGD(learningRate: 1e-300), loss: .meanSquaredError)
    ).parameters[0].doubles
  }

  @Test func shortensColumnsThatAreTooLong() throws {
    // Columns (3, 4) of length 5 and (0.3, 0.4) of length 0.5, at most 2.
    let kernel = try constrained([3, 0.3, 4, 0.4], units: 2, .maxNorm(2))
    #expect(relativeDifference(kernel, [1.2, 0.3, 1.6, 0.4]) < 1e-6)
    // Keras divides by 10⁻⁷ + the norm.
    #expect(
      relativeDifference(kernel, [6 / 5.0000001, 0.15 / 0.5000001, 8 / 5.0000001, 0.2 / 0.5000001]) < 1e-15)
  }

  @Test func raisesWeightsBelowZero() throws {
    #expect(try constrained([-1, 2, 0, -0.5], units: 1, .nonNegative) == [0, 2, 0, 0])
  }

  @Test func seesColumnsOfAKernelWhole() throws {
    // 300 rows of 256 columns are three blocks where nothing looks at whole columns.
    let units = 256
    let kernel = try constrained([Double](repeating: 1, count: 300 * units), units: units, .maxNorm(1))
    #expect(kernel.allSatisfy { abs($0 - 1 / 300.0.squareRoot()) < 1e-8 })
  }

  @Test(arguments: [Constraint.maxNorm(1.5), .nonNegative]) func readsWhatItWrites(_ constraint: Constraint)
    throws
  {
    let data = try JSONEncoder().encode(constraint)
    #expect(try JSONDecoder().decode(Constraint.self, from: data) == constraint)
  }
}
