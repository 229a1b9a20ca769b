/// What is to be done with one column of the file.
struct ColumnPlan {
  /// The type to read the cells as, or `nil` where the column is left out.
  var type: Column.ValueType?
  /// Whether the type is certain, so that a cell that does not fit is a fault.
  var isGiven = false
}

/// What the cells of a column, or of a part of it, turn out to be.
struct ColumnFindings {
  var kinds: CellKinds = []
  /// In a text column, how many cells are numbers and how many are something else.
  var numbers = 0
  var others = 0
  /// Where the first cell that is neither number nor missing begins.
  var firstOther: Int?
  /// Where the first number too large for 64 bits begins.
  var firstOverflow: Int?

  /// The first cell that is no number, in a text column of which at least half the cells are numbers.
  var firstCellThatIsNoNumber: Int? { numbers >= others ? firstOther : nil }

  /// Adds what was found further down.
  mutating func append(_ next: ColumnFindings) {
    kinds.formUnion(next.kinds)
    numbers += next.numbers
    others += next.others
    firstOther = firstOther ?? next.firstOther
    firstOverflow = firstOverflow ?? next.firstOverflow
  }
}

extension [ColumnPlan] {
  /// Gives the columns whose type was guessed too narrow the type that all their cells ask for.
  ///
  /// - Returns: the plans of those columns alone.
  mutating func widen(by findings: [ColumnFindings?]) -> [ColumnPlan] {
    var widened = [ColumnPlan](repeating: ColumnPlan(type: nil), count: count)
    for (place, plan) in enumerated() where plan.type != nil && !plan.isGiven {
      let type = findings[place]!.kinds.type
      if type == plan.type { continue }
      widened[place].type = type
      self[place].type = type
    }
    return widened
  }

  /// Refuses numbers that are too large in columns of numbers.
  ///
  /// - Throws: the fault that stands first in the file.
  func refuseOverflows(in findings: [ColumnFindings?]) throws(RecordFault) {
    let overflows = enumerated().filter { $0.element.type == .number }.compactMap { column, _ in
      findings[column]?.firstOverflow.map { RecordFault(kind: .overflow, offset: $0, column: column) }
    }
    if let first = overflows.min(by: { $0.offset < $1.offset }) { throw first }
  }
}
