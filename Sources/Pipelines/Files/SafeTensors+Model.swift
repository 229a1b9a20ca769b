import NeuralNetworks

extension SafeTensors {
  /// The newest version of the model format that this Vintner reads, and the one it writes.
  public static var formatVersion: Int { 1 }

  /// The metadata's name for the version of the model format.
  static let formatVersionName = "format_version"

  /// Reads a model that Vintner saved: its checksum must fit, and its format must not be newer than this
  /// Vintner.
  ///
  /// - Throws: where the file cannot be read, is damaged, is newer, or is no model that Vintner saved.
  public init(contentsOfModel path: String) throws(ModelFileError) {
    try self.init(contentsOf: path, verifyingChecksum: true)
    try checkFormatVersion(file: path)
  }

  /// Reads a model that Vintner saved from its bytes.
  ///
  /// - Parameter name: what errors call the file.
  /// - Parameter bytes: the whole file's.
  /// - Throws: as for a file.
  public init(modelBytes bytes: [UInt8], name: String = "the bytes") throws(ModelFileError) {
    try self.init(bytes: bytes, name: name, verifyingChecksum: true)
    try checkFormatVersion(file: name)
  }

  /// The contents as the bytes of a model: with the format's version and a checksum in the metadata.
  public func modelBytes() -> [UInt8] {
    var model = self
    model.metadata[Self.formatVersionName] = String(Self.formatVersion)
    return model.bytes(withChecksum: true)
  }

  /// Writes the contents as a model, whole or not at all, replacing what was there.
  ///
  /// - Throws: where the file cannot be written.
  public func writeModel(to path: String) throws(OutputError) {
    try AtomicFile.write(modelBytes(), to: path)
  }

  /// Refuses a format that is newer than this Vintner, whatever else is wrong with the file.
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
