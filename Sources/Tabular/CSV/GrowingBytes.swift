import Foundation
import LinearAlgebra

/// Bytes to which more are added; they may move when that happens.
package final class GrowingBytes {
  private var memory: UnsafeMutableRawBufferPointer
  /// The most bytes there may be: a third of what the process may have, since a table takes about twice its text.
  private lazy var limit = Int(PageMemory.available / 3)
  /// Whose bytes they are, for errors.
  private let file: String
  /// The number of bytes that have been added.
  var count = 0

  /// Bytes beyond which it matters how much memory there is.
  private static let smallSize = PageMemory.smallestSize

  init(file: String) {
    self.file = file
    // Where there are no bytes, they still have an address.
    let start = malloc(1 << 16)
    memory = UnsafeMutableRawBufferPointer(start: start, count: start == nil ? 0 : 1 << 16)
  }

  deinit { free(memory.baseAddress) }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

  /// The memory after the last byte, enough for `more` bytes; what is written there is added by raising
  /// `count`.
  ///
  /// - Throws: `CSVFault` of the kind `tooLarge`.
  func reserving(_ more: Int) throws(TabularError) -> UnsafeMutableRawBufferPointer {
    let needed = count + more
    if memory.count < needed {
      var size = max(2 * memory.count, needed)
      if size > Self.smallSize { size = min(size, max(limit, needed)) }
      guard needed <= Self.smallSize || needed <= limit, let start = realloc(memory.baseAddress, size) else {
        throw .csv(.init(.tooLarge(available: PageMemory.available), file: file))
      }
      memory = UnsafeMutableRawBufferPointer(start: start, count: size)
    }
    return UnsafeMutableRawBufferPointer(rebasing: memory[count...])
  }

  func append(_ more: UnsafeRawBufferPointer) throws(TabularError) {
    guard !more.isEmpty else { return }
    try reserving(more.count).copyMemory(from: more)
    count += more.count
  }

  func append(_ byte: UInt8) throws(TabularError) {
    try reserving(1)[0] = byte
    count += 1
  }
}

extension GrowingBytes {
  /// All that remains to be read from a descriptor, or its beginning where that is no text: `/dev/zero` has no end.
  ///
  /// - Parameters:
  ///   - encoding: that of the text, where it is known.
  ///   - file: what errors call it.
  /// - Throws: `CSVFault` of the kinds `unreadable`, `tooLarge`.
  package convenience init(
    readFrom descriptor: Int32, encoding: CSVReadingOptions.TextEncoding?, file: String
  ) throws(TabularError) {
    self.init(file: file)
    var isText = encoding == .utf16
    while true {
      let free = try reserving(1 << 16)
      let received = read(descriptor, free.baseAddress!, free.count)
      if received == 0 { return }
      if received < 0 {
        if errno == EINTR { continue }
        throw OpenFile.fault(errno, path: file)
      }
      count += received
      if !isText, count >= 16 {
        if CSVEncoding.isBinary(bytes) { return }
        isText = true
      }
    }
  }
}

extension GrowingBytes: ContiguousBytes {
  package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try body(bytes)
  }
}
