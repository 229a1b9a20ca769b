import Foundation

/// Reads a CSV file in pieces of whole rows, for tables larger than the memory.
///
///     var reader = try CSVChunkReader(contentsOfFile: "measurements.csv")
///     while let chunk = try reader.next(rows: 100_000) { … }      // each a DataFrame
///     reader.rewind()                                              // and once more
///
/// The whole file is examined when it is opened, so that damage is found then and not after hours. Every
/// chunk has the columns and types that `DataFrame(contentsOfCSVFile:options:)` would give the whole file,
/// and the same missing values and texts: the chunks appended to each other are that frame.
///
/// Memory is needed for one chunk, and for some 150 bytes per megabyte of the file. A pipe such as
/// `/dev/stdin` is read whole. A copy of a reader continues independently; the two must not read at the same
/// time.
public struct CSVChunkReader {
  /// The names of the columns, in the order of the chunks.
  public let columnNames: [String]
  /// The types of the columns, in the order of the chunks.
  public let columnTypes: [Column.ValueType]
  /// The number of rows in the file.
  public var rowCount: Int { table.layout.rowCount }
  /// The number of rows read so far, which is the number of the next row, counted from 0.
  public private(set) var position = 0

  /// What the user should know about the file, a sentence each.
  package var notices: [String] { table.notices }

  private let table: CSVTable
  /// Where the next row begins.
  private var offset: Int
  /// The file's memory has been released up to here.
  private var released: Int

  /// The bytes whose memory is released at once; a chunk may have fewer.
  private static let releaseSize = 1 << 20

  /// Opens a file and examines all of it.
  ///
  /// - Parameters:
  ///   - path: the file. It must not change while it is read.
  ///   - options: what is known about the file.
  /// - Throws: `TabularError.csv` with the line, the column and the text of what is damaged.
  public init(contentsOfFile path: String, options: CSVReadingOptions = .init()) throws(TabularError) {
    var table = try CSVTable(path: path, options: options)
    try table.survey()
    self.table = table
    columnNames = table.names
    columnTypes = table.types
    offset = table.layout.start
    released = offset
  }

  /// Opens a file and examines all of it.
  ///
  /// - Throws: `TabularError.csv` with the line, the column and the text of what is damaged.
  public init(contentsOfFile url: URL, options: CSVReadingOptions = .init()) throws(TabularError) {
    try self.init(contentsOfFile: url.path, options: options)
  }

  /// Reads the next rows: as many as requested, fewer at the end of the file, `nil` after it.
  ///
  /// - Precondition: `rows` ≥ 1.
  /// - Throws: `TabularError.csv` where the file has changed since it was opened.
  public mutating func next(rows: Int) throws(TabularError) -> DataFrame? {
    precondition(rows >= 1, "A chunk has a row or more, received \(rows).")
    guard position < rowCount else { return nil }
    let taken = position..<position + min(rows, rowCount - position)
    let (frame, end) = try table.read(rows: taken, from: offset)
    (position, offset) = (taken.upperBound, end)
    // Releases what many small chunks leave: a pass releases only whole pages.
    if offset - released >= Self.releaseSize {
      table.release(released..<offset)
      released = offset
    }
    return frame
  }

  /// Returns to the first row.
  public mutating func rewind() {
    position = 0
    offset = table.layout.start
    released = offset
  }
}
