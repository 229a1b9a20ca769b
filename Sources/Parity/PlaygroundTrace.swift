import Foundation
import LinearAlgebra
import NeuralNetworks
import Pipelines

/// A run recorded from the TensorFlow Playground: its configuration, points, initial weights and losses.
///
/// A file of JSON with the keys `dataset`, `features`, `hidden`, `activation`, `learning_rate`, `batch_size`,
/// `regularization` and `regularization_rate`, `epochs`, `train` and `test` (points as `[x1, x2, label]` in the
/// order in which they were used), `initial` (per layer `weights[unit][input]` and `biases[unit]`) and `curve`
/// (`[epoch, training loss, test loss]`, `null` for a loss that was NaN).
package struct PlaygroundTrace: Sendable {
  /// The file's name without its extension.
  package let name: String
  let run: PlaygroundRun
  let train: [PlaygroundPoint]
  let test: [PlaygroundPoint]
  let initial: [Parameter]
  let curve: [CurvePoint]

  /// The losses after an epoch; `nil` if NaN.
  struct CurvePoint: Sendable, Equatable {
    let epoch: Int
    let trainLoss: Double?
    let testLoss: Double?
  }

  /// Reads a trace.
  ///
  /// - Throws: ``TraceError`` if the file is missing or damaged, with the offending key.
  package init(file path: String) throws(TraceError) {
    let file = (path as NSString).lastPathComponent
    let name = (file as NSString).deletingPathExtension
    self.name = name
    let bytes: [UInt8]
    do throws(InputError) { bytes = try InputFile.bytes(path) } catch {
      throw FileManager.default.fileExists(atPath: path)
        ? .unusable(trace: name, file: file, problem: "\(error.reason).") : .missing(path: path)
    }
    do throws(PlaygroundRecording.Fault) {
      let recording = try PlaygroundRecording(bytes)
      run = try recording.checkedRun()
      train = try recording.points("train", recording.train)
      test = try recording.points("test", recording.test)
      initial = try recording.parameters()
      curve = try recording.checkedCurve()
    } catch {
      throw .unusable(trace: name, file: file, problem: error.sentence)
    }
  }

  /// Trains like the recording, in double precision, and compares the losses.
  ///
  /// - Parameters:
  ///   - epochs: the number of epochs to replay. Default: all.
  ///   - tolerance: the largest relative difference that passes. Default 10⁻⁶.
  /// - Throws: ``TraceError`` if the weights do not fit.
  package func replay(epochs: Int? = nil, tolerance: Double = 1e-6) throws(TraceError) -> TraceReplay {
    let expected = curve.filter { $0.epoch <= epochs ?? .max }
    var result = try begun()
    var records: [PlaygroundResult.Record] = []
    for point in expected {
      if point.epoch > result.epoch {
        let step = point.epoch - result.epoch
        try rethrowing(TraceError.pipeline, result.advance(epochs: step, recordEvery: step))
      }
      records.append(result.curve.last!)
    }
    let epochs = expected.map(\.epoch)
    return TraceReplay(
      trace: name, recordedEpochs: epochs.last ?? 0, replayedEpochs: result.epoch,
      columns: [
        .init("loss", records.map(\.trainLoss), expected.map(\.trainLoss), epochs: epochs, tolerance),
        .init("val_loss", records.map(\.testLoss), expected.map(\.testLoss), epochs: epochs, tolerance),
      ], predictions: nil)
  }

  private func begun() throws(TraceError) -> PlaygroundResult {
    let network = try rethrowing(
      TraceError.network,
      TrainedNetwork(run.network, inputs: run.features.count, parameters: initial, precision: .double))
    return try rethrowing(
      TraceError.network, PlaygroundResult(run, train: train, test: test, network: network))
  }
}
