import CVectorKernels

/// Distinct texts, each with a code: its place in the order in which they came, counted from 0.
///
/// A text that was in quotes, in which a quote is two, is another than the same bytes without quotes around them.
package final class TextDictionary {
  private let table: UnsafeMutablePointer<vk_text_dictionary>
  /// The number of entries and of bytes for which there is room.
  private var capacity = (entries: 8, bytes: 256)

  /// Different in every process, so that nobody can make texts whose hashes are equal.
  static let seed = UInt64(bitPattern: Int64(0x5EED.hashValue))

  /// Creates an empty dictionary.
  package init() {
    table = .allocate(capacity: 1)
    table.initialize(
      to: vk_text_dictionary(
        entries: .allocate(capacity: capacity.entries), bytes: .allocate(capacity: capacity.bytes),
        slots: nil, slot_count: 0, count: 0, size: 0))
    makeSlots()
  }

  deinit {
    table.pointee.entries.deallocate()
    table.pointee.bytes.deallocate()
    table.pointee.slots.deallocate()
    table.deallocate()
  }

  /// The number of texts.
  package var count: Int { table.pointee.count }

  /// The bytes of a text, valid until the next one is encoded.
  package subscript(code: Int) -> UnsafeRawBufferPointer {
    precondition(code < table.pointee.count, "Text \(code) of \(table.pointee.count), counted from 0.")
    let entry = table.pointee.entries[code]
    return UnsafeRawBufferPointer(
      start: table.pointee.bytes + Int(entry.start), count: Int(entry.extent >> 1))
  }

  /// A hash of a text that was not in quotes.
  package static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 { vk_text(bytes, isQuoted: false).hash }

  /// Whether a text was in quotes.
  package func isQuoted(_ code: Int) -> Bool { table.pointee.entries[code].extent & 1 == 1 }

  /// Writes the codes of the texts that some fields have taken.
  package func encode(_ fields: borrowing TextFields, into codes: UnsafeMutablePointer<UInt32>) {
    reserve(fields.recordCount, bytes: fields.textSize)
    vk_encode_texts(fields.texts, fields.recordCount, table, codes)
  }

  /// The code of a text.
  package func encode(_ bytes: UnsafeRawBufferPointer, isQuoted: Bool = false) -> UInt32 {
    reserve(1, bytes: bytes.count)
    var text = vk_text(bytes, isQuoted: isQuoted)
    var code: UInt32 = 0
    vk_encode_texts(&text, 1, table, &code)
    return code
  }

  /// Makes room for texts that may be new.
  private func reserve(_ texts: Int, bytes: Int) {
    precondition(table.pointee.count + texts < Int(UInt32.max), "A dictionary has at most 2³² − 2 texts.")
    if table.pointee.size + bytes > capacity.bytes {
      let size = max(2 * capacity.bytes, table.pointee.size + bytes)
      table.pointee.bytes = table.pointee.bytes.moved(table.pointee.size, toCapacity: size)
      capacity.bytes = size
    }
    if table.pointee.count + texts > capacity.entries {
      let count = max(2 * capacity.entries, table.pointee.count + texts)
      table.pointee.entries = table.pointee.entries.moved(table.pointee.count, toCapacity: count)
      capacity.entries = count
      table.pointee.slots.deallocate()
      makeSlots()
    }
  }

  /// Two slots or more for each entry: with fewer, searches would take longer.
  private func makeSlots() {
    var count = 2
    while count < 2 * capacity.entries { count *= 2 }
    table.pointee.slots = .allocate(capacity: count)
    table.pointee.slots.initialize(repeating: 0, count: count)
    table.pointee.slot_count = count
    vk_fill_slots(table)
  }
}

/// The bytes of texts, one after the other.
package final class TextBytes {
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// The number of bytes.
  package private(set) var count = 0

  /// Creates empty memory.
  ///
  /// - Parameter capacity: the number of bytes that are expected.
  package init(capacity: Int = 0) {
    self.capacity = max(capacity, 64)
    bytes = .allocate(capacity: self.capacity)
  }

  deinit { bytes.deallocate() }

  /// All bytes, valid until the next text is appended.
  package var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: count) }

  /// Removes all bytes and keeps the memory.
  package func removeAll() { count = 0 }

  /// Appends the texts that some fields have taken, doubled quotes made single, and writes their lengths.
  package func append(_ fields: borrowing TextFields, lengths: UnsafeMutablePointer<UInt32>) {
    reserve(fields.textSize)
    count += vk_append_texts(fields.texts, fields.recordCount, bytes + count, lengths)
  }

  /// Appends a text and returns its length. In a text that was in quotes, doubled quotes are made single.
  ///
  /// - Precondition: fewer than 2³² bytes.
  @discardableResult
  package func append(_ content: UnsafeRawBufferPointer, isQuoted: Bool) -> UInt32 {
    precondition(
      content.count <= Int(UInt32.max), "A text has fewer than 2³² bytes, received \(content.count).")
    reserve(content.count)
    var text = vk_text(content, isQuoted: isQuoted)
    var length: UInt32 = 0
    count += vk_append_texts(&text, 1, bytes + count, &length)
    return length
  }

  private func reserve(_ size: Int) {
    let needed = count + size + Int(VK_TEXT_SLACK)
    if needed <= capacity { return }
    capacity = max(2 * capacity, needed)
    bytes = bytes.moved(count, toCapacity: capacity)
  }
}

extension vk_text {
  fileprivate init(_ bytes: UnsafeRawBufferPointer, isQuoted: Bool) {
    // An empty buffer may have no address.
    let start = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!
    self = vk_take_text(start.assumingMemoryBound(to: UInt8.self), bytes.count, isQuoted, TextDictionary.seed)
  }
}

extension UnsafeMutablePointer {
  /// Moves so many elements to larger memory.
  fileprivate func moved(_ count: Int, toCapacity capacity: Int) -> Self {
    let larger = Self.allocate(capacity: capacity)
    larger.moveInitialize(from: self, count: count)
    deallocate()
    return larger
  }
}
