extension SafeTensors {
  /// The bytes of a file with the contents.
  ///
  /// - Parameter withChecksum: whether the metadata includes a checksum of the whole file, which detects any changed
  ///   byte when the file is read. Default `false`.
  public func bytes(withChecksum: Bool = false) -> [UInt8] {
    precondition(tensors[Self.metadataName] == nil, "A tensor cannot be called '\(Self.metadataName)'.")
    let ordered = orderedTensors()
    var (header, checksumStart) = header(of: ordered, withChecksum: withChecksum)
    header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8))

    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + ordered.reduce(0) { $0 + $1.tensor.bytes.count })
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: header)
    for (_, tensor) in ordered { bytes.append(contentsOf: tensor.bytes) }
    if let start = checksumStart {
      let digits = 8 + start..<8 + start + Self.checksumLength
      bytes.replaceSubrange(digits, with: FileDigest.sha256(of: bytes).utf8)
    }
    return bytes
  }

  /// Writes the contents to a file, atomically.
  ///
  /// - Parameters:
  ///   - path: the file's.
  ///   - withChecksum: as for ``bytes(withChecksum:)``.
  public func write(to path: String, withChecksum: Bool = false) throws(OutputError) {
    try AtomicFile.write(bytes(withChecksum: withChecksum), to: path)
  }

  /// The tensors in the order of their bytes: the wider type first, so that all are aligned.
  private func orderedTensors() -> [(name: String, tensor: Tensor)] {
    tensors.map { (name: $0.key, tensor: $0.value) }.sorted { left, right in
      let widths = (left.tensor.elementType.byteCount, right.tensor.elementType.byteCount)
      return widths.0 != widths.1
        ? widths.0 > widths.1 : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
  }

  /// - Returns: the header without padding, and the position of the checksum's digits, which are all 0.
  private func header(
    of ordered: [(name: String, tensor: Tensor)], withChecksum: Bool
  ) -> (bytes: [UInt8], checksumStart: Int?) {
    var metadata = metadata
    metadata[Self.checksumName] = withChecksum ? String(repeating: "0", count: Self.checksumLength) : nil
    var header = Array("{".utf8)
    var checksumStart: Int?
    var separator = ""
    if !metadata.isEmpty {
      header += "\(JSON.text(Self.metadataName).line):{".utf8
      for name in metadata.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
        header += "\(separator)\(JSON.text(name).line):".utf8
        if name == Self.checksumName { checksumStart = header.count + 1 }
        header += JSON.text(metadata[name] ?? "").line.utf8
        separator = ","
      }
      header += "}".utf8
    }
    var position = 0
    for (name, tensor) in ordered {
      let sizes = tensor.shape.map(String.init).joined(separator: ",")
      let end = position + tensor.bytes.count
      header += "\(separator)\(JSON.text(name).line):{\"dtype\":\"\(tensor.elementType.rawValue)\",".utf8
      header += "\"shape\":[\(sizes)],\"data_offsets\":[\(position),\(end)]}".utf8
      position = end
      separator = ","
    }
    header += "}".utf8
    return (header, checksumStart)
  }
}
