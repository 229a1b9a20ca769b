import Foundation

/// Distinguishes text from files of other formats and encodings, and decodes it.
enum CSVEncoding {
  /// Makes sure that the bytes are not those of another format, nor of UTF-16 where that is not given.
  ///
  /// - Throws: `CSVFault` of the kinds `empty`, `zipArchive`, `otherFormat`, `utf16`.
  static func requireText(
    _ bytes: UnsafeRawBufferPointer, encoding: CSVReadingOptions.TextEncoding?, file: String
  ) throws(TabularError) {
    func begins(with signature: [UInt8]) -> Bool { bytes.starts(with: signature) }
    if bytes.isEmpty { throw .csv(.init(.empty, file: file)) }
    if begins(with: [0x50, 0x4B, 3, 4]) || begins(with: [0x50, 0x4B, 5, 6]) {
      // The first names in an archive: a workbook is one of certain files.
      let start = String(decoding: bytes.prefix(4096), as: UTF8.self)
      if start.contains("[Content_Types].xml") || start.contains("xl/") {
        throw .csv(.init(.otherFormat("an Excel workbook (.xlsx)", remedy: exportAsCSV), file: file))
      }
      throw .csv(.init(.zipArchive, file: file))
    }
    if let format = formats.first(where: { begins(with: $0.signature) }) {
      throw .csv(.init(.otherFormat(format.name, remedy: format.remedy), file: file))
    }
    if let kind = FileKind(start: bytes), kind != .table {
      throw .csv(.init(.otherFormat("\(kind)", remedy: kind.use), file: file))
    }
    if let name = markup(bytes) {
      throw .csv(.init(.otherFormat(name.name, remedy: name.remedy), file: file))
    }
    if encoding != .utf16, isUTF16(bytes) { throw .csv(.init(.utf16, file: file)) }
  }

  /// What a text is that begins like a page or like data of programs, and what helps; `nil` for any other.
  private static func markup(_ bytes: UnsafeRawBufferPointer) -> (name: String, remedy: String)? {
    let start = String(decoding: bytes.prefix(512), as: UTF8.self).lowercased()
      .filter { !$0.isWhitespace && $0 != "\u{FEFF}" }
    return markups.first { start.hasPrefix($0.beginning) }.map { ($0.name, $0.remedy) }
  }

  /// How texts begin, in lower case and without blanks, that are no tables.
  private static let markups: [(beginning: String, name: String, remedy: String)] =
    ["<!doctypehtml", "<html", "<table"].map {
      ($0, "a web page (HTML)", "fetch the file that the page shows")
    }
    + [("<?xml", "XML", convertToCSV)]
    + ["{\"", "[{", "[[", "[\""].map { ($0, "JSON", convertToCSV) }
    + [("@relation", "an ARFF file", convertToCSV)]

  private static let exportAsCSV = "export its sheet as CSV"
  private static let convertToCSV = "convert it to CSV"
  private static let unpack = "unpack it"

  /// How files begin that are taken for tables, and what helps.
  private static let formats: [(signature: [UInt8], name: String, remedy: String)] = [
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Excel workbook (.xls)", exportAsCSV),
    (Array("PAR1".utf8), "a Parquet file", convertToCSV),
    (Array("ARROW1".utf8), "an Arrow file", convertToCSV),
    ([0x89, 0x48, 0x44, 0x46], "an HDF5 file", convertToCSV),
    (Array("SQLite format 3".utf8), "an SQLite database", "export its table as CSV"),
    (Array("RDX2\n".utf8), "R's saved data", convertToCSV),
    (Array("RDX3\n".utf8), "R's saved data", convertToCSV),
    ([0x93] + Array("NUMPY".utf8), "a NumPy array", convertToCSV),
    ([0x80, 4, 0x95], "a Python pickle", convertToCSV),
    ([0x80, 5, 0x95], "a Python pickle", convertToCSV),
    (Array("BZh".utf8), "a bzip2 archive", unpack),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "an xz archive", unpack),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive", unpack),
    (
      Array("version https://git-lfs.github.com/spec/".utf8), "a Git LFS pointer to the file",
      "fetch the file with git lfs pull"
    ),
  ]

  /// Whether the beginning of a file is neither text nor an archive of text.
  static func isBinary(_ bytes: UnsafeRawBufferPointer) -> Bool {
    !CSVArchive.isArchive(bytes) && !isUTF16(bytes) && bytes.contains(0)
  }

  private static func isUTF16(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || zeroPlace(bytes) != nil
  }

  /// Which of every two of the first bytes is zero: UTF-16 of ordinary letters without a mark.
  private static func zeroPlace(_ bytes: UnsafeRawBufferPointer) -> Int? {
    let sample = bytes.prefix(8)
    guard sample.count >= 4, sample.count % 2 == 0 else { return nil }
    return [0, 1].first { zeros in
      sample.indices.allSatisfy { (sample[$0] == 0) == ($0 % 2 == zeros) }
    }
  }

  /// The encodings that bytes which are not UTF-8 may have: of East Asian text two, since the language is not known.
  ///
  /// Characters of two bytes follow each other; letters of Western languages that are beyond ASCII stand alone.
  static func likely(_ bytes: UnsafeRawBufferPointer) -> [CSVReadingOptions.TextEncoding] {
    let sample = bytes.prefix(1 << 20)
    var (characters, followed, offset) = (0, 0, 0)
    while offset < sample.count {
      guard sample[offset] >= 0x80 else {
        offset += 1
        continue
      }
      offset += 2
      characters += 1
      if offset < sample.count, sample[offset] >= 0x80 { followed += 1 }
    }
    func decodes(_ encoding: CSVReadingOptions.TextEncoding) -> Bool {
      (try? decoded(bytes, encoding, file: "")) != nil
    }
    let asian = 2 * followed >= characters ? [.big5, .shiftJIS].filter(decodes) : []
    if !asian.isEmpty { return asian }
    return sample.contains { 0x80..<0xA0 ~= $0 } && decodes(.windows1252) ? [.windows1252] : [.latin1]
  }

  /// The bytes as UTF-8, decoded by the C library's `iconv`.
  ///
  /// - Throws: `CSVFault` of the kinds `unknownEncoding`, `notInEncoding`, `tooLarge`.
  static func decoded(
    _ bytes: UnsafeRawBufferPointer, _ encoding: CSVReadingOptions.TextEncoding, file: String
  ) throws(TabularError) -> GrowingBytes {
    var name = encoding.nameOfCLibrary
    var offset = 0
    if encoding == .utf16 {
      let isBig = bytes.starts(with: [0xFE, 0xFF])
      let isMarked = isBig || bytes.starts(with: [0xFF, 0xFE])
      name = isBig || !isMarked && zeroPlace(bytes) == 0 ? "UTF-16BE" : "UTF-16LE"
      if isMarked { offset = 2 }
    }
    guard let decoder = iconv_open("UTF-8", name), decoder != iconv_t(bitPattern: -1) else {
      throw .csv(.init(.unknownEncoding(encoding), file: file))
    }
    defer { iconv_close(decoder) }
    let result = GrowingBytes(file: file)
    while offset < bytes.count {
      let free = try result.reserving(1 << 16)
      var input = UnsafeMutablePointer(
        mutating: bytes.baseAddress!.advanced(by: offset).assumingMemoryBound(to: CChar.self))
      var inputLeft = bytes.count - offset
      var output: UnsafeMutablePointer<CChar>? = free.baseAddress!.assumingMemoryBound(to: CChar.self)
      var outputLeft = free.count
      var next: UnsafeMutablePointer<CChar>? = input
      let status = iconv(decoder, &next, &inputLeft, &output, &outputLeft)
      let code = errno
      input = next!
      offset = bytes.count - inputLeft
      result.count += free.count - outputLeft
      if status == -1, code != E2BIG {
        let scanner = CSVScanner(base: result.bytes.baseAddress!, end: result.count, delimiter: ASCII.comma)
        let line = CSVFaultLocator(scanner: scanner, file: file).line(of: result.count)
        let byte = String(bytes[offset], radix: 16, uppercase: true)
        throw .csv(.init(.notInEncoding(encoding), file: file, line: line, text: "0x\(byte)"))
      }
    }
    return result
  }
}

extension CSVReadingOptions.TextEncoding {
  /// What `iconv` calls it.
  fileprivate var nameOfCLibrary: String {
    switch self {
    case .utf8: "UTF-8"
    case .latin1: "ISO-8859-1"
    case .windows1252: "CP1252"
    case .big5: "BIG5"
    // As Windows has it: the C library's SHIFT_JIS turns backslashes into yen signs.
    case .shiftJIS: "CP932"
    case .utf16: "UTF-16LE"
    }
  }
}

/// Finds the first byte that is not UTF-8 (Unicode 15, table 3-7).
enum UTF8Check {
  /// The start of the first ill-formed sequence that begins in `range`, or `nil` where there is none.
  ///
  /// A sequence may extend beyond the range, up to `end`.
  static func firstInvalid(_ base: UnsafeRawPointer, in range: Range<Int>, end: Int) -> Int? {
    var offset = range.lowerBound
    while offset < range.upperBound {
      if offset + 8 <= range.upperBound,
        base.loadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        offset += 8
        continue
      }
      guard let length = sequenceLength(base + offset, available: end - offset) else { return offset }
      offset += length
    }
    return nil
  }

  /// The length of the well-formed sequence at `bytes`, or `nil` where there is none.
  private static func sequenceLength(_ bytes: UnsafeRawPointer, available: Int) -> Int? {
    let lead = bytes.load(as: UInt8.self)
    if lead < 0x80 { return 1 }
    let length = (~lead).leadingZeroBitCount
    guard 2...4 ~= length, length <= available else { return nil }
    var scalar = UInt32(lead & 0x7F >> length)
    for offset in 1..<length {
      let byte = bytes.load(fromByteOffset: offset, as: UInt8.self)
      guard byte & 0xC0 == 0x80 else { return nil }
      scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    // A shorter sequence would do for a smaller scalar; surrogates are not scalars.
    let smallest: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x1_0000
    return scalar >= smallest && Unicode.Scalar(scalar) != nil ? length : nil
  }

  /// Moves a cut back to the start of the sequence that it divides.
  static func sequenceStart(_ base: UnsafeRawPointer, before cut: Int, from start: Int) -> Int {
    var offset = cut
    while offset > start, cut - offset < 3, base.load(fromByteOffset: offset, as: UInt8.self) & 0xC0 == 0x80 {
      offset -= 1
    }
    return offset
  }
}
