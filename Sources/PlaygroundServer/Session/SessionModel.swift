import Foundation
import Vintner

/// A run's network as a file, and back.
extension PlaygroundSession {
  /// The network as the bytes of a safetensors file: of a table a whole model, as `vintner train` writes it,
  /// else the weights under their names.
  public func modelBytes() throws(SessionError) -> [UInt8] {
    try command { _ throws(SessionError) in }
    let snapshot = self.snapshot
    if let model = snapshot.material.model { return model(snapshot.network) }
    var file = SafeTensors(metadata: [
      "task": "playground", "state": snapshot.state.json.string, "epoch": "\(snapshot.epoch)",
    ])
    for parameter in snapshot.network.parameters {
      file.tensors[parameter.name] =
        switch parameter.values {
        case .single(let values): Tensor(shape: parameter.shape, values)
        case .double(let values): Tensor(shape: parameter.shape, values)
        }
    }
    return file.modelBytes()
  }

  /// Goes on with the weights of a file.
  ///
  /// - Throws: `SessionError.malformed` where the file is damaged, or of another network.
  public func load(model bytes: [UInt8]) throws(SessionError) {
    let file: SafeTensors
    do throws(ModelFileError) {
      file = try SafeTensors(modelBytes: bytes, name: "The file")
    } catch {
      throw .malformed("\(error)")
    }
    let parameters = file.tensors.map { name, tensor in
      Parameter(name: name, shape: tensor.shape, values: .double(tensor.scalars(as: Double.self)))
    }
    try command { control throws(SessionError) in
      let known = Set(control.run.live.network.parameters.map(\.name))
      guard known == Set(parameters.map(\.name)) else {
        throw .malformed("The model is of another network: set the same layers first.")
      }
      try control.run.replace(parameters)
      control.isRunning = false
    }
  }
}
