import NeuralNetworks
import Tabular

/// The contents of a safetensors file: tensors by name, and text by name beside them.
///
///     var file = SafeTensors(metadata: ["made by": "hand"])
///     file.tensors["layers.0.bias"] = Tensor(shape: [2], [0.5, -1] as [Float])
///     try file.write(to: "model.safetensors")
///
/// A file is eight bytes (the header's length, little end first), the header (JSON, padded with spaces to a
/// multiple of eight bytes), and the tensors' bytes without gaps. The same contents give the same bytes:
/// metadata in the order of its names, tensors the wider type first, then in the order of their names, as
/// the reference implementation has them.
/// Source: github.com/huggingface/safetensors, "Format" in its README.
public struct SafeTensors: Equatable, Sendable {
  /// The tensors by name. `__metadata__` is reserved for the metadata.
  public var tensors: [String: Tensor]

  /// Text by name. `sha256` is reserved for the file's checksum: it is removed when a file is read and replaced
  /// when one is written.
  public var metadata: [String: String]

  /// The metadata's name for the checksum.
  ///
  /// The checksum is the SHA-256 of the whole file, in 64 lower-case hexadecimal digits, computed with these
  /// digits set to 0.
  static let checksumName = "sha256"
  static let checksumLength = 64

  /// The header's name for the metadata.
  static let metadataName = "__metadata__"

  /// Creates contents. Default: empty.
  public init(tensors: [String: Tensor] = [:], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The tensor with a name and shape.
  ///
  /// - Throws: a fault if there is none, or it has another shape.
  public func tensor(_ name: String, shape: [Int]) throws(ModelFileError.Fault) -> Tensor {
    guard let tensor = tensors[name] else { throw .missingTensor(name) }
    guard tensor.shape == shape else {
      throw .unexpectedShape(tensor: name, expected: shape, found: tensor.shape)
    }
    return tensor
  }
}

extension SafeTensors {
  /// The version of the model format that is written, and the newest that is read.
  static let formatVersion = 1

  /// The metadata's name for the version of the model format.
  static let formatVersionName = "format_version"

  /// Reads a model that Vintner saved, verifying its checksum and format version.
  ///
  /// - Throws: ``ModelFileError`` if the file cannot be read, is damaged, is newer, or was not saved by Vintner.
  package init(contentsOfModel path: String) throws(ModelFileError) {
    do {
      try self.init(contentsOf: path, verifyingChecksum: true)
    } catch {
      // What was asked for as a model may be a table, or another file of a run; a damaged model is none of them.
      guard let kind = FileKind(path: path), error.fault == .missingMetadata || !kind.isSafeTensors else {
        throw error
      }
      throw ModelFileError(file: path, fault: .otherFile(kind))
    }
    try checkFormatVersion(file: path)
  }

  /// Reads a model that Vintner saved from the bytes of a file, which errors call `name`.
  ///
  /// - Throws: as for a file.
  package init(modelBytes bytes: [UInt8], name: String = "the bytes") throws(ModelFileError) {
    try self.init(bytes: bytes, name: name, verifyingChecksum: true)
    try checkFormatVersion(file: name)
  }

  /// The contents as the bytes of a model: with the format's version and a checksum in the metadata.
  package func modelBytes() -> [UInt8] {
    var model = self
    model.metadata[Self.formatVersionName] = String(Self.formatVersion)
    return model.bytes(withChecksum: true)
  }

  /// Writes the contents as a model, atomically.
  package func writeModel(to path: String) throws(OutputError) {
    try AtomicFile.write(modelBytes(), to: path)
  }

  /// Rejects a format newer than this version of Vintner, whatever else is wrong with the file.
  static func refuseNewerFormat(_ metadata: [String: String]) throws(ModelFileError.Fault) {
    guard let version = metadata[formatVersionName].flatMap({ Int($0) }), version > formatVersion else {
      return
    }
    throw .newerFormat(found: version, supported: formatVersion)
  }

  private func checkFormatVersion(file: String) throws(ModelFileError) {
    guard let text = metadata[Self.formatVersionName] else {
      throw ModelFileError(file: file, fault: .missingFormatVersion)
    }
    guard let version = Int(text), version > 0 else {
      throw ModelFileError(file: file, fault: .malformedFormatVersion(text))
    }
  }
}

extension SafeTensors {
  /// The tensors as a network's parameters.
  package var parameters: [Parameter] {
    tensors.map { name, tensor in
      Parameter(
        name: name, shape: tensor.shape,
        values: tensor.elementType == .float32
          ? .single(tensor.scalars(as: Float.self)) : .double(tensor.scalars(as: Double.self)))
    }
  }
}
