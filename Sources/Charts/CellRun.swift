/// A rectangle of a grid's cells, counted from its upper left corner.
struct CellRun: Equatable {
  var column: Int
  var row: Int
  var width: Int
  var height: Int

  /// Rectangles that cover the matching cells, each once: runs within a row, joined with equal runs below.
  static func covering(columns: Int, rows: Int, _ matches: (Int) -> Bool) -> [CellRun] {
    var done: [CellRun] = []
    var open: [CellRun] = []
    for row in 0..<rows {
      var runs: [CellRun] = []
      var column = 0
      while column < columns {
        let start = column
        while column < columns && matches(row * columns + column) { column += 1 }
        if column > start { runs.append(CellRun(column: start, row: row, width: column - start, height: 1)) }
        column += 1
      }
      let next = runs.map { run in
        let above = open.firstIndex { $0.column == run.column && $0.width == run.width }
        guard let above else { return run }
        var grown = open.remove(at: above)
        grown.height += 1
        return grown
      }
      done += open
      open = next
    }
    return done + open
  }
}
