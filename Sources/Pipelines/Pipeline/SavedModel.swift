import NeuralNetworks
import Tabular

/// A model in one file: `model.safetensors`.
///
/// The tensors are the network's parameters: `layers.N.kernel` (inputs × units), `layers.N.bias` (units) and
/// so on, N counted from 0 over all layers. The metadata's values are JSON where they are more than a word:
/// `architecture`, `schema`, `preprocessor`, `training` and, by the `task`, `target_scaler` or `classes` and
/// `threshold`.
struct SavedModel: Sendable {
  /// What the model predicts.
  enum Task: Sendable {
    case regression(FittedScaling)
    case classification(ClassTarget, threshold: Double)

    var name: String {
      switch self {
      case .regression: "regression"
      case .classification: "classification"
      }
    }
  }

  let task: Task
  let schema: Schema
  let preprocessor: FittedPreprocessor
  let network: TrainedNetwork
  let provenance: Provenance

  init(
    task: Task, schema: Schema, preprocessor: FittedPreprocessor, network: TrainedNetwork,
    provenance: Provenance
  ) {
    self.task = task
    self.schema = schema
    self.preprocessor = preprocessor
    self.network = network
    self.provenance = provenance
  }

  private enum Key {
    static let task = "task"
    static let architecture = "architecture"
    static let schema = "schema"
    static let preprocessor = "preprocessor"
    static let targetScaler = "target_scaler"
    static let classes = "classes"
    static let threshold = "threshold"
    static let training = "training"
  }

  var bytes: [UInt8] {
    var file = SafeTensors(metadata: [
      Key.task: task.name,
      Key.architecture: Self.json(network.network),
      Key.schema: Self.json(schema),
      Key.preprocessor: Self.json(preprocessor),
      Key.training: Self.json(provenance),
    ])
    switch task {
    case .regression(let scaling): file.metadata[Key.targetScaler] = Self.json(scaling)
    case .classification(let target, let threshold):
      file.metadata[Key.classes] = Self.json(target)
      file.metadata[Key.threshold] = Self.json(threshold)
    }
    for parameter in network.parameters {
      file.tensors[parameter.name] =
        switch parameter.values {
        case .single(let values): Tensor(shape: parameter.shape, values)
        case .double(let values): Tensor(shape: parameter.shape, values)
        }
    }
    return file.modelBytes()
  }

  /// - Throws: ``VintnerError/model(_:)`` where the file cannot be read, is damaged, or is no model.
  init(contentsOf path: String) throws(VintnerError) {
    do throws(ModelFileError) {
      let file = try SafeTensors(contentsOfModel: path)
      do throws(ModelFileError.Fault) {
        try self.init(file)
      } catch {
        throw ModelFileError(file: path, fault: error)
      }
    } catch {
      throw .model(error)
    }
  }

  /// - Parameter file: what has been read already.
  /// - Parameter name: what errors call it.
  init(_ file: SafeTensors, name: String) throws(VintnerError) {
    do throws(ModelFileError.Fault) {
      try self.init(file)
    } catch {
      throw .model(ModelFileError(file: name, fault: error))
    }
  }

  private init(_ file: SafeTensors) throws(ModelFileError.Fault) {
    schema = try Self.value(Schema.self, Key.schema, in: file)
    preprocessor = try Self.value(FittedPreprocessor.self, Key.preprocessor, in: file)
    provenance = try Self.value(Provenance.self, Key.training, in: file)
    let name = try Self.text(Key.task, in: file)
    switch name {
    case "regression": task = .regression(try Self.value(FittedScaling.self, Key.targetScaler, in: file))
    case "classification": task = try Self.classification(file)
    default: throw .unknownTask(name)
    }
    let architecture = try Self.value(Sequential.self, Key.architecture, in: file)
    let inputs = preprocessor.outputNames.count
    guard inputs > 0, !architecture.layers.isEmpty, preprocessor.featureNames == schema.featureNames else {
      throw .malformedMetadata(name: Key.architecture)
    }
    do throws(NetworkError) {
      network = try TrainedNetwork(
        architecture, inputs: inputs, parameters: file.parameters, precision: provenance.precision)
    } catch {
      throw .foreignWeights("\(error)")
    }
    guard network.outputs == 1 else { throw .malformedMetadata(name: Key.architecture) }
  }

  private static func classification(_ file: SafeTensors) throws(ModelFileError.Fault) -> Task {
    let target = try value(ClassTarget.self, Key.classes, in: file)
    guard target.classes.count == 2 else { throw .malformedMetadata(name: Key.classes) }
    let threshold = try value(Double.self, Key.threshold, in: file)
    guard threshold > 0 && threshold < 1 else { throw .malformedMetadata(name: Key.threshold) }
    return .classification(target, threshold: threshold)
  }

  /// The error of a model that is none of the task that was asked for.
  func wrongTask(_ path: String) -> VintnerError {
    .model(ModelFileError(file: path, fault: .unknownTask(task.name)))
  }
}

extension SavedModel {
  private static func json(_ value: some Encodable) -> String {
    String(decoding: JSON.encoded(value), as: UTF8.self)
  }

  private static func text(_ key: String, in file: SafeTensors) throws(ModelFileError.Fault) -> String {
    guard let text = file.metadata[key] else { throw .missingMetadataEntry(name: key) }
    return text
  }

  private static func value<Value: Decodable>(
    _ type: Value.Type, _ key: String, in file: SafeTensors
  ) throws(ModelFileError.Fault) -> Value {
    let text = try text(key, in: file)
    do {
      return try JSON.decoded(type, from: text.utf8)
    } catch {
      throw .malformedMetadata(name: key)
    }
  }
}
