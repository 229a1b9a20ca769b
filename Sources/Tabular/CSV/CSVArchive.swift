import CZlib
import CZstd

/// Unpacks what gzip and zstd have packed.
enum CSVArchive {
  /// The bytes in an archive, or `nil` where the bytes are none.
  ///
  /// They are unpacked whole into memory; several archives in a row are one text.
  /// - Throws: `CSVFault` of the kinds `damagedArchive`, `tooLarge`.
  static func unpacked(_ bytes: UnsafeRawBufferPointer, file: String) throws(TabularError) -> GrowingBytes? {
    if bytes.starts(with: gzip) {
      guard let result = try inflated(bytes, file: file) else {
        throw .csv(.init(.damagedArchive("gzip"), file: file))
      }
      return result
    }
    if bytes.starts(with: zstd) {
      guard let result = try decompressed(bytes, file: file) else {
        throw .csv(.init(.damagedArchive("zstd"), file: file))
      }
      return result
    }
    return nil
  }

  /// Whether the bytes begin like an archive that can be unpacked.
  static func isPacked(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.starts(with: gzip) || bytes.starts(with: zstd)
  }

  private static let gzip: [UInt8] = [0x1F, 0x8B]
  private static let zstd: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]

  /// The most bytes that a call unpacks; zlib counts in 32 bits.
  private static let step = 1 << 20

  private static func inflated(
    _ bytes: UnsafeRawBufferPointer, file: String
  ) throws(TabularError) -> GrowingBytes? {
    let result = GrowingBytes(file: file)
    var stream = z_stream()
    // 15 bits of window, and 16 for the header of gzip.
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return nil
    }
    defer { inflateEnd(&stream) }
    var offset = 0
    while true {
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
        guard bytes[offset...].starts(with: gzip) else { return result }
        guard inflateReset(&stream) == Z_OK else { return nil }
      } else if status != Z_OK || taken == 0 && given == 0 {
        return nil
      }
    }
  }

  private static func decompressed(
    _ bytes: UnsafeRawBufferPointer, file: String
  ) throws(TabularError) -> GrowingBytes? {
    guard let stream = ZSTD_createDStream() else { return nil }
    defer { ZSTD_freeDStream(stream) }
    let result = GrowingBytes(file: file)
    var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
    while true {
      let free = try result.reserving(step)
      var output = ZSTD_outBuffer(dst: free.baseAddress, size: step, pos: 0)
      let before = input.pos
      let remaining = ZSTD_decompressStream(stream, &output, &input)
      if ZSTD_isError(remaining) != 0 { return nil }
      result.count += output.pos
      if remaining == 0, input.pos == input.size { return result }
      if input.pos == before, output.pos == 0 { return nil }
    }
  }
}
