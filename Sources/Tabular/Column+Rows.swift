extension Column {
  /// The column with other values, and everything else as it is.
  func replacing(storage: Storage, missing: MissingRows?) -> Column {
    var result = Column(name: name, storage: storage, missing: missing)
    result.isRowIndex = isRowIndex
    result.firstCellThatIsNoNumber = firstCellThatIsNoNumber
    return result
  }

  /// The values at the given places, in their order.
  func selecting(rows: [Int]) -> Column {
    let selected: Storage =
      switch storage {
      case .integer(let values): .integer(Self.gather(values, rows))
      case .number(let values): .number(Self.gather(values, rows))
      case .text(let values): .text(Self.gather(values, rows))
      case .boolean(let values): .boolean(Self.gather(values, rows))
      }
    return replacing(storage: selected, missing: missing?.selecting(rows: rows))
  }

  /// The values of neighbouring rows.
  func selecting(rows: Range<Int>) -> Column {
    let selected: Storage =
      switch storage {
      case .integer(let values): .integer(Array(values[rows]))
      case .number(let values): .number(Array(values[rows]))
      case .text(let values): .text(Array(values[rows]))
      case .boolean(let values): .boolean(Array(values[rows]))
      }
    return replacing(storage: selected, missing: missing?.selecting(rows: rows))
  }

  @inline(__always)
  private static func gather<Value>(_ values: [Value], _ rows: [Int]) -> [Value] {
    rows.map { values[$0] }
  }
}
