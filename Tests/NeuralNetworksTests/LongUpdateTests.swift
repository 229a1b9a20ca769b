import LinearAlgebra
import NeuralNetworks
import Synchronization
import TestSupport
import Testing

/// Training is cancelled within an update that takes long.
struct LongUpdateTests {
  /// 90,000 weights on 2,560 rows, in one batch.
  private let network = Sequential([
    Dense(256, activation: .tanh), BatchNormalization(), Dense(256, activation: .tanh), Dense(1),
  ])
  private let x: Matrix<Float> = randomMatrix(rows: 2_560, columns: 64, seed: 1)
  private let y: Matrix<Float> = randomMatrix(rows: 2_560, columns: 1, seed: 2)

  private func training(threads: Int, clipping: GradientClipping? = nil) -> Training {
    var optimizer = Adam()
    optimizer.clipping = clipping
    return Training(
      optimizer: optimizer, loss: .meanSquaredError, batchSize: 2_560, epochs: 1, shuffles: false, seed: 3,
      threads: threads)
  }

  /// How often training asks whether it is cancelled, and since when the answer is yes.
  private final class Questions: Sendable {
    private let asked = Atomic<Int>(0)
    private let limit = Atomic<Int>(.max)

    var count: Int { asked.load(ordering: .relaxed) }
    func cancel(after count: Int) { limit.store(count, ordering: .relaxed) }
    func answer() -> Bool {
      asked.wrappingAdd(1, ordering: .relaxed).newValue > limit.load(ordering: .relaxed)
    }
  }

  private func run(_ training: Training, _ questions: Questions) throws -> TrainingRun {
    var training = training
    training.isCancelled = { questions.answer() }
    return try TrainedNetwork(network, inputs: 64, seed: 3)
      .training(on: x, y, validation: (x, y), with: training)
  }

  /// Wherever it is cancelled, no parameter has changed, the moving means of normalization among them, and the run
  /// continues to the same bits.
  @Test(arguments: [1, 2], [nil, GradientClipping.globalNorm(0.1)])
  func leavesNoUpdateHalfMade(threads: Int, clipping: GradientClipping?) throws {
    let training = training(threads: threads, clipping: clipping)
    let all = Questions()
    var whole = try run(training, all)
    let fresh = whole.network.parameters
    try whole.advance()
    #expect(whole.ending == .completed)
    // Ten blocks of rows or more, five layers forward and backward, some blocks of parameters.
    #expect(all.count > 100)
    for share in [0.0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.97] {
      let questions = Questions()
      questions.cancel(after: Int(share * Double(all.count)))
      var cancelled = try run(training, questions)
      let advance = try cancelled.advance()
      #expect(advance.ending == .interrupted)
      if advance.updates == 0 { #expect(cancelled.network.parameters == fresh, "\(share)") }
      // The last questions are those of the evaluation, after the update.
      #expect((advance.updates == 0) == (cancelled.network.parameters == fresh), "\(share)")
      guard advance.updates == 0 else { continue }
      #expect(cancelled.updates == 0)
      // Soon after: a question or two a lane.
      #expect(questions.count <= Int(share * Double(all.count)) + 4 * threads)
      questions.cancel(after: .max)
      cancelled.resume(epochs: 1)
      try cancelled.advance()
      #expect(cancelled.network.parameters == whole.network.parameters, "\(share)")
    }
  }

  /// A training that nobody can cancel takes the way of blocks, to the same bits.
  @Test func isTheSameUpdate() throws {
    let training = training(threads: 2)
    var asked = try run(training, Questions())
    try asked.advance()
    let trained = try network.fitted(to: x, y, validation: (x, y), with: training)
    #expect(trained.parameters == asked.network.parameters)
    #expect(trained.history.loss == asked.network.history.loss)
  }
}
