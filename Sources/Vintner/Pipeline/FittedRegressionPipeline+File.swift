import Foundation
import NeuralNetworks

/// A model in one file: `model.safetensors`.
///
/// The tensors are the network's parameters, `layers.N.kernel` (inputs × units) and `layers.N.bias` (units).
/// The metadata's values are JSON: `architecture`, `schema`, `feature_scaling`, `target_scaling` and
/// `provenance`; beside them stand `task`, `format_version` and `sha256`.
extension FittedRegressionPipeline {
  private enum Key {
    static let task = "task"
    static let architecture = "architecture"
    static let schema = "schema"
    static let featureScaling = "feature_scaling"
    static let targetScaling = "target_scaling"
    static let provenance = "provenance"
  }

  private static var task: String { "regression" }

  /// Writes the model to a file, whole or not at all.
  ///
  /// - Throws: ``VintnerError/output(_:)``.
  public func save(to path: String) throws(VintnerError) {
    let bytes = modelBytes()
    try writing { () throws(OutputError) in try AtomicFile.write(bytes, to: path) }
  }

  /// The model as the bytes of a file. The same model gives the same bytes.
  public func modelBytes() -> [UInt8] {
    var file = SafeTensors(metadata: [
      Key.task: Self.task,
      Key.architecture: Self.json(network.network),
      Key.schema: Self.json(schema),
      Key.featureScaling: Self.json(featureScaling),
      Key.targetScaling: Self.json(targetScaling),
      Key.provenance: Self.json(provenance),
    ])
    for parameter in network.parameters {
      file.tensors[parameter.name] =
        switch parameter.values {
        case .single(let values): Tensor(shape: parameter.shape, values)
        case .double(let values): Tensor(shape: parameter.shape, values)
        }
    }
    return file.modelBytes()
  }

  /// Reads a model that was saved.
  ///
  /// - Throws: ``VintnerError/model(_:)`` where the file cannot be read, is damaged, or is no such model.
  public init(contentsOf path: String) throws(VintnerError) {
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

  private init(_ file: SafeTensors) throws(ModelFileError.Fault) {
    let task = try Self.text(Key.task, in: file)
    guard task == Self.task else { throw .unknownTask(task) }
    let schema = try Self.value(Schema.self, Key.schema, in: file)
    let provenance = try Self.value(Provenance.self, Key.provenance, in: file)
    let architecture = try Self.value(Sequential.self, Key.architecture, in: file)
    let parameters = file.tensors.map { name, tensor in
      Parameter(
        name: name, shape: tensor.shape,
        values: tensor.elementType == .float32
          ? .single(tensor.scalars(as: Float.self)) : .double(tensor.scalars(as: Double.self)))
    }
    let network: TrainedNetwork
    do throws(NetworkError) {
      network = try TrainedNetwork(
        architecture, inputs: schema.features.count, parameters: parameters, precision: provenance.precision)
    } catch {
      throw .foreignWeights("\(error)")
    }
    guard network.outputs == 1, schema.features.count > 0 else {
      throw .malformedMetadata(name: Key.architecture)
    }
    self.init(
      schema: schema,
      featureScaling: try Self.value(FittedScaling.self, Key.featureScaling, in: file),
      targetScaling: try Self.value(FittedScaling.self, Key.targetScaling, in: file),
      network: network, provenance: provenance)
  }

  private static func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      preconditionFailure("A model's description is JSON: \(error)")
    }
  }

  private static func text(_ key: String, in file: SafeTensors) throws(ModelFileError.Fault) -> String {
    guard let text = file.metadata[key] else { throw .missingMetadataEntry(name: key) }
    return text
  }

  private static func value<Value: Decodable>(
    _ type: Value.Type, _ key: String, in file: SafeTensors
  ) throws(ModelFileError.Fault) -> Value {
    let text = try text(key, in: file)
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return try decoder.decode(type, from: Data(text.utf8))
    } catch {
      throw .malformedMetadata(name: key)
    }
  }
}
