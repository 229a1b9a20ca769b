import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import NeuralNetworks

/// Schedules by the share of the planned updates, of the rate, of dropout and of weight decay. Expected values:
/// pytabkit 1.8 and torch 2.13 (`Fixtures/reference.py`), and by hand.
struct ProgressScheduleTests {
  private let record = ReferenceRecord.shared

  @Test func hasTheHeightsOfPytabkit() {
    for (schedule, heights) in [
      (Coslog() as any ProgressSchedule, record.coslog4), (Coslog(cycles: 3), record.coslog3),
      (FlatCosine(), record.flatCos),
    ] {
      for (time, height) in zip(record.times, heights) {
        #expect(abs(schedule.height(at: time) - height) < 1e-14, "\(schedule) at \(time)")
      }
    }
  }

  @Test func multipliesItsPeak() {
    let time = TrainingTime(updates: 90, progress: 0.75)
    #expect(abs(FlatCosine(0.02).rate(at: time, in: Double.self) - 0.01) < 1e-17)
    #expect(LearningRate.schedule(FlatCosine(0.02)).base == 0.02)
    #expect(FlatCosine(0.5).rate(afterUpdates: 1000, in: Float.self) == 0.5)
  }

  /// Ten rows in batches of 4 make 3 updates an epoch, 6 in all: the rates are those of t = 0, 1/6, …, 5/6.
  @Test func knowsThePlannedUpdates() throws {
    let rates = Recorder()
    let optimizer = SGD(learningRate: .schedule(FlatCosine(0.5)))
    var run = try TrainedNetwork(Sequential([Dense(1)]), inputs: 1).training(
      on: rows, targets, with: training(optimizer, epochs: 2, callbacks: [rates.callback]))
    while run.ending == nil { try run.advance(updates: 2) }
    let expected = [0.5, 0.5, 0.5, 0.5, 0.375, 0.125]
    #expect(rates.values.count == 6)
    for (rate, height) in zip(rates.values, expected) { #expect(abs(rate - height) < 1e-7) }
    #expect(run.learningRate < 1e-7)
    // A further training of the same network plans anew.
    let again = Recorder()
    _ = try run.network.fitted(
      to: rows, targets, with: training(optimizer, epochs: 1, callbacks: [again.callback]))
    for (rate, height) in zip(again.values, [0.5, 0.5, 0.375]) { #expect(abs(rate - height) < 1e-7) }
  }

  /// The weights after each of eight updates by torch's AdamW: rate 0.05 · coslog4, decay 0.5 · flat_cos, for
  /// biases a tenth of the rate and three times the decay. pytabkit's optimizer multiplies the decay by both factors
  /// once more.
  @Test(arguments: [false, true]) func hasTheStepsOfAdamW(inPytabkit: Bool) throws {
    let optimizer = AdamW(
      learningRate: .schedule(Coslog(0.05)), weightDecay: 0.5, weightDecaySchedule: FlatCosine(), beta1: 0.9,
      beta2: 0.95, epsilon: 1e-14)
    func dense(_ units: Int, _ activation: Activation) -> Dense {
      Dense(
        units, activation: activation, biasRateFactor: 0.1,
        biasDecayFactor: inPytabkit ? 3 * 3 * 0.1 : 3)
    }
    let shapes =
      [("layers.0.kernel", [3, 4]), ("layers.0.bias", [4]), ("layers.1.kernel", [4, 1])]
      + [("layers.1.bias", [1])]
    let network = try TrainedNetwork(
      Sequential([dense(4, .tanh), dense(1, .linear)]), inputs: 3,
      parameters: zip(shapes, record.weights).map {
        Parameter(name: $0.0, shape: $0.1, values: .double($1))
      }, precision: .double)
    let expected = inPytabkit ? record.pytabkit : record.torch
    var run = try network.training(
      on: Matrix(record.x), Matrix(column: record.y),
      with: training(optimizer, epochs: expected.count, batchSize: 12))
    for weights in expected {
      try run.advance()
      for (found, wanted) in zip(run.network.parameters, weights) {
        #expect(relativeDifference(found.scalars, wanted) < 1e-9, "\(found.name)")
      }
    }
  }

  @Test func dropsLessAndLess() throws {
    let layer = Dropout(rate: 0.5, schedule: FlatCosine())
    #expect(layer.rate(at: TrainingTime(updates: 0, progress: 0.25)) == 0.5)
    #expect(abs(layer.rate(at: TrainingTime(updates: 0, progress: 0.75)) - 0.25) < 1e-15)
    #expect(layer.rate(at: TrainingTime(updates: 0, progress: 1)) < 1e-15)
    let steep = Dropout(
      rate: 0.5, schedule: ExponentialDecay(initialLearningRate: 9, decaySteps: 1, decayRate: 1))
    #expect(steep.rate(at: TrainingTime(updates: 3)) == 0.99)
    // Of 10,000 inputs the shares that are off at the beginning, and after three quarters of the plan.
    for (progress, share) in [(0.0, 0.5), (0.75, 0.25)] {
      let input = AlignedBuffer<Float>(count: 10_000)
      let (output, factors) = (AlignedBuffer<Float>(count: 10_000), AlignedBuffer<Float>(count: 10_000))
      input.pointer.update(repeating: 1, count: 10_000)
      layer.node(inputs: 10_000, parameters: []).forward(
        0..<1,
        in: LayerMemory(
          layer: 0, input: input.pointer, output: output.pointer, outputGradient: nil, inputGradient: nil,
          scratch: factors.pointer),
        pass: .training(seed: 1, step: 7, time: TrainingTime(updates: 7, progress: progress)))
      let off = (0..<10_000).filter { output.pointer[$0] == 0 }.count
      // Five deviations of the binomial distribution.
      #expect(abs(Double(off) / 10_000 - share) < 5 * (share * (1 - share) / 10_000).squareRoot())
    }
  }

  @Test func filesNameThem() throws {
    let json = #"""
      {"name": "adamw", "learning_rate": {"name": "coslog", "peak": 0.2}, "weight_decay": 0.02,
       "weight_decay_schedule": "flat_cos", "beta_2": 0.95}
      """#
    let read = try JSONDecoder().decode(OptimizerDescription.self, from: Data(json.utf8))
    let optimizer = AdamW(
      learningRate: .schedule(Coslog(0.2)), weightDecay: 0.02, weightDecaySchedule: FlatCosine(), beta2: 0.95)
    #expect(read == OptimizerDescription(optimizer))
    let written = try JSONDecoder().decode(OptimizerDescription.self, from: JSONEncoder().encode(read))
    #expect(written == read && written != OptimizerDescription(AdamW(weightDecay: 0.02)))
    #expect(
      optimizer.swiftSource
        == "AdamW(learningRate: .schedule(Coslog(0.2)), weightDecay: 0.02, weightDecaySchedule: FlatCosine(), beta2: 0.95)"
    )
    #expect(optimizer.kerasSource == nil && AdamW(weightDecay: 0.02).kerasSource != nil)
    let dropout = try JSONDecoder().decode(
      Dropout.self,
      from: Data(#"{"type": "dropout", "rate": 0.15, "schedule": {"name": "flat_cosine"}}"#.utf8))
    #expect(dropout == Dropout(rate: 0.15, schedule: FlatCosine()) && dropout != Dropout(rate: 0.15))
    #expect(dropout.swiftSource == "Dropout(rate: 0.15, schedule: FlatCosine())")
    #expect(dropout.kerasSource == nil)
    #expect(try JSONDecoder().decode(Dropout.self, from: JSONEncoder().encode(dropout)) == dropout)
  }

  private let rows = Matrix<Double>(column: (0..<10).map { Double($0) / 10 })
  private let targets = Matrix<Double>(column: (0..<10).map { Double($0) / 5 })

  private func training(
    _ optimizer: any Optimizer, epochs: Int, batchSize: Int = 4, callbacks: [any Callback] = []
  ) -> Training {
    Training(
      optimizer: optimizer, loss: .meanSquaredError, batchSize: batchSize, epochs: epochs, shuffles: false,
      callbacks: callbacks)
  }

  /// Records the rate of each update.
  private final class Recorder: @unchecked Sendable {
    // Sendable holds because one thread trains.
    private(set) var values: [Double] = []
    var callback: ClosureCallback {
      ClosureCallback(updateEnded: {
        self.values.append($0.learningRate)
        return []
      })
    }
  }
}
