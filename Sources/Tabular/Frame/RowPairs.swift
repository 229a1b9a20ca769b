/// Rows, each paired with a row to which it may be equal.
struct RowPairs {
  private(set) var rows: [Int] = []
  /// The index of each row in its block.
  private(set) var places: [Int] = []
  private(set) var partners: [Int] = []
  /// Whether the two are equal, once they have been compared.
  private(set) var areEqual: [Bool] = []

  var indices: Range<Int> { rows.indices }

  mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    partners.removeAll(keepingCapacity: true)
    areEqual.removeAll(keepingCapacity: true)
  }

  mutating func append(row: Int, place: Int, partner: Int) {
    rows.append(row)
    places.append(place)
    partners.append(partner)
    areEqual.append(true)
  }

  /// Compares the rows' values in some columns with their partners' in others, column by column.
  mutating func compare(_ columns: [Column], with others: [Column]) {
    guard !rows.isEmpty else { return }
    for (column, other) in zip(columns, others) { compare(column, with: other) }
  }

  private mutating func compare(_ column: Column, with other: Column) {
    let isComplete = column.missing == nil && other.missing == nil
    switch (column.base, other.base) {
    case _ where !isComplete: compareCells(column, with: other)
    case (.number(let a), .number(let b)):
      compare(a, column, b, other) { $0 == $1 || $0.isNaN && $1.isNaN }
    case (.integer(let a), .integer(let b)): compare(a, column, b, other, ==)
    case (.boolean(let a), .boolean(let b)): compare(a, column, b, other, ==)
    case (.text(let a), .text(let b)): compare(a, column, b, other, ==)
    default: compareCells(column, with: other)
    }
  }

  private mutating func compareCells(_ column: Column, with other: Column) {
    for pair in indices where areEqual[pair] {
      areEqual[pair] = column.holds(rows[pair], equalTo: partners[pair], of: other)
    }
  }

  @inline(__always)
  private mutating func compare<Value>(
    _ a: [Value], _ column: Column, _ b: [Value], _ other: Column, _ isEqual: (Value, Value) -> Bool
  ) {
    for pair in indices where areEqual[pair] {
      areEqual[pair] = isEqual(a[column.place(ofRow: rows[pair])], b[other.place(ofRow: partners[pair])])
    }
  }
}
