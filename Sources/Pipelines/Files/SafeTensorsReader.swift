extension SafeTensors {
  /// Reads a file.
  ///
  /// The header is checked in full before memory is allocated for tensors.
  /// - Parameters:
  ///   - path: the file's.
  ///   - verifyingChecksum: whether the metadata must hold a checksum that matches the bytes, as in models saved by
  ///     Vintner; other programs' files have none. Default `false`.
  /// - Throws: ``ModelFileError`` if the file cannot be read or is damaged.
  public init(contentsOf path: String, verifyingChecksum: Bool = false) throws(ModelFileError) {
    do throws(ModelFileError.Fault) {
      let file = try rethrowing(ModelFileError.Fault.init, InputFile(path))
      self = try Reader(verifiesChecksum: verifyingChecksum).read(file.byteCount) {
        (count) throws(ModelFileError.Fault) in
        try rethrowing(ModelFileError.Fault.init, file.read(count))
      }
    } catch {
      throw ModelFileError(file: path, fault: error)
    }
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: the whole file's.
  ///   - name: what errors call the file.
  ///   - verifyingChecksum: as for a file.
  /// - Throws: ``ModelFileError`` if the bytes are damaged.
  public init(
    bytes: [UInt8], name: String = "the bytes", verifyingChecksum: Bool = false
  ) throws(ModelFileError) {
    var position = 0
    do throws(ModelFileError.Fault) {
      self = try Reader(verifiesChecksum: verifyingChecksum).read(bytes.count) {
        (count) throws(ModelFileError.Fault) in
        defer { position += count }
        return Array(bytes[position..<min(position + count, bytes.count)])
      }
    } catch {
      throw ModelFileError(file: name, fault: error)
    }
  }
}

extension ModelFileError.Fault {
  fileprivate init(_ error: InputError) { self = .unreadable(error.reason) }
}

/// Reads a safetensors file sequentially.
private struct Reader {
  typealias Fault = ModelFileError.Fault
  /// Returns the next bytes: the requested number, or fewer at the end of the file.
  typealias Source = (Int) throws(Fault) -> [UInt8]

  let verifiesChecksum: Bool
  private let digest = SHA256Digest()

  init(verifiesChecksum: Bool) { self.verifiesChecksum = verifiesChecksum }

  func read(_ byteCount: Int, from next: Source) throws(Fault) -> SafeTensors {
    let (header, expectedChecksum, headerEnd) = try readHeader(byteCount, from: next)
    var tensors: [String: Tensor] = [:]
    var position = headerEnd
    for (entry, elementType) in try header.places(dataByteCount: byteCount - headerEnd) {
      let bytes = try next(entry.byteCount)
      position += bytes.count
      guard bytes.count == entry.byteCount else {
        throw .truncatedTensors(expectedBytes: byteCount - headerEnd, foundBytes: position - headerEnd)
      }
      if verifiesChecksum { digest.update(bytes) }
      tensors[entry.name] = Tensor(elementType, shape: entry.shape, bytes: bytes)
    }
    if verifiesChecksum && digest.hexadecimal != expectedChecksum { throw .checksumMismatch }
    var metadata = header.metadata ?? [:]
    metadata[SafeTensors.checksumName] = nil
    return SafeTensors(tensors: tensors, metadata: metadata)
  }

  private func readHeader(
    _ byteCount: Int, from next: Source
  ) throws(Fault) -> (header: SafeTensorsHeader, checksum: String?, end: Int) {
    let prefix = try next(8)
    guard prefix.count == 8 else { throw .truncatedHeader(expectedBytes: 8, foundBytes: prefix.count) }
    let stated = prefix.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard stated <= SafeTensorsHeader.byteLimit else {
      throw .headerTooLong(stated: stated, limit: SafeTensorsHeader.byteLimit)
    }
    let end = 8 + Int(stated)
    guard end <= byteCount else { throw .truncatedHeader(expectedBytes: end, foundBytes: byteCount) }
    var bytes = try next(Int(stated))
    guard bytes.count == Int(stated) else {
      throw .truncatedHeader(expectedBytes: end, foundBytes: 8 + bytes.count)
    }
    let header = try SafeTensorsHeaderParser.parse(bytes)
    guard verifiesChecksum else { return (header, nil, end) }
    guard let metadata = header.metadata else { throw .missingMetadata }
    // A newer format may store its checksum elsewhere, so its version is checked first.
    try SafeTensors.refuseNewerFormat(metadata)
    guard let digits = header.checksumDigits else { throw .missingChecksum }
    // The digits are blanked in place: encoded again, the header might have different bytes.
    let checksum = String(decoding: bytes[digits], as: UTF8.self)
    bytes.replaceSubrange(digits, with: repeatElement(UInt8(ascii: "0"), count: digits.count))
    digest.update(prefix)
    digest.update(bytes)
    return (header, checksum, end)
  }
}
