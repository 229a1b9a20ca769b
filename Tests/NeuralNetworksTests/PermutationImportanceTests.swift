import LinearAlgebra
import NeuralNetworks
import Testing

struct PermutationImportanceTests {
  /// y = 3a + 0·b + c: permuting a column of variance v moves y by twice the variance of its part.
  @Test func isTwiceTheVarianceThatAColumnExplains() throws {
    let x: Matrix<Double> = randomMatrix(rows: 4_000, columns: 3, seed: 1)
    let network = try TrainedNetwork(
      Sequential([Dense(1, useBias: false)]), inputs: 3,
      parameters: [Parameter(name: "layers.0.kernel", shape: [3, 1], values: .double([3, 0, 1]))],
      precision: .double)
    let importances = network.permutationImportance(x, network.predict(x), loss: .meanSquaredError)
    #expect(importances.map(\.column) == [0, 1, 2])
    // The columns are uniform in [−1, 1): variance 1/3.
    #expect(abs(importances[0].mean - 6) < 0.3)
    #expect(importances[1].mean == 0 && importances[1].standardDeviation == 0)
    #expect(abs(importances[2].mean - 2 / 3.0) < 0.05)
    #expect(importances[0].standardDeviation > 0)
    #expect(
      network.permutationImportance(x, network.predict(x), loss: .meanSquaredError) == importances)
  }
}
