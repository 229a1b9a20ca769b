import LinearAlgebra
import NeuralNetworks
import Testing

struct DeterminismTests {
  /// Wide enough for several blocks of rows (300 in a batch) and of parameters (600 rows of a kernel).
  private let network = Sequential([
    Dense(600, activation: .relu), Dense(130, activation: .tanh), Dense(1),
  ])

  private func trained(threads: Int, shuffles: Bool = true, seed: UInt64 = 3) throws -> TrainedNetwork {
    let data: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(700)
    let validation: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(300, seed: 6)
    return try network.fitted(
      to: data.x, data.y, validation: validation,
      with: Training(
        loss: .meanAbsoluteError, batchSize: 300, epochs: 3, shuffles: shuffles, seed: seed,
        threads: threads))
  }

  @Test(arguments: [true, false]) func givesTheSameBitsForAnyNumberOfThreads(shuffles: Bool) throws {
    let alone = try trained(threads: 1, shuffles: shuffles)
    for threads in 2...4 {
      let shared = try trained(threads: threads, shuffles: shuffles)
      #expect(shared.history.loss == alone.history.loss, "\(threads) threads")
      #expect(shared.history.validationLoss == alone.history.validationLoss, "\(threads) threads")
      #expect(shared.parameters == alone.parameters, "\(threads) threads")
    }
  }

  /// Clipping by norm waits once more in a step; penalties and norms are sums over blocks.
  @Test func givesTheSameBitsForAnyNumberOfThreadsWithEverySumOverBlocks() throws {
    func trained(_ clipping: GradientClipping, threads: Int) throws -> TrainedNetwork {
      let data: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(300)
      return try Sequential([
        Dense(600, activation: .relu, kernelRegularizer: .l1l2(l1: 1e-5, l2: 1e-4)),
        Dense(130, activation: .tanh, kernelRegularizer: .l2(1e-4), biasRegularizer: .l1(1e-4)),
        Dense(1, kernelConstraint: .maxNorm(1)),
      ]).fitted(
        to: data.x, data.y, validation: data,
        with: Training(
          optimizer: Nadam(weightDecay: 0.01, clipping: clipping), loss: .meanSquaredError, batchSize: 100,
          epochs: 2, threads: threads))
    }
    for clipping in [GradientClipping.norm(0.01), .globalNorm(0.02)] {
      let alone = try trained(clipping, threads: 1)
      for threads in 2...4 {
        let shared = try trained(clipping, threads: threads)
        #expect(shared.parameters == alone.parameters, "\(threads) threads, \(clipping)")
        #expect(shared.history.loss == alone.history.loss)
        #expect(shared.history.validationLoss == alone.history.validationLoss)
      }
    }
  }

  /// Several blocks of rows, rules that differ by parameter, and networks side by side.
  @Test(arguments: [nil, Ensemble(members: 3)] as [Ensemble?])
  func givesTheSameBitsForAnyNumberOfThreadsWithEveryLayer(ensemble: Ensemble?) throws {
    let data: (x: Matrix<Float>, y: Matrix<Float>) = learnableRows(300)
    func trained(threads: Int) throws -> TrainedNetwork {
      try everyLayer.fitted(
        to: data.x, data.y, validation: data,
        with: Training(
          optimizer: AdamW(
            learningRate: .schedule(Coslog(0.02)), weightDecay: 0.02, weightDecaySchedule: FlatCosine()),
          loss: .meanAbsoluteError, batchSize: 200, epochs: 2, ensemble: ensemble, threads: threads))
    }
    let alone = try trained(threads: 1)
    for threads in 2...4 {
      let shared = try trained(threads: threads)
      #expect(shared.parameters == alone.parameters, "\(threads) threads")
      #expect(shared.history.loss == alone.history.loss, "\(threads) threads")
      #expect(shared.history.validationLoss == alone.history.validationLoss, "\(threads) threads")
    }
  }

  @Test func givesTheSameBitsTwiceForOneSeedAndOthersForAnother() throws {
    let first = try trained(threads: 2)
    #expect(try trained(threads: 2).parameters == first.parameters)
    #expect(try trained(threads: 2, seed: 4).parameters != first.parameters)
  }

  @Test func shufflesOnlyWhereAsked() throws {
    #expect(
      try trained(threads: 1, shuffles: true).history.loss
        != trained(threads: 1, shuffles: false).history.loss)
  }
}
