/// Some inputs of a layer, each of which several numbers replace in its place. The others pass; all keep their order.
struct ReplacedColumns {
  let inputs: Int
  /// Ascending.
  let columns: [Int]
  /// How many numbers replace a column.
  let width: Int

  /// - Parameter columns: those that are no inputs, and names, are left out, as a fault reports them. `nil` for all.
  init(_ columns: [InputColumn]?, inputs: Int, width: Int) {
    self.inputs = inputs
    self.columns = columns?.compactMap(\.place).filter((0..<inputs).contains).sorted() ?? Array(0..<inputs)
    self.width = width
  }

  /// No more than one above ``mostOutputs``, so that layers in a row overflow nothing before a fault reports them.
  var outputs: Int { min(inputs + columns.count * (width - 1), Self.mostOutputs + 1) }

  /// The most outputs a row.
  private static let mostOutputs = 1_000_000

  /// Where the numbers of each column begin.
  var places: [Int] { columns.indices.map { columns[$0] + $0 * (width - 1) } }

  /// The other columns, and where they go.
  var others: [(from: Int, to: Int)] {
    var replaced = 0
    return (0..<inputs).compactMap { column in
      if replaced < columns.count, columns[replaced] == column {
        replaced += 1
        return nil
      }
      return (column, column + replaced * (width - 1))
    }
  }

  static var allowed: AllowedValues<[InputColumn]> {
    AllowedValues("are one or more places from 0 on or names, none twice") {
      !$0.isEmpty && $0.allSatisfy { $0.place ?? 0 >= 0 } && Set($0).count == $0.count
    }
  }

  /// Why a layer cannot replace the columns.
  static func fault(_ columns: [InputColumn]?, inputs: Int, width: Int) -> String? {
    if let named = columns?.first(where: { $0.place == nil }) {
      return
        "names the column \(named), where names are known in a table's pipeline alone, in front of layers that mix"
        + " columns: give its place"
    }
    if let last = columns?.compactMap(\.place).max(), last >= inputs {
      return "takes column \(last), where the last of its \(inputs) inputs is \(inputs - 1)"
    }
    return Self(columns, inputs: inputs, width: width).outputs > mostOutputs
      ? "has more than \(mostOutputs) outputs: give it fewer columns, or fewer numbers a column" : nil
  }
}
