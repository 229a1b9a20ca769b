import Foundation
import LinearAlgebra

extension Column {
  /// The texts of a column, a collection of `String`: one buffer of bytes, in which a text that repeats is only
  /// once.
  ///
  ///     let texts: Column.Texts = ["red", "white", "red"]
  ///     texts[2]                                              // "red"
  ///
  /// A `String` is made when it is requested.
  public struct Texts: Sendable {
    /// The UTF-8 of all entries, one after the other.
    let bytes: [UInt8]
    /// Where each entry begins in `bytes`, and where the last one ends.
    let starts: [Int]
    /// The entry of each row; `nil` where every row has its own. An entry may have no row.
    let codes: [UInt32]?

    /// - Parameter starts: one more than there are entries.
    init(bytes: [UInt8], starts: [Int], codes: [UInt32]?) {
      self.bytes = bytes
      self.starts = starts
      self.codes = codes
    }

    /// Stores texts.
    public init(_ texts: some Sequence<String>) {
      let dictionary = TextDictionary()
      let codes = texts.map { text in
        var text = text
        return text.withUTF8 { dictionary.encode(UnsafeRawBufferPointer($0)) }
      }
      self = Texts(dictionary, codes: codes)
    }

    /// The texts of a dictionary none of which was in quotes.
    init(_ dictionary: TextDictionary, codes: [UInt32]) {
      var (bytes, starts) = ([UInt8](), [0])
      starts.reserveCapacity(dictionary.count + 1)
      for code in 0..<dictionary.count {
        bytes.append(contentsOf: dictionary[code])
        starts.append(bytes.count)
      }
      let coded = Texts(bytes: bytes, starts: starts, codes: codes)
      self = Self.areWorthCodes(dictionary.count, rows: codes.count) ? coded : coded.plain
    }

    /// Whether rows store the number of a text instead of the text.
    static func areWorthCodes(_ distinct: Int, rows: Int) -> Bool { distinct <= Swift.max(256, rows / 4) }
  }
}

extension Column.Texts: RandomAccessCollection, ExpressibleByArrayLiteral {
  public init(arrayLiteral texts: String...) { self.init(texts) }

  public var startIndex: Int { 0 }
  public var endIndex: Int { codes?.count ?? entryCount }

  /// The text of a row, counted from 0.
  public subscript(row: Int) -> String { withUTF8(ofRow: row) { String(decoding: $0, as: UTF8.self) } }
}

extension Column.Texts {
  var entryCount: Int { starts.count - 1 }

  /// Whether there are rows enough for something to be done once for each entry.
  private var repeats: Bool { codes.map { $0.count >= entryCount } ?? false }

  @inline(__always)
  func entry(ofRow row: Int) -> Int { codes.map { Int($0[row]) } ?? row }

  /// Calls `body` with the bytes of a row's text.
  @inline(__always)
  func withUTF8<Result>(ofRow row: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    withUTF8(ofEntry: entry(ofRow: row), body)
  }

  @inline(__always)
  private func withUTF8<Result>(ofEntry entry: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result
  {
    let range = starts[entry]..<starts[entry + 1]
    return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  private func text(ofEntry entry: Int) -> String {
    withUTF8(ofEntry: entry) { String(decoding: $0, as: UTF8.self) }
  }

  /// For every row what `transform` makes of its text. It is called once for a text that repeats.
  func mapping<Result>(_ transform: (String) -> Result) -> [Result] {
    guard let codes, repeats else { return map(transform) }
    var results = [Result?](repeating: nil, count: entryCount)
    return codes.map { code in
      if let result = results[Int(code)] { return result }
      let result = transform(text(ofEntry: Int(code)))
      results[Int(code)] = result
      return result
    }
  }

  /// The texts of some rows, each once, in the order in which they first occur, and for every row the index of
  /// its text, −1 for the other rows; `nil` where there are more texts than a limit.
  ///
  /// As everywhere in Swift, texts that differ only in how an accent is encoded are equal.
  func distinct(limit: Int, isIncluded: (_ row: Int) -> Bool) -> (texts: [String], codes: [Int])? {
    let dictionary = repeats ? nil : TextDictionary()
    var places = [Int](repeating: -1, count: dictionary == nil ? entryCount : 0)
    var placeOfText: [String: Int] = [:]
    var texts: [String] = []
    var result = [Int](repeating: -1, count: count)
    for row in indices where isIncluded(row) {
      var entry = entry(ofRow: row)
      if let dictionary {
        entry = withUTF8(ofRow: row) { Int(dictionary.encode(UnsafeRawBufferPointer($0))) }
        if entry == places.count { places.append(-1) }
      }
      if places[entry] < 0 {
        let text = self[row]
        places[entry] = placeOfText[text] ?? texts.count
        if places[entry] == texts.count {
          guard texts.count < limit else { return nil }
          placeOfText[text] = texts.count
          texts.append(text)
        }
      }
      result[row] = places[entry]
    }
    return (texts, result)
  }

  /// Whether two rows have equal texts: the same characters, whatever their encoding.
  func isEqual(_ row: Int, to otherRow: Int, of other: Column.Texts) -> Bool {
    withUTF8(ofRow: row) { own in
      other.withUTF8(ofRow: otherRow) { others in
        let isSame =
          own.count == others.count
          && (own.isEmpty || memcmp(own.baseAddress!, others.baseAddress!, own.count) == 0)
        if isSame { return true }
        if own.isASCII, others.isASCII { return false }
        return String(decoding: own, as: UTF8.self) == String(decoding: others, as: UTF8.self)
      }
    }
  }

  /// A hash of a row's text, the same for equal texts.
  func hash(ofRow row: Int) -> UInt64 { hash(ofEntry: entry(ofRow: row)) }

  /// The hashes of all entries, where there are rows enough; otherwise `nil`.
  var entryHashes: [UInt64]? { repeats ? (0..<entryCount).map { hash(ofEntry: $0) } : nil }

  private func hash(ofEntry entry: Int) -> UInt64 {
    withUTF8(ofEntry: entry) { bytes in
      if bytes.isASCII { return TextDictionary.hash(UnsafeRawBufferPointer(bytes)) }
      // An ASCII text may equal one that is not: the Kelvin sign is a K.
      var text = String(decoding: bytes, as: UTF8.self).precomposedStringWithCanonicalMapping
      return text.withUTF8 { TextDictionary.hash(UnsafeRawBufferPointer($0)) }
    }
  }
}

extension Column.Texts {
  /// The texts of some rows, in their order.
  func selecting(rows: some RandomAccessCollection<some BinaryInteger>) -> Column.Texts {
    guard let codes else { return gathering(rows: rows) }
    return Column.Texts(bytes: bytes, starts: starts, codes: rows.map { codes[Int($0)] })
  }

  /// The texts of some rows, in their order, and an empty one where the row is negative.
  func selecting(rowsOrNone rows: [Int]) -> Column.Texts {
    let extended = Column.Texts(
      bytes: bytes, starts: starts + [bytes.count], codes: codes.map { $0 + [UInt32(entryCount)] })
    return extended.selecting(rows: rows.map { $0 < 0 ? count : $0 })
  }

  /// The same texts, each row with its own entry.
  fileprivate var plain: Column.Texts { codes == nil ? self : gathering(rows: indices) }

  private func gathering(rows: some RandomAccessCollection<some BinaryInteger>) -> Column.Texts {
    var (selected, ends) = ([UInt8](), [0])
    ends.reserveCapacity(rows.count + 1)
    for row in rows {
      withUTF8(ofRow: Int(row)) { selected.append(contentsOf: $0) }
      ends.append(selected.count)
    }
    return Column.Texts(bytes: selected, starts: ends, codes: nil)
  }

  /// The texts of both, one after the other.
  static func + (first: Column.Texts, second: Column.Texts) -> Column.Texts {
    guard let codes = first.codes, let otherCodes = second.codes else {
      let (first, second) = (first.plain, second.plain)
      let shift = first.bytes.count
      return Column.Texts(
        bytes: first.bytes + second.bytes,
        starts: first.starts + second.starts.dropFirst().map { $0 + shift },
        codes: nil)
    }
    let dictionary = TextDictionary()
    func encode(_ texts: Column.Texts, _ codes: [UInt32]) -> [UInt32] {
      let common = (0..<texts.entryCount).map { entry in
        texts.withUTF8(ofEntry: entry) { dictionary.encode(UnsafeRawBufferPointer($0)) }
      }
      return codes.map { common[Int($0)] }
    }
    return Column.Texts(dictionary, codes: encode(first, codes) + encode(second, otherCodes))
  }

  /// The texts with another one in some rows.
  func filling(_ rows: MissingRows, with text: String) -> Column.Texts {
    guard var codes else { return Column.Texts(indices.map { rows.contains($0) ? text : self[$0] }) }
    rows.forEach { codes[$0] = UInt32(entryCount) }
    let filled = bytes + Array(text.utf8)
    return Column.Texts(bytes: filled, starts: starts + [filled.count], codes: codes)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether no byte is beyond ASCII.
  fileprivate var isASCII: Bool {
    var joined: UInt8 = 0
    for byte in self { joined |= byte }
    return joined < 128
  }
}
