extension Column {
  /// The column with a value in the place of every missing one.
  ///
  /// Integers stay integers where the value is whole, booleans where it is one; else they become numbers.
  /// - Precondition: the value goes with the column's type.
  func filled(with value: FillValue) -> Column {
    guard let missing else { return self }
    let filled: Storage =
      switch (storage, value) {
      case (.number(let values), .number(let number)): .number(values.filling(missing, with: number))
      case (.text(let values), .text(let text)): .text(values.filling(missing, with: text))
      case (.boolean(let values), .boolean(let boolean)): .boolean(values.filling(missing, with: boolean))
      case (.integer(let values), .number(let number)):
        if let whole = Int(exactly: number) {
          .integer(values.filling(missing, with: whole))
        } else {
          .number(values.map { Double($0) }.filling(missing, with: number))
        }
      case (.boolean(let values), .number(let number)):
        .number(values.map { $0 ? 1 : 0 }.filling(missing, with: number))
      default: preconditionFailure("The \(type) column \(name) cannot be filled with \(value).")
      }
    return replacing(storage: filled, missing: nil)
  }

  /// A column `NAME missing`: 1 where the value is missing, 0 elsewhere.
  var missingIndicator: Column {
    var values = [Int](repeating: 0, count: count)
    missing?.forEach { values[$0] = 1 }
    return Column(name: Self.missingName(name), values)
  }

  /// The name of the column that tells where a column's values are missing.
  static func missingName(_ name: String) -> String { "\(name) missing" }

  /// The values that are there, as numbers; of a column without text.
  var presentNumbers: [Double] {
    guard let numbers = Double.values(of: storage) else {
      preconditionFailure("Numbers of a text column, \(name).")
    }
    guard let missing else { return numbers }
    return numbers.indices.filter { !missing.contains($0) }.map { numbers[$0] }
  }

  /// The value that most rows have, of several the smallest; `nil` where all are missing.
  var mostFrequentValue: FillValue? {
    switch storage {
    case .text(let values): mostFrequent(values).map { .text($0) }
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
