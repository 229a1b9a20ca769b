import Foundation
import Vintner

/// A run's network as a file, and back.
extension PlaygroundSession {
  /// The network as the bytes of a model file such as `vintner train` writes, with the state beside it.
  public func modelBytes() throws(SessionError) -> [UInt8] {
    let snapshot = try command { control throws(SessionError) in control.run.snapshot }
    var file = try Self.file(try snapshot.material.model(snapshot.network))
    file.metadata[ModelState.key] = snapshot.state.json.string
    return file.modelBytes()
  }

  /// Goes on with the network of a file. Where it is another one than the run's, a run of its own begins with it:
  /// its layers, and of a table its columns, target, scaling and split.
  ///
  /// - Returns: whether the run had to begin anew.
  /// - Throws: `SessionError.malformed` where the file is damaged, of a network that no state describes, or of a
  ///   table that is not here.
  @discardableResult
  public func load(model bytes: [UInt8]) throws(SessionError) -> Bool {
    let file = try Self.file(bytes)
    let model = try ModelState(file, over: state)
    let parameters = file.tensors.map { name, tensor in
      Parameter(name: name, shape: tensor.shape, values: .double(tensor.scalars(as: Double.self)))
    }
    guard !model.state.hasNetwork(like: state) else {
      try command { control throws(SessionError) in
        try Self.replace(parameters, in: control.run)
        control.isRunning = false
      }
      return false
    }
    let next = try begun(model.state)
    try Self.replace(parameters, in: next)
    if let preprocessor = model.preprocessor, preprocessor != next.material.preprocessor {
      var material = next.material
      material.notices.append(
        "The model was made with other rows: this table's training rows are scaled by their own figures.")
      next.show(material)
    }
    try command { control throws(SessionError) in
      control.run = next
      control.isRunning = false
      control.focus = nil
    }
    return true
  }

  private static func file(_ bytes: [UInt8]) throws(SessionError) -> SafeTensors {
    do throws(ModelFileError) {
      return try SafeTensors(modelBytes: bytes, name: "The file")
    } catch {
      throw .malformed("\(error)")
    }
  }

  private static func replace(_ parameters: [Parameter], in run: SessionRun) throws(SessionError) {
    func shapes(_ parameters: [Parameter]) -> [String: [Int]] {
      Dictionary(parameters.map { ($0.name, $0.shape) }) { first, _ in first }
    }
    let (found, known) = (shapes(parameters), shapes(run.training.network.parameters))
    guard found == known else {
      let inputs = (found["layers.0.kernel"]?.first, known["layers.0.kernel"]?.first)
      throw .malformed(
        inputs.0 == inputs.1
          ? "The model is of another network than its description: save it anew."
          : "The model takes \(inputs.0 ?? 0) values a row, and this table's columns make \(inputs.1 ?? 0): load"
            + " the table that it was made with.")
    }
    try run.replace(parameters)
  }
}

extension PlaygroundState {
  /// Whether another state has the same network on the same inputs, so that one's weights mean the same to the
  /// other.
  fileprivate func hasNetwork(like other: PlaygroundState) -> Bool {
    guard problem == other.problem, isTable == other.isTable, layers == other.layers,
      activation == other.activation, isPlayground == other.isPlayground
    else { return false }
    if isPlayground { return features == other.features }
    let isProbability = loss == "binary_crossentropy"
    guard dropout == other.dropout, batchNormalization == other.batchNormalization else { return false }
    guard isTable else {
      return features == other.features && isProbability == (other.loss == "binary_crossentropy")
    }
    return target == other.target && positiveFrom == other.positiveFrom && columns == other.columns
      && missing == other.missing && encode == other.encode && scaling == other.scaling
      && splitSeed == other.splitSeed && trainPercent == other.trainPercent
  }
}
