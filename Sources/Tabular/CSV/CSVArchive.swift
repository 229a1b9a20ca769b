import CZlib
import CZstd

/// Unpacks what gzip and zstd have packed.
enum CSVArchive {
  /// The bytes in an archive, or `nil` where the bytes are none.
  ///
  /// They are unpacked whole into memory; several archives in a row are one text.
  /// - Parameter limit: the most bytes to unpack. Default: as many as there is memory for.
  /// - Throws: `CSVFault` of the kinds `damagedArchive`, `largeArchive`, `tooLarge`.
  static func unpacked(
    _ bytes: UnsafeRawBufferPointer, file: String, limit: Int = .max
  ) throws(TabularError) -> GrowingBytes? {
    guard isArchive(bytes) else { return nil }
    let isGzip = bytes.starts(with: gzip)
    let result = GrowingBytes(file: file)
    let isWhole = isGzip ? try unpackGzip(bytes, to: result, limit) : try unpackZstd(bytes, to: result, limit)
    guard isWhole else {
      throw .csv(.init(.damagedArchive(isGzip ? "gzip" : "zstd"), file: file))
    }
    guard result.count <= limit else { throw .csv(.init(.largeArchive(limit), file: file)) }
    return result
  }

  /// Whether the bytes begin like an archive that can be unpacked.
  static func isArchive(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.starts(with: gzip) || bytes.starts(with: zstd)
  }

  private static let gzip: [UInt8] = [0x1F, 0x8B]
  private static let zstd: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]

  /// The most bytes that a call unpacks; zlib counts in 32 bits.
  private static let step = 1 << 20

  /// - Returns: whether the archive is undamaged, as far as it was read: to its end, or beyond the limit.
  private static func unpackGzip(
    _ bytes: UnsafeRawBufferPointer, to result: GrowingBytes, _ limit: Int
  ) throws(TabularError) -> Bool {
    var stream = z_stream()
    // 15 bits of window, and 16 for the header of gzip.
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return false
    }
    defer { inflateEnd(&stream) }
    var offset = 0
    while result.count <= limit {
      let input = UnsafeRawBufferPointer(rebasing: bytes[offset..<min(offset + step, bytes.count)])
      let output = try result.reserving(step)
      stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.baseAddress!.assumingMemoryBound(to: UInt8.self)
      stream.avail_out = UInt32(step)
      let status = inflate(&stream, Z_NO_FLUSH)
      let taken = input.count - Int(stream.avail_in)
      let given = step - Int(stream.avail_out)
      offset += taken
      result.count += given
      if status == Z_STREAM_END {
        // What follows is another archive, or padding that gzip ignores.
        guard bytes[offset...].starts(with: gzip) else { return true }
        guard inflateReset(&stream) == Z_OK else { return false }
      } else if status != Z_OK || taken == 0 && given == 0 {
        return false
      }
    }
    return true
  }

  /// - Returns: as `unpackGzip` does.
  private static func unpackZstd(
    _ bytes: UnsafeRawBufferPointer, to result: GrowingBytes, _ limit: Int
  ) throws(TabularError) -> Bool {
    guard let stream = ZSTD_createDStream() else { return false }
    defer { ZSTD_freeDStream(stream) }
    var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
    while result.count <= limit {
      let free = try result.reserving(step)
      var output = ZSTD_outBuffer(dst: free.baseAddress, size: step, pos: 0)
      let before = input.pos
      let remaining = ZSTD_decompressStream(stream, &output, &input)
      if ZSTD_isError(remaining) != 0 { return false }
      result.count += output.pos
      if remaining == 0, input.pos == input.size { return true }
      if input.pos == before, output.pos == 0 { return false }
    }
    return true
  }
}
