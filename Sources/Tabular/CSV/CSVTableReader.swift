/// Reads a CSV file's bytes into a frame.
///
///     encoding → dialect → header → plan from a sample → layout → values → columns that widened → frame
///
/// The values are read once, into memory of the types that a sample of the file suggests. A column with a
/// later cell that does not fit, such as `5.5` after ten thousand integers, is read again as what all its
/// cells ask for.
package struct CSVTableReader {
  private let table: CSVTable

  /// How much of a file is looked at in one go. The result does not depend on it.
  package struct Cut {
    /// The bytes that a thread reads at a time: few enough to stay in its cache, enough to be worth a turn.
    package var chunkSize = 1 << 20
    /// The bytes from which types are guessed.
    package var sampleSize = 256 << 10

    package init() {}
  }

  /// - Parameter source: the file, where its memory can be given back as it is read.
  init(
    _ bytes: UnsafeRawBufferPointer, source: CSVSource?, file: String, options: CSVReadingOptions,
    cut: Cut = Cut()
  ) throws(CSVFault) {
    table = try CSVTable(CSVText(bytes, source: source, file: file, options: options, cut: cut))
  }

  /// Reads the table.
  func read() throws(CSVFault) -> DataFrame {
    var (plans, layout) = (table.plans, table.layout)
    let columns = try table.naming { () throws(RecordFault) in try read(&plans, &layout) }
    let oddCells = table.places(ofCells: columns.map { $0?.findings.firstCellThatIsNoNumber })
    return table.frame(of: columns, rows: layout.rowCount, oddCells: oddCells)
  }

  /// Reads all columns, and those whose type was guessed too narrow a second time.
  private func read(
    _ plans: inout [ColumnPlan], _ layout: inout CSVLayout
  ) throws(RecordFault) -> [ReadColumn?] {
    var columns = try table.pass.read(plans, &layout)
    let widened = plans.widen(by: columns.map { $0?.findings })
    if widened.contains(where: { $0.type != nil }) {
      // The memory of the first attempt is given back before the second takes its own.
      for place in widened.indices where widened[place].type != nil { columns[place] = nil }
      for (place, column) in try table.pass.read(widened, &layout).enumerated() where column != nil {
        columns[place] = column
      }
    }
    try plans.refuseOverflows(in: columns.map { $0?.findings })
    return columns
  }
}
