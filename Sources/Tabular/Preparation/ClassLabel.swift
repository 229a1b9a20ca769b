/// The name of a class: a whole number, a text, or a boolean.
///
/// In order stand numbers by their size, texts by their Unicode scalars, and `false` before `true`.
public enum ClassLabel: Sendable, Hashable {
  case integer(Int)
  case text(String)
  case boolean(Bool)

  /// The type of a column of such labels.
  public var type: Column.ValueType {
    switch self {
    case .integer: .integer
    case .text: .text
    case .boolean: .boolean
    }
  }
}

extension ClassLabel: Comparable {
  public static func < (left: ClassLabel, right: ClassLabel) -> Bool {
    switch (left, right) {
    case (.integer(let a), .integer(let b)): a < b
    case (.text(let a), .text(let b)): a < b
    case (.boolean(let a), .boolean(let b)): !a && b
    default: left.type.rawValue < right.type.rawValue
    }
  }
}

extension ClassLabel: CustomStringConvertible {
  /// The label as it stands in a file.
  public var description: String {
    switch self {
    case .integer(let value): "\(value)"
    case .text(let value): value
    case .boolean(let value): "\(value)"
    }
  }
}

extension ClassLabel: Codable {
  /// Reads a bare JSON value: `6`, `"red"`, `true`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .integer(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .boolean(let value): try container.encode(value)
    }
  }
}

extension Column {
  /// The class of every row: its place among the column's sorted classes.
  ///
  /// - Throws: `TabularError.missingValues`, `TabularError.labels` where a number is not whole.
  func classes() throws(TabularError) -> (labels: [ClassLabel], codes: [Int]) {
    guard missingCount == 0 else { throw .missingValues([.init(column: name, count: missingCount)]) }
    switch storage {
    case .integer(let values): return Self.sortedClasses(values) { .integer($0) }
    case .text(let values): return Self.sortedClasses(values) { .text($0) }
    case .boolean(let values):
      let (labels, codes) = Self.sortedClasses(values.map { $0 ? 1 : 0 }) { .boolean($0 == 1) }
      return (labels, codes)
    case .number(let values):
      return Self.sortedClasses(try wholeNumbers(values)) { .integer($0) }
    }
  }

  /// The numbers as integers, where all are whole.
  private func wholeNumbers(_ values: [Double]) throws(TabularError) -> [Int] {
    var result: [Int] = []
    result.reserveCapacity(values.count)
    for (row, value) in values.enumerated() {
      guard let whole = Int(exactly: value) else {
        throw .labels(.notWhole(column: name, row: row, value: "\(value)"))
      }
      result.append(whole)
    }
    return result
  }

  @inline(__always)
  private static func sortedClasses<Value: Hashable & Comparable>(
    _ values: [Value], _ label: (Value) -> ClassLabel
  ) -> (labels: [ClassLabel], codes: [Int]) {
    var places: [Value: Int] = [:]
    for value in values where places[value] == nil { places[value] = 0 }
    let sorted = places.keys.sorted()
    for (place, value) in sorted.enumerated() { places[value] = place }
    return (sorted.map(label), values.map { places[$0]! })
  }
}
