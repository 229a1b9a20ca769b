import Foundation

extension DataFrame {
  /// Reads a CSV file.
  ///
  /// What the options leave open is found out: the delimiter, the header, the type of each column from all
  /// its values. Lines may end with LF, CRLF, a lone CR or `\r\r\n`; quoting follows RFC 4180.
  ///
  /// - A number is a sign, decimal digits, a point, an exponent; blanks around it and quotes do not matter.
  ///   Its value is `strtod`'s in the C locale to the last bit. `inf` is a number; integers beyond 64 bits
  ///   become numbers.
  /// - `true` and `false` are booleans, in letters of either case.
  /// - A column of integers and numbers is a number column; every other mixture is a text column, and
  ///   `firstCellThatIsNoNumber` names what made it one.
  /// - A column without a name is called `Unnamed: N`, N its place counted from 0. If it is the first,
  ///   below a header, it is the row's number (`isRowIndex`).
  /// - Blank lines are skipped; below the first line of a single column each is a missing value.
  ///
  /// - Parameters:
  ///   - path: the file; it is mapped, not copied. A pipe such as `/dev/stdin` is read whole.
  ///   - options: what is known about the file.
  /// - Throws: `TabularError.csv` with the line, the column and the text of what is damaged.
  public init(contentsOfCSVFile path: String, options: CSVReadingOptions = .init()) throws(TabularError) {
    do throws(CSVFault) {
      let source = try CSVSource(path: path)
      self = try CSVTableReader(source.bytes, source: source, file: path, options: options).read()
    } catch {
      throw .csv(error)
    }
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
  ///   - name: what errors call the bytes.
  /// - Throws: `TabularError.csv` with the line, the column and the text of what is damaged.
  public init(
    csvBytes bytes: some ContiguousBytes, options: CSVReadingOptions = .init(),
    name: String = "standard input"
  ) throws(TabularError) {
    try self.init(csvBytes: bytes, options: options, name: name, cut: .init())
  }

  /// Reads the bytes of a CSV file, looking at as many of them at a time as `cut` says.
  package init(
    csvBytes bytes: some ContiguousBytes, options: CSVReadingOptions, name: String,
    cut: CSVTableReader.Cut
  ) throws(TabularError) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(CSVFault) in
        try CSVTableReader(bytes, source: nil, file: name, options: options, cut: cut).read()
      }
    }
    do throws(CSVFault) {
      self = try result.get()
    } catch {
      throw .csv(error)
    }
  }
}
