extension SafeTensors {
  /// Reads a file.
  ///
  /// Everything its header says is checked before memory is taken for a tensor.
  /// - Parameter verifyingChecksum: whether the metadata must hold a checksum that fits the bytes, as in
  ///   the models that Vintner saves; other programs' files have none.
  /// - Parameter path: the file's.
  /// - Throws: where the file cannot be read or is damaged, with what is wrong.
  public init(contentsOf path: String, verifyingChecksum: Bool = false) throws(ModelFileError) {
    do throws(ModelFileError.Fault) {
      let file = try Self.open(path)
      var reader = Reader(verifiesChecksum: verifyingChecksum)
      self = try reader.read(file.byteCount) { (count) throws(ModelFileError.Fault) in
        do throws(InputError) { return try file.read(count) } catch { throw .unreadable(error.reason) }
      }
    } catch {
      throw ModelFileError(file: path, fault: error)
    }
  }

  private static func open(_ path: String) throws(ModelFileError.Fault) -> InputFile {
    do throws(InputError) { return try InputFile(path) } catch { throw .unreadable(error.reason) }
  }

  /// Reads a file's bytes from memory.
  ///
  /// - Parameters:
  ///   - name: what errors call the file.
  ///   - bytes: the whole file's.
  ///   - verifyingChecksum: as for a file.
  /// - Throws: where the bytes are damaged, with what is wrong.
  public init(
    bytes: [UInt8], name: String = "the bytes", verifyingChecksum: Bool = false
  ) throws(ModelFileError) {
    var position = 0
    do throws(ModelFileError.Fault) {
      var reader = Reader(verifiesChecksum: verifyingChecksum)
      self = try reader.read(bytes.count) { (count) throws(ModelFileError.Fault) in
        defer { position += count }
        return Array(bytes[position..<min(position + count, bytes.count)])
      }
    } catch {
      throw ModelFileError(file: name, fault: error)
    }
  }
}

/// Takes a safetensors file from front to back.
private struct Reader {
  typealias Fault = ModelFileError.Fault
  /// Gives the next bytes, as many as asked for or fewer where the file ends before.
  typealias Source = (Int) throws(Fault) -> [UInt8]

  private let verifiesChecksum: Bool
  private let digest = SHA256Digest()

  init(verifiesChecksum: Bool) { self.verifiesChecksum = verifiesChecksum }

  mutating func read(_ byteCount: Int, from next: Source) throws(Fault) -> SafeTensors {
    let (header, expectedChecksum, headerEnd) = try readHeader(byteCount, from: next)
    var tensors: [String: Tensor] = [:]
    var position = headerEnd
    for place in try header.places(dataByteCount: byteCount - headerEnd) {
      let bytes = try next(place.byteCount)
      position += bytes.count
      guard bytes.count == place.byteCount else {
        throw .truncatedTensors(expectedBytes: byteCount - headerEnd, foundBytes: position - headerEnd)
      }
      if verifiesChecksum { digest.update(bytes) }
      tensors[place.name] = Tensor(place.elementType, shape: place.shape, bytes: bytes)
    }
    if verifiesChecksum && digest.hexadecimal != expectedChecksum {
      throw .checksumMismatch
    }
    var metadata = header.metadata ?? [:]
    metadata[SafeTensors.checksumName] = nil
    return SafeTensors(tensors: tensors, metadata: metadata)
  }

  private mutating func readHeader(
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
    // A newer format may have its checksum elsewhere, so its version is told first.
    try SafeTensors.refuseNewerFormat(metadata)
    guard let digits = header.checksumDigits else { throw .missingChecksum }
    // The digits are blanked where they stand: written anew, the header might have other bytes.
    let checksum = String(decoding: bytes[digits], as: UTF8.self)
    bytes.replaceSubrange(digits, with: repeatElement(UInt8(ascii: "0"), count: digits.count))
    digest.update(prefix)
    digest.update(bytes)
    return (header, checksum, end)
  }
}
