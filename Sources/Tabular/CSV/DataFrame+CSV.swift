import Foundation

extension DataFrame {
  /// Reads a CSV file.
  ///
  /// What the options leave open is detected: the delimiter, the header, the type of each column from all its
  /// values. Lines may end with LF, CRLF, a lone CR or `\r\r\n`; quoting follows RFC 4180.
  ///
  /// - A number is a sign, decimal digits, a point, an exponent; blanks around it and quotes do not matter.
  ///   Its value is `strtod`'s in the C locale to the last bit. `inf` is a number; integers beyond 64 bits
  ///   become numbers.
  /// - `true` and `false` are booleans, in letters of either case.
  /// - A column of integers and numbers is a number column; every other mixture is a text column, and
  ///   `firstNonNumericCell` is the cell that made it one.
  /// - A column without a name is named `Unnamed: N`, where N is its index from 0. If it is the first, below
  ///   a header, it is the row's number (`isRowIndex`).
  /// - Blank lines are skipped; below the first line of a single column, each is a missing value.
  ///
  /// - Parameters:
  ///   - path: the file; it is mapped, not copied. A pipe such as `/dev/stdin` is read whole.
  ///   - options: what is known about the file.
  /// - Throws: `TabularError.csv` with the line, the column and the text of what is damaged.
  public init(contentsOfCSVFile path: String, options: CSVReadingOptions = .init()) throws(TabularError) {
    var table = try CSVTable(path: path, options: options)
    self = try table.read()
  }

  /// Reads a CSV file.
  ///
  /// - Throws: `TabularError.csv` with the line, the column and the text of what is damaged.
  public init(contentsOfCSVFile url: URL, options: CSVReadingOptions = .init()) throws(TabularError) {
    try self.init(contentsOfCSVFile: url.path, options: options)
  }

  /// Reads the bytes of a CSV file.
  ///
  /// - Parameters:
  ///   - bytes: the file's bytes, such as a `[UInt8]` or `Data`.
  ///   - options: what is known about the file.
  ///   - name: the name of the bytes in errors.
  /// - Throws: `TabularError.csv` with the line, the column and the text of what is damaged.
  public init(
    csvBytes bytes: some ContiguousBytes, options: CSVReadingOptions = .init(),
    name: String = "standard input"
  ) throws(TabularError) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(TabularError) in
        var table = try CSVTable(bytes, file: name, options: options)
        return try table.read()
      }
    }
    self = try result.get()
  }

  /// Whether the bytes begin like an archive that can be unpacked.
  package static func isArchive(csv bytes: Data) -> Bool { bytes.withUnsafeBytes(CSVArchive.isArchive) }

  /// The text of a CSV file that may be packed with gzip or zstd; the same bytes where it is not.
  ///
  /// - Parameters:
  ///   - bytes: the file's.
  ///   - limit: the most bytes to unpack.
  ///   - name: the name of the bytes in errors.
  /// - Throws: `TabularError.csv` where the archive is damaged, or holds more.
  package static func unpacked(csv bytes: Data, limit: Int, name: String) throws(TabularError) -> Data {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(TabularError) in try CSVArchive.unpacked(bytes, file: name, limit: limit) }
    }
    guard let text = try result.get() else { return bytes }
    // An archive in an archive is no text.
    guard !CSVArchive.isArchive(text.bytes) else { throw .csv(.init(.nulByte, file: name)) }
    return Data(text.bytes)
  }
}

extension DataFrame {
  /// Reads a table, and again where columns that are to be of a type were read as another: a few rows of texts may
  /// look like numbers.
  ///
  /// - Parameters:
  ///   - types: the types of columns; those that the table lacks, and integers that are to be numbers, do not matter.
  ///   - options: what is known about the file. Types that it gives precede the others.
  ///   - read: reads the table.
  package init<Failure: Error>(
    types: [String: Column.ValueType], _ options: CSVReadingOptions,
    _ read: (CSVReadingOptions) throws(Failure) -> DataFrame
  ) throws(Failure) {
    let frame = try read(options)
    let misread = types.filter { name, type in
      guard let found = frame.column(named: name)?.type, options.columnTypes?[name] == nil else {
        return false
      }
      return found != type && !(found == .integer && type == .number)
    }
    guard !misread.isEmpty else {
      self = frame
      return
    }
    var options = options
    options.columnTypes = misread.merging(options.columnTypes ?? [:]) { own, _ in own }
    self = try read(options)
  }

  /// The types of the columns that are texts, for another table of the same columns.
  package var textTypes: [String: Column.ValueType] {
    Dictionary(uniqueKeysWithValues: columns.filter { $0.type == .text }.map { ($0.name, .text) })
  }
}

extension DataFrame {
  /// The table as CSV: a header, and a line for each row, ended by line feeds.
  ///
  /// Texts are quoted where RFC 4180 requires it. A number has the fewest digits that read back as the same
  /// number, a missing value is an empty cell, an empty text is `""`.
  /// - Parameter delimiter: the character between cells. Default: a comma.
  /// - Precondition: the delimiter is an ASCII character other than a quote or a line break.
  public func csvRepresentation(delimiter: Character = ",") -> String {
    String(decoding: csvBytes(delimiter: delimiter), as: UTF8.self)
  }

  /// Writes the table as CSV (see `csvRepresentation`): to a new file next to the target, which is then renamed
  /// to it, so that no half-written file is left.
  ///
  /// - Throws: `TabularError.cannotWrite`.
  public func write(toCSVFile path: String, delimiter: Character = ",") throws(TabularError) {
    do {
      try Data(csvBytes(delimiter: delimiter)).write(to: URL(filePath: path), options: .atomic)
    } catch {
      let code = ((error as? CocoaError)?.underlying as? POSIXError)?.code
      let reason = code.map { String(cString: strerror($0.rawValue)) } ?? error.localizedDescription
      throw .cannotWrite(path: path, reason: reason)
    }
  }

  /// The bytes of `csvRepresentation`.
  package func csvBytes(delimiter: Character = ",") -> [UInt8] {
    guard let separator = delimiter.asciiValue, !Self.quotedBytes.contains(separator) else {
      preconditionFailure(
        "A delimiter is an ASCII character other than a quote or a line break, received \(delimiter).")
    }
    guard !columns.isEmpty else { return [] }
    var bytes: [UInt8] = []
    bytes.reserveCapacity((rowCount + 1) * columns.count * 6)
    for (place, column) in columns.enumerated() {
      if place > 0 { bytes.append(separator) }
      var name = column.name
      name.withUTF8 { Self.append($0, to: &bytes, separator) }
    }
    bytes.append(ASCII.lineFeed)
    for row in 0..<rowCount {
      for (place, column) in columns.enumerated() {
        if place > 0 { bytes.append(separator) }
        if case .text(let texts) = column.base, !column.isMissing(row) {
          texts.withUTF8(ofRow: column.place(ofRow: row)) { Self.append($0, to: &bytes, separator) }
        } else if let value = column[row] {
          bytes.append(contentsOf: value.description.utf8)
        }
      }
      bytes.append(ASCII.lineFeed)
    }
    return bytes
  }

  private static let quotedBytes = [ASCII.quote, ASCII.lineFeed, ASCII.carriageReturn]

  /// Appends a text, quoted where it is empty, begins or ends with a blank, or contains a separator.
  private static func append(
    _ utf8: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8], _ separator: UInt8
  ) {
    let isPlain =
      !utf8.isEmpty && utf8.first != ASCII.space && utf8.last != ASCII.space
      && !utf8.contains { $0 == separator || quotedBytes.contains($0) }
    if isPlain { return bytes.append(contentsOf: utf8) }
    bytes.append(ASCII.quote)
    for byte in utf8 {
      if byte == ASCII.quote { bytes.append(ASCII.quote) }
      bytes.append(byte)
    }
    bytes.append(ASCII.quote)
  }
}
