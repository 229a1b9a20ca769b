import Foundation
import NeuralNetworks

/// How far a run has come, as a file holds it: a safetensors file with a checksum.
///
/// A run makes one training or several, one after the other: by folds, or again on all rows. The tensors are those of
/// part K, counted from 0, with `parts.K.` before their names: the parameters of a network that is finished, or the
/// memories of the training in progress. The metadata's `task` is `checkpoint`, `parts` what else is known of them as
/// JSON, `interval` how often checkpoints are saved, and `run` the run as a run file's text, where it has one.
package struct Checkpoint: Sendable {
  static let task = "checkpoint"

  /// One of the run's trainings.
  struct Part: Codable {
    /// The digest of its rows.
    let rows: String
    /// The epochs that it was to train.
    let epochs: Int
    /// Its network, if it is finished.
    var finished: Finished?
    /// What it remembers, if it is in progress.
    var state: TrainingState?
  }

  struct Finished: Codable {
    let history: History
    let inputs: Int
    let precision: Precision
    let ensemble: Ensemble?
    /// In tensors of the file.
    var parameters: [Parameter] = []

    private enum CodingKeys: String, CodingKey { case history, inputs, precision, ensemble }

    /// Whether it would be the same with another number of planned epochs.
    var endsByItself: Bool {
      guard ensemble == nil, case .stopped = history.ending else { return false }
      return true
    }

    init(_ network: TrainedNetwork) {
      (history, inputs, precision) = (network.history, network.inputs, network.precision)
      (ensemble, parameters) = (network.ensembleDescription, network.parameters)
    }

    /// - Throws: ``NetworkError`` where it was another network.
    func network(_ architecture: Sequential) throws(NetworkError) -> TrainedNetwork {
      try TrainedNetwork(
        architecture, inputs: inputs, parameters: parameters, precision: precision, ensemble: ensemble
      ).with(history)
    }
  }

  /// The run as a run file's text; `nil` of a run that has none.
  package let run: String?
  /// How often checkpoints are saved.
  package let interval: CheckpointInterval
  var parts: [Part] = []

  init(run: String?, interval: CheckpointInterval) {
    self.run = run
    self.interval = interval
  }

  // MARK: As a file

  /// Reads a file.
  ///
  /// - Throws: ``ModelFileError`` where it is damaged or something else.
  package init(contentsOf path: String) throws(ModelFileError) {
    let file = try SafeTensors(contentsOfModel: path)
    do throws(ModelFileError.Fault) { try self.init(file) } catch {
      throw ModelFileError(file: path, fault: error)
    }
  }

  private init(_ file: SafeTensors) throws(ModelFileError.Fault) {
    guard try file.text(ModelContents.Key.task) == Self.task else {
      throw .malformedMetadata(name: ModelContents.Key.task)
    }
    guard let interval = CheckpointInterval(try file.text("interval")) else {
      throw .malformedMetadata(name: "interval")
    }
    self.init(run: file.metadata["run"], interval: interval)
    parts = try file.value([Part].self, "parts")
    for index in parts.indices {
      let prefix = Self.prefix(index)
      try parts[index].state?.forEachMemory { (name, memory) throws(ModelFileError.Fault) in
        guard let tensor = file.tensors[prefix + name] else { throw .missingTensor(prefix + name) }
        memory = Data(tensor.bytes)
      }
      parts[index].finished?.parameters = file.parameters(after: prefix)
    }
  }

  func fileBytes() -> [UInt8] {
    var file = SafeTensors(metadata: [ModelContents.Key.task: Self.task, "interval": "\(interval)"])
    file.metadata["run"] = run
    var parts = parts
    for index in parts.indices {
      let prefix = Self.prefix(index)
      if let width = parts[index].state?.width {
        let type: Tensor.ElementType = width == .single ? .float32 : .float64
        parts[index].state?.forEachMemory { name, memory in
          file.tensors[prefix + name] = Tensor(
            type, shape: [memory.count / type.byteCount], bytes: Array(memory))
          memory = Data()
        }
      }
      if let parameters = parts[index].finished?.parameters { file.put(parameters, after: prefix) }
    }
    file.metadata["parts"] = json(parts)
    return file.modelBytes()
  }

  private static func prefix(_ index: Int) -> String { "parts.\(index)." }
}

extension SafeTensors {
  /// The tensors whose names begin with a prefix as parameters, named without it.
  fileprivate func parameters(after prefix: String) -> [Parameter] {
    SafeTensors(
      tensors: Dictionary(
        uniqueKeysWithValues: tensors.filter { $0.key.hasPrefix(prefix) }
          .map { (String($0.key.dropFirst(prefix.count)), $0.value) })
    ).parameters
  }
}
