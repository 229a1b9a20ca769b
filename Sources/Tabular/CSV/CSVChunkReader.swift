import Foundation

/// Reads a CSV file in pieces of whole rows, for tables larger than the memory.
///
///     var reader = try CSVChunkReader(contentsOfFile: "measurements.csv")
///     while let chunk = try reader.next(rows: 100_000) { … }      // a DataFrame each
///     reader.rewind()                                              // and once more
///
/// The file is looked at as a whole when it is opened: every chunk has the columns and types that
/// `DataFrame(contentsOfCSVFile:options:)` would give the whole, missing values and texts are the same, and
/// chunks put below each other are that frame. What is damaged is found then, too, and not after hours.
///
/// Memory is needed for one chunk, and some 150 bytes a megabyte of the file. A pipe such as `/dev/stdin` is
/// read whole. A copy of a reader goes on by itself; both may not read at the same time.
public struct CSVChunkReader {
  /// The names of the columns, in the order of the chunks.
  public let columnNames: [String]
  /// The types of the columns, in the order of the chunks.
  public let columnTypes: [Column.ValueType]
  /// How many rows the file has.
  public var rowCount: Int { table.layout.rowCount }
  /// How many rows have been read since the beginning: the number of the next one, counted from 0.
  public private(set) var position = 0

  private let source: CSVSource
  private let table: CSVTable
  private let oddCells: [Column.CellPlace?]
  /// Where the next row begins.
  private var offset: Int
  /// Up to where the file's memory has been given back.
  private var released: Int

  /// The bytes whose memory is given back in one go; a chunk may be of fewer.
  private static let releaseSize = 1 << 20

  /// Opens a file and looks at all of it.
  ///
  /// - Parameters:
  ///   - path: the file. It must not change as long as it is read.
  ///   - options: what is known about the file.
  /// - Throws: `TabularError.csv` with the line, the column and the text of what is damaged.
  public init(contentsOfFile path: String, options: CSVReadingOptions = .init()) throws(TabularError) {
    try self.init(contentsOfFile: path, options: options, cut: .init())
  }

  /// Opens a file and looks at all of it.
  ///
  /// - Throws: `TabularError.csv` with the line, the column and the text of what is damaged.
  public init(contentsOfFile url: URL, options: CSVReadingOptions = .init()) throws(TabularError) {
    try self.init(contentsOfFile: url.path, options: options)
  }

  /// Opens a file, looking at as many of its bytes at a time as `cut` says.
  package init(
    contentsOfFile path: String, options: CSVReadingOptions, cut: CSVTableReader.Cut
  ) throws(TabularError) {
    do throws(CSVFault) {
      source = try CSVSource(path: path)
      var table = try CSVTable(
        CSVText(source.bytes, source: source, file: path, options: options, cut: cut))
      var (plans, layout) = (table.plans, table.layout)
      let findings = try table.naming { () throws(RecordFault) in
        try CSVSurvey(table.pass).settle(&plans, &layout)
      }
      (table.plans, table.layout) = (plans, layout)
      oddCells = table.places(ofCells: findings.map { $0?.firstCellThatIsNoNumber })
      self.table = table
    } catch {
      throw .csv(error)
    }
    columnNames = table.names
    columnTypes = table.types
    offset = table.layout.start
    released = offset
  }

  /// Reads the next rows: as many as are asked for, fewer at the file's end, `nil` after it.
  ///
  /// - Precondition: `rows` ≥ 1.
  /// - Throws: `TabularError.csv` where the file has changed since it was opened.
  public mutating func next(rows: Int) throws(TabularError) -> DataFrame? {
    precondition(rows >= 1, "A chunk has a row or more, received \(rows).")
    guard position < rowCount else { return nil }
    let taken = position..<position + min(rows, rowCount - position)
    let layout = table.layout.part(taken, from: offset)
    do throws(CSVFault) {
      let result = try table.naming { () throws(RecordFault) in try table.pass.readOnce(table.plans, layout) }
      guard let result else { throw table.hasChanged }
      position = taken.upperBound
      offset = result.end
      releaseMemory()
      return table.frame(of: result.columns, rows: taken.count, oddCells: oddCells)
    } catch {
      throw .csv(error)
    }
  }

  /// Goes back to the first row.
  public mutating func rewind() {
    position = 0
    offset = table.layout.start
    released = offset
  }

  /// Gives back what many small chunks leave: a pass gives back whole pages alone.
  private mutating func releaseMemory() {
    guard offset - released >= Self.releaseSize else { return }
    source.release(released..<offset)
    released = offset
  }
}
