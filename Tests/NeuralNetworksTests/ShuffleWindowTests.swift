import LinearAlgebra
import NeuralNetworks
import Testing

/// The order of an epoch's rows where it is drawn window by window.
struct ShuffleWindowTests {
  private static let x = Matrix<Float>(column: (0..<10).map { Float($0) / 10 })
  private static let y = Matrix<Float>(column: (0..<10).map { Float($0 * $0) / 100 })

  private func weights(window: Int?, shuffles: Bool = true, threads: Int = 1, epochs: Int = 3) throws
    -> [Float]
  {
    let trained = try Sequential([Dense(1)]).fitted(
      to: Self.x, Self.y,
      with: Training(
        optimizer: SGD(learningRate: 0.1), loss: .meanSquaredError, batchSize: 2, epochs: epochs,
        shuffles: shuffles, shuffleWindow: window, seed: 5, threads: threads)
    )
    guard case .single(let weights) = trained.parameters[0].values else { return [] }
    return weights
  }

  @Test func aWindowOfAllRowsIsNone() throws {
    let all = try weights(window: nil)
    #expect(try weights(window: 10) == all)
    #expect(try weights(window: 9) == all)
    #expect(try weights(window: 1_000) == all)
  }

  /// A window of one batch leaves the batches in the rows' order, and only their inside is shuffled.
  @Test func aWindowOfOneBatchKeepsTheBatches() throws {
    let inOrder = try weights(window: nil, shuffles: false)
    let windowed = try weights(window: 1)
    #expect(abs(windowed[0] - inOrder[0]) < 1e-6)
    #expect(abs(try weights(window: nil)[0] - inOrder[0]) > 1e-6)
  }

  @Test func windowsAreShuffledEachForItself() throws {
    #expect(try weights(window: 4) != weights(window: nil))
    #expect(try weights(window: 4) == weights(window: 4, threads: 3))
    #expect(try weights(window: 3) == weights(window: 4))
  }
}
