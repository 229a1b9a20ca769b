/// Which rows a join keeps.
public enum JoinKind: String, Sendable, CaseIterable {
  /// The rows of the left frame that have a partner in the right one.
  case inner
  /// All rows of the left frame; where there is no partner, the right frame's columns are missing.
  case left
}

extension DataFrame {
  /// The rows of this frame, each beside those of another that have the same value in a column.
  ///
  ///     let regions = DataFrame(columns: [
  ///       Column(name: "region", ["Douro", "Minho"]), Column(name: "rain", [600, 1_500]),
  ///     ])
  ///     let wider = try bottles.joined(regions, on: "region", kind: .left)
  ///
  /// Rows are in the order of this frame, and partners of one row in the other's order. The columns of this frame come
  /// first. A column besides the key that both frames have gets a suffix in each. The rows are numbered from 0.
  ///
  /// As in pandas, and unlike SQL, a missing key equals a missing one; NaN counts as missing. An integer equals a
  /// number of its value. The time grows with the rows of both frames and of the result.
  /// - Parameters:
  ///   - other: the right frame.
  ///   - name: the key, a column of both.
  ///   - kind: which rows are kept. Default: those that have a partner.
  ///   - suffixes: what is added to the names of columns that both have. Default: `_x` and `_y`.
  /// - Throws: `TabularError.unknownColumn`; `.typesDiffer` where the key is of incompatible types;
  ///   `.repeatedColumn` where a name with its suffix is taken.
  /// Source: pandas, `DataFrame.merge`.
  public func joined(
    _ other: DataFrame, on name: String, kind: JoinKind = .inner,
    suffixes: (left: String, right: String) = ("_x", "_y")
  ) throws(TabularError) -> DataFrame {
    try joined(other, on: [name], kind: kind, suffixes: suffixes)
  }

  /// The rows of this frame, each beside those of another that have the same values in some columns: as with one
  /// column.
  ///
  ///     try sales.joined(prices, on: ["shop", "article"])
  ///
  /// - Precondition: there is a key.
  public func joined(
    _ other: DataFrame, on names: [String], kind: JoinKind = .inner,
    suffixes: (left: String, right: String) = ("_x", "_y")
  ) throws(TabularError) -> DataFrame {
    try joined(other, left: names, right: names, kind, suffixes)
  }

  /// The rows of this frame, each beside those of another whose key, a column of another name, has the same value. Both
  /// keys are columns of the result.
  ///
  ///     try sales.joined(shops, on: (left: "shop", right: "id"))
  public func joined(
    _ other: DataFrame, on names: (left: String, right: String), kind: JoinKind = .inner,
    suffixes: (left: String, right: String) = ("_x", "_y")
  ) throws(TabularError) -> DataFrame {
    try joined(other, left: [names.left], right: [names.right], kind, suffixes)
  }

  private func joined(
    _ other: DataFrame, left names: [String], right otherNames: [String], _ kind: JoinKind,
    _ suffixes: (left: String, right: String)
  ) throws(TabularError) -> DataFrame {
    precondition(!names.isEmpty, "A join has a key, received none.")
    let keys = try keyColumns(names)
    let otherKeys = try other.keyColumns(otherNames)
    for (key, other) in zip(keys, otherKeys)
    where key.type != other.type && !(key.isNumber && other.isNumber) {
      throw .typesDiffer(column: key.name, type: key.type, other: other.type)
    }
    let (rows, partners) = Self.partners(
      of: keys, rowCount: rowCount, among: otherKeys, rowCount: other.rowCount, keepsAll: kind == .left)
    let shared = Set(zip(names, otherNames).filter { $0 == $1 }.map(\.0))
    let left = columns.map { $0.selecting(rows: rows) }
    let right = other.columns.filter { !shared.contains($0.name) }.map { $0.selecting(rowsOrNone: partners) }
    let taken = Set(right.map(\.name))
    var joined: [Column] = []
    for (columns, suffix, others) in [
      (left, suffixes.left, taken), (right, suffixes.right, Set(columnNames).subtracting(shared)),
    ] {
      for var column in columns {
        if others.contains(column.name) { column.name += suffix }
        joined.append(column)
      }
    }
    var seen: Set<String> = []
    for column in joined where !seen.insert(column.name).inserted { throw .repeatedColumn(column.name) }
    return DataFrame(columns: joined, rowCount: rows.count, rowNumbers: nil)
  }

  /// The rows of a left frame, each as often as it has partners in a right one, and these; −1 for none.
  private static func partners(
    of keys: [Column], rowCount: Int, among others: [Column], rowCount otherCount: Int, keepsAll: Bool
  ) -> (rows: [Int], partners: [Int]) {
    // Right rows of one key are a chain, in their order.
    var index = RowIndex(columns: others, rowCount: otherCount)
    var first = Array(0..<otherCount)
    index.insert(RowWalk(over: [], rowCount: otherCount)) { row, indexed in first[row] = indexed }
    var next = [Int](repeating: -1, count: otherCount)
    var last = first
    for row in 0..<otherCount where first[row] != row {
      next[last[first[row]]] = row
      last[first[row]] = row
    }
    var found = [Int](repeating: -1, count: rowCount)
    index.find(RowWalk(over: [], rowCount: rowCount), of: keys) { row, indexed in found[row] = indexed }
    var (rows, partners) = ([Int](), [Int]())
    for row in 0..<rowCount {
      var partner = found[row]
      if partner < 0 && keepsAll {
        rows.append(row)
        partners.append(-1)
      }
      while partner >= 0 {
        rows.append(row)
        partners.append(partner)
        partner = next[partner]
      }
    }
    return (rows, partners)
  }
}

extension DataFrame {
  /// The columns by whose values rows are compared: a NaN counts as missing, as in pandas.
  ///
  /// - Throws: `TabularError.unknownColumn`, `.repeatedColumn`.
  func keyColumns(_ names: [String]) throws(TabularError) -> [Column] {
    try selecting(columns: names).columns.map(\.takingNaNForMissing)
  }
}

extension Column {
  fileprivate var isNumber: Bool { type == .integer || type == .number }

  /// The column, whose NaNs are missing values.
  var takingNaNForMissing: Column {
    guard case .number(let values) = storage, values.contains(where: \.isNaN) else { return self }
    var missing = MissingRows(rows: count)
    for row in values.indices where values[row].isNaN || isMissing(row) { missing.insert(row) }
    return replacing(storage: .number(values), missing: missing)
  }
}
