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
  /// - Precondition: when written, none is called `__metadata__`, which means the metadata in a file.
  public var tensors: [String: Tensor]

  /// Text by name. The name `sha256` is the file's, not the contents': it is left out when a file is read
  /// and replaced when one is written.
  public var metadata: [String: String]

  /// The metadata's name for the checksum.
  ///
  /// It is the SHA-256 of the whole file, 64 hexadecimal digits in lower case, computed with these digits
  /// set to 0.
  static let checksumName = "sha256"
  static let checksumLength = 64

  /// The header's name for the metadata.
  static let metadataName = "__metadata__"

  /// Creates contents. Default: nothing.
  public init(tensors: [String: Tensor] = [:], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The tensor of that name.
  ///
  /// - Throws: where there is none, or it has another shape.
  public func tensor(_ name: String, shape: [Int]) throws(ModelFileError.Fault) -> Tensor {
    guard let tensor = tensors[name] else { throw .missingTensor(name) }
    guard tensor.shape == shape else {
      throw .unexpectedShape(tensor: name, expected: shape, found: tensor.shape)
    }
    return tensor
  }
}
