import Foundation
import Vintner

/// How much memory a network's parameters take while it is trained.
struct MemoryNeed {
  private let parameters: Int
  private let bytes: Int

  /// - Precondition: no layer has more than a million units.
  init(of prepared: PreparedPipeline<some PredictionTarget>) {
    var inputs = prepared.inputs
    var parameters = 0
    for layer in prepared.pipeline.network.layers {
      parameters += layer.parameters(inputs: inputs).reduce(0) { $0 + $1.count }
      inputs = layer.outputs(inputs: inputs)
    }
    self.parameters = parameters
    // Weights, gradients, the best epoch's weights, and what the optimizer keeps of each.
    let copies = 3 + prepared.pipeline.training.optimizer.initialState.count
    bytes = parameters * copies * (prepared.pipeline.precision == .single ? 4 : 8)
  }

  /// Refuses a network that this machine has no room for, before it is made.
  func check() throws(Failure) {
    let available = ProcessInfo.processInfo.physicalMemory
    guard UInt64(bytes) > available else { return }
    throw Failure(
      .usage,
      "The network's \(Format.integer(parameters)) parameters take \(Self.gigabytes(UInt64(bytes))) to train,"
        + " but this machine has \(Self.gigabytes(available)): give --hidden fewer units.")
  }

  private static func gigabytes(_ bytes: UInt64) -> String {
    String(format: "%.1f GB", Double(bytes) / 1e9)
  }
}
