/// Fills in missing values, or drops their rows.
///
///     let imputer = try Imputer(.fill(.median, indicator: true)).fitted(to: train)
///     let complete = try imputer.imputed(validation)
///
/// Source: scikit-learn's `SimpleImputer`.
public struct Imputer: Sendable, Equatable, Codable {
  /// The rule for columns that `byColumn` does not name. Where it does not suit a column's type, it acts as `refuse`.
  public var missingValues: MissingValues
  /// The rules of single columns.
  public var byColumn: [String: MissingValues]

  /// Creates an imputer.
  ///
  /// - Parameter missingValues: the rule for columns that `byColumn` does not name.
  /// - Parameter byColumn: the rules of single columns, by name. Default: none.
  public init(_ missingValues: MissingValues, byColumn: [String: MissingValues] = [:]) {
    self.missingValues = missingValues
    self.byColumn = byColumn
  }

  /// Learns what fills each column from a frame, in general the training rows.
  ///
  /// Where rows are dropped, it learns from the others alone.
  /// - Throws: `TabularError.noRows`, `.unknownColumn` for a rule without a column, `.missingValues` where
  ///   they are refused, `.notFinite`; `.preparation` where a rule does not suit a column's type, a column has
  ///   no value to learn from, or no row is left.
  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedImputer {
    for name in byColumn.keys.sorted() { _ = try frame.place(ofColumn: name) }
    return try FittedImputer(
      frame,
      rules: frame.columns.map { column in
        let own = byColumn[column.name]
        let holdsCategories = column.type == .text || column.type == .boolean
        return (own ?? missingValues, isOwn: own != nil, asCategory: own == .ownCategory && holdsCategories)
      })
  }
}

extension Column {
  /// The column with a value instead of every missing one; the column itself without a value.
  ///
  /// Integers stay integers where the value is whole, booleans where it is a boolean; otherwise they become
  /// numbers. A boolean fills numbers with 1 or 0: a later table may write it so.
  /// - Precondition: only texts are filled with a text, and with nothing else.
  func filled(with value: FillValue?) -> Column {
    guard let missing, let value else { return self }
    let whole = value.number.flatMap { Int(exactly: $0) }
    func numbers(_ values: [Double]) -> Storage {
      guard let number = value.number else {
        preconditionFailure("The \(type) column \(name) cannot be filled with \(value).")
      }
      return .number(values.filling(missing, with: number))
    }
    let filled: Storage =
      switch (storage, value) {
      case (.text(let values), .text(let text)): .text(values.filling(missing, with: text))
      case (.boolean(let values), .boolean(let boolean)): .boolean(values.filling(missing, with: boolean))
      case (.boolean(let values), _): numbers(values.map { $0 ? 1 : 0 })
      case (.integer(let values), _) where whole != nil: .integer(values.filling(missing, with: whole!))
      case (.integer(let values), _): numbers(values.map { Double($0) })
      case (.number(let values), _): numbers(values)
      case (.text, _): preconditionFailure("The text column \(name) cannot be filled with \(value).")
      }
    return replacing(storage: filled, missing: nil)
  }

  /// A column `NAME missing`: 1 where the value is missing, 0 elsewhere.
  var missingIndicator: Column {
    var values = [Int](repeating: 0, count: count)
    missing?.forEach { values[$0] = 1 }
    return Column(name: Self.missingName(name), values)
  }

  /// The name of the column that indicates where a column's values are missing.
  static func missingName(_ name: String) -> String { "\(name) missing" }

  /// The most frequent value, the smallest of several; `nil` where all are missing.
  var mostFrequentValue: FillValue? {
    switch storage {
    case .text:
      // Sorted: the first of those that are equally frequent is the smallest.
      distinctValues().flatMap { values, codes in mostFrequent(codes).map { .text(values[$0].description) } }
    case .boolean(let values): mostFrequent(values.map { $0 ? 1 : 0 }).map { .boolean($0 == 1) }
    case .integer(let values): mostFrequent(values).map { .number(Double($0)) }
    case .number(let values): mostFrequent(values).map { .number($0) }
    }
  }

  private func mostFrequent<Value: Hashable & Comparable>(_ values: [Value]) -> Value? {
    var counts: [Value: Int] = [:]
    for row in values.indices where !isMissing(row) { counts[values[row], default: 0] += 1 }
    return counts.max { $0.value < $1.value || $0.value == $1.value && $0.key > $1.key }?.key
  }
}

extension Array {
  fileprivate func filling(_ missing: MissingRows, with value: Element) -> [Element] {
    var values = self
    missing.forEach { values[$0] = value }
    return values
  }
}

extension Column {
  /// The constant of a rule, or the mean, the median or the most frequent of the values that are not missing.
  ///
  /// - Throws: `TabularError.preparation` where all are, `.notFinite`.
  func value(
    for fill: MissingValues.Fill, _ rule: MissingValues, rowNumbers: RowNumbers?
  ) throws(TabularError) -> FillValue {
    if case .constant(let value) = fill { return value }
    guard missingCount < count else { throw .preparation(.allMissing(column: name, rule: rule)) }
    try requireFiniteNumbers(rowNumbers: rowNumbers)
    return switch fill {
    case .mean: .number(presentNumbers.mean)
    case .median: .number(presentNumbers.quantilesOfUnsorted([0.5])[0])
    case .mostFrequent: mostFrequentValue!
    case .constant(let value): value
    }
  }
}
