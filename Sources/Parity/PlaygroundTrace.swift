import Foundation
import LinearAlgebra
import NeuralNetworks
import Pipelines

/// A run recorded from the TensorFlow Playground: how it was made, its points, its first weights, its losses.
///
/// A file of JSON with the keys `dataset`, `features`, `hidden`, `activation`, `learning_rate`, `batch_size`,
/// `regularization` and `regularization_rate`, `epochs`, `train` and `test` (points as `[x1, x2, label]` in the
/// order in which they were used), `initial` (per layer `weights[unit][input]` and `biases[unit]`) and `curve`
/// (`[epoch, training loss, test loss]`, `null` where a loss was no number).
public struct PlaygroundTrace: Sendable {
  /// The file's name without its extension.
  public let name: String
  let run: PlaygroundRun
  let train: [PlaygroundPoint]
  let test: [PlaygroundPoint]
  let initial: [Parameter]
  let curve: [CurvePoint]

  /// The losses after an epoch; `nil` where they were no numbers.
  struct CurvePoint: Sendable, Equatable {
    let epoch: Int
    let trainLoss: Double?
    let testLoss: Double?
  }

  /// - Throws: ``VintnerError/trace(_:)`` where the file is missing or damaged, with the key that is at fault.
  public init(file path: String) throws(VintnerError) {
    let file = (path as NSString).lastPathComponent
    let name = (file as NSString).deletingPathExtension
    self.name = name
    let bytes: [UInt8]
    do throws(InputError) { bytes = try InputFile.bytes(path) } catch {
      throw .trace(
        FileManager.default.fileExists(atPath: path)
          ? .unusable(trace: name, file: file, problem: "\(error.reason).") : .missing(path: path))
    }
    do throws(PlaygroundRecording.Fault) {
      let recording = try PlaygroundRecording(bytes)
      run = try recording.checkedRun()
      train = try recording.points("train", recording.train)
      test = try recording.points("test", recording.test)
      initial = try recording.parameters()
      curve = try recording.checkedCurve()
    } catch {
      throw .trace(.unusable(trace: name, file: file, problem: error.sentence))
    }
  }

  /// Trains as the recording did, in double precision, and compares its losses.
  ///
  /// - Parameters:
  ///   - epochs: how many epochs to replay. Default: all that were recorded.
  ///   - tolerance: the largest relative difference that passes. Default 10⁻⁶.
  /// - Throws: ``VintnerError`` where the weights do not fit.
  public func replay(epochs: Int? = nil, tolerance: Double = 1e-6) throws(VintnerError) -> TraceReplay {
    let expected = curve.filter { $0.epoch <= epochs ?? .max }
    var result = try PlaygroundResult(run, train: train, test: test, network: network())
    var records: [PlaygroundResult.Record] = []
    for point in expected {
      if point.epoch > result.epoch {
        let step = point.epoch - result.epoch
        try result.advance(epochs: step, recordEvery: step)
      }
      records.append(result.curve.last!)
    }
    let epochs = expected.map(\.epoch)
    let columns = [
      compare("loss", records.map(\.trainLoss), expected.map(\.trainLoss), epochs, tolerance),
      compare("val_loss", records.map(\.testLoss), expected.map(\.testLoss), epochs, tolerance),
    ]
    return TraceReplay(
      trace: name, recordedEpochs: epochs.last ?? 0, replayedEpochs: result.epoch, columns: columns,
      predictions: nil)
  }

  private func network() throws(VintnerError) -> TrainedNetwork {
    do {
      return try TrainedNetwork(
        run.network, inputs: run.features.count, parameters: initial, precision: .double)
    } catch {
      throw .network(error)
    }
  }

  /// What is no number on both sides agrees.
  private func compare(
    _ name: String, _ actual: [Double], _ expected: [Double?], _ epochs: [Int], _ tolerance: Double
  ) -> TraceReplay.Comparison {
    var largest = 0.0
    var firstOutside: Int?
    for (index, epoch) in epochs.enumerated() {
      let difference =
        switch (actual[index].isFinite ? actual[index] : nil, expected[index]) {
        case (nil, nil): 0.0
        case (let a?, let e?): abs(a - e) / max(abs(e), 1e-12)
        default: Double.infinity
        }
      largest = max(largest, difference)
      if !(difference <= tolerance) { firstOutside = firstOutside ?? epoch }
    }
    return TraceReplay.Comparison(name: name, largestDifference: largest, firstOutside: firstOutside)
  }
}
