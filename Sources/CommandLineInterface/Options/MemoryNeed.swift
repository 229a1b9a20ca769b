import Foundation
import Vintner

extension PreparedPipeline {
  /// Refuses a network whose training this machine has no memory for, before the network is created.
  ///
  /// - Precondition: no layer has more than a million units.
  func checkMemory() throws(Failure) {
    var inputs = inputs
    var parameters = 0
    for layer in pipeline.network.layers {
      parameters += layer.parameters(inputs: inputs).reduce(0) { $0 + $1.count }
      inputs = layer.outputs(inputs: inputs)
    }
    // Weights, gradients, the best epoch's weights, and the optimizer's state.
    let copies = 3 + pipeline.training.optimizer.initialState.count
    let bytes = UInt64(parameters * copies * (pipeline.precision == .single ? 4 : 8))
    let available = ProcessInfo.processInfo.physicalMemory
    guard bytes > available else { return }
    func gigabytes(_ bytes: UInt64) -> String { String(format: "%.1f GB", Double(bytes) / 1e9) }
    throw Failure(
      .usage,
      "The network's \(Format.integer(parameters)) parameters take \(gigabytes(bytes)) to train,"
        + " but this machine has \(gigabytes(available)): give --hidden fewer units.")
  }
}
