import LinearAlgebra

/// A CSV file of which everything is known but the values.
struct CSVTable {
  let pass: CSVPass
  /// What to read of each of the file's columns.
  var plans: [ColumnPlan]
  var layout: CSVLayout

  private let header: CSVHeader
  /// The places in the file of the columns to take, in the order of the frame.
  private let taken: [Int]
  private let locator: CSVFaultLocator

  /// Reads the header, guesses types from a sample, and looks where the records are.
  init(_ text: CSVText) throws(CSVFault) {
    let censuses = try text.censuses()
    header = try text.header()
    taken = try text.takenColumns(of: header)
    plans = text.plans(for: taken, of: header)
    layout = CSVLayout.guessed(
      text.scanner, body: header.body, isSingleColumn: header.names.count == 1, censuses: censuses,
      team: text.team)
    pass = CSVPass(
      scanner: text.scanner, cells: text.cells, columnCount: header.names.count, team: text.team,
      source: text.source)
    locator = text.locator
  }

  /// The names of the columns to take.
  var names: [String] { taken.map { header.names[$0] } }

  /// The types of the columns to take.
  var types: [Column.ValueType] { taken.map { plans[$0].type! } }

  /// Does what may find a record damaged.
  func naming<Result>(
    faultsOf work: () throws(RecordFault) -> Result
  ) throws(CSVFault) -> Result {
    do throws(RecordFault) {
      return try work()
    } catch {
      throw locator.fault(error, names: header.names)
    }
  }

  /// The frame of the columns to take.
  ///
  /// - Parameter oddCells: where the first cell is, a column of the file, that keeps a text column from being
  ///   one of numbers.
  func frame(of columns: [ReadColumn?], rows: Int, oddCells: [Column.CellPlace?]) -> DataFrame {
    DataFrame(
      columns: taken.map { place in
        var column = columns[place]!.column(name: header.names[place], rows: rows)
        column.isRowIndex = place == 0 && header.beginsWithRowIndex
        column.firstCellThatIsNoNumber = oddCells[place]
        return column
      })
  }

  /// What stands in cells, as an editor shows it.
  func places(ofCells offsets: [Int?]) -> [Column.CellPlace?] {
    offsets.map { $0.map { locator.place(ofCell: $0) } }
  }

  /// What to say of a file that is not what it was when it was opened.
  var hasChanged: CSVFault {
    CSVFault(.unreadable(reason: "it has changed since it was opened"), file: locator.file)
  }
}
