import LinearAlgebra
import NeuralNetworks
import Tabular

/// What a model's file says, whatever it predicts: `model.safetensors`.
///
/// The tensors are the network's parameters: `layers.N.kernel` (inputs × units), `layers.N.bias` (units) and
/// so on, N counted from 0 over all layers. Those of an ensemble have `members.K.` before their names, K counted from
/// 0, and `ensemble` says how many members there are and how their outputs are combined. The metadata's values are JSON where they are more than a word:
/// `architecture`, `schema`, `preprocessor`, `training`, and what ``FittedTarget/metadata`` says of the `task`.
/// Where the run said how its CSV file is written, `file` has these settings, as a run file has them.
struct ModelContents {
  let task: RunTask
  let schema: Schema
  let preprocessor: FittedPreprocessor
  let provenance: Provenance
  let fileSettings: RunConfiguration

  enum Key {
    static let task = "task"
    static let architecture = "architecture"
    static let ensemble = "ensemble"
    static let schema = "schema"
    static let preprocessor = "preprocessor"
    static let training = "training"
    static let file = "file"
  }

  init(_ file: SafeTensors) throws(ModelFileError.Fault) {
    guard file.metadata[Key.task] != NetworkFile.task else { throw .otherFile(.network) }
    guard file.metadata[Key.task] != Checkpoint.task else { throw .otherFile(.checkpoint) }
    schema = try file.value(Schema.self, Key.schema)
    preprocessor = try file.value(FittedPreprocessor.self, Key.preprocessor)
    provenance = try file.value(Provenance.self, Key.training)
    fileSettings = try Self.fileSettings(of: file)
    let name = try file.text(Key.task)
    guard let task = RunTask(rawValue: name) else { throw .unknownTask(name) }
    self.task = task
  }

  private static func fileSettings(of file: SafeTensors) throws(ModelFileError.Fault) -> RunConfiguration {
    guard file.metadata[Key.file] != nil else { return RunConfiguration() }
    let json = try file.value(JSON.self, Key.file)
    do throws(FieldFault) {
      return try RunConfiguration(fileJSON: json)
    } catch {
      throw .malformedMetadata(name: Key.file)
    }
  }
}

extension RunTask {
  /// The type that opens a model for the task: `FittedRegressionPipeline`.
  fileprivate var openingType: String {
    "Fitted\(rawValue.prefix(1).uppercased() + rawValue.dropFirst())Pipeline"
  }
}

extension FittedPipeline {
  /// Reads a model that was saved.
  ///
  /// - Throws: ``VintnerError/model(_:)`` where the file cannot be read, is damaged, or is no such model.
  public init(contentsOf path: String) throws(VintnerError) {
    let file = try rethrowing(VintnerError.model, SafeTensors(contentsOfModel: path))
    self = try file.model(path) { contents throws(ModelFileError.Fault) in try Self(contents, file) }
  }

  init(_ contents: ModelContents, _ file: SafeTensors) throws(ModelFileError.Fault) {
    guard contents.task == Target.task else {
      throw .otherTask(
        contents.task.rawValue, expected: Target.task.rawValue, opensAs: contents.task.openingType)
    }
    let target = try Target.Fitted(file)
    let network = try file.network(of: contents)
    guard network.outputs == target.outputs else {
      throw .malformedMetadata(name: ModelContents.Key.architecture)
    }
    self.init(contents, target, network)
  }

  /// The model as the bytes of a file. The same model gives the same bytes.
  public func modelBytes() -> [UInt8] {
    var file = SafeTensors(metadata: [
      ModelContents.Key.task: Target.task.rawValue,
      ModelContents.Key.schema: json(schema),
      ModelContents.Key.preprocessor: json(preprocessor),
      ModelContents.Key.training: json(provenance),
    ])
    if !fileSettings.given.isEmpty { file.metadata[ModelContents.Key.file] = fileSettings.fileJSON.string }
    for (key, value) in target.metadata { file.metadata[key] = json(value) }
    file.put(network)
    return file.modelBytes()
  }
}

func json(_ value: some Encodable) -> String { String(decoding: JSON.encoded(value), as: UTF8.self) }

extension SafeTensors {
  /// Makes a model of what the file says.
  ///
  /// - Parameter name: what errors call the file.
  /// - Throws: ``VintnerError/model(_:)`` with the fault, which `make` may find, too.
  func model<Model>(
    _ name: String, _ make: (ModelContents) throws(ModelFileError.Fault) -> Model
  ) throws(VintnerError) -> Model {
    do throws(ModelFileError.Fault) {
      return try make(try ModelContents(self))
    } catch {
      throw .model(ModelFileError(file: name, fault: error))
    }
  }

  /// An entry of the metadata.
  func text(_ key: String) throws(ModelFileError.Fault) -> String {
    guard let text = metadata[key] else { throw .missingMetadataEntry(name: key) }
    return text
  }

  /// An entry of the metadata that is JSON.
  ///
  /// - Parameter fits: whether the value can be. Default: any.
  package func value<Value: Decodable>(
    _ type: Value.Type, _ key: String, where fits: (Value) -> Bool = { _ in true }
  ) throws(ModelFileError.Fault) -> Value {
    let text = try text(key)
    do {
      let value = try JSON.decoded(type, from: text.utf8)
      if fits(value) { return value }
    } catch DecodingError.dataCorrupted(let context) {
      if let part = context.underlyingError as? UnknownPart {
        throw .unknownPart(part.name, article: part.article, line: part.line)
      }
    } catch {}
    throw .malformedMetadata(name: key)
  }
}
