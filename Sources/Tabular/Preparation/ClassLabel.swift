/// The name of a class: a whole number, a text, or a boolean.
///
/// Labels are ordered: numbers by their size, texts by their Unicode scalars, and `false` before `true`.
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
  /// The label as it is written in a file.
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
  /// The sorted classes of the column, and the class of every row as an index among them.
  ///
  /// - Throws: `TabularError.missingValues`, `TabularError.labels` where a number is not whole.
  func classes() throws(TabularError) -> (labels: [ClassLabel], codes: [Int]) {
    try [self].requireNoneMissing()
    switch storage {
    case .integer(let values): return Self.sortedClasses(values) { .integer($0) }
    case .text(let values): return Self.sortedClasses(values) { .text($0) }
    case .boolean(let values): return Self.sortedClasses(values.map { $0 ? 1 : 0 }) { .boolean($0 == 1) }
    case .number(let values): return Self.sortedClasses(try wholeNumbers(values)) { .integer($0) }
    }
  }

  /// The numbers as integers.
  ///
  /// - Throws: `TabularError.labels` where one is not whole.
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

/// Why a column cannot be used as classes.
public enum LabelFault: Sendable, Equatable {
  /// A column with fewer than two classes, or with more where two are needed.
  case classCount(column: String, classes: [ClassLabel], needsTwo: Bool)
  /// A number with a fraction. The row is counted from 0.
  case notWhole(column: String, row: Int, value: String)
  /// A class that the fitted rows did not have. The row is counted from 0.
  case unknownClass(column: String, row: Int, label: ClassLabel, known: [ClassLabel])
}

extension LabelFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .classCount(let column, let classes, _) where classes.count == 1:
      "The column \"\(column)\" has only one class (\(Self.list(classes))): a classification needs two or more."
    case .classCount(let column, let classes, _):
      "The column \"\(column)\" has \(classes.count) classes (\(Self.list(classes))) where two are needed:"
        + " choose a column with two, or form two groups by a threshold."
    case .notWhole(let column, let row, let value):
      "The column \"\(column)\" holds \(value) in row \(row) (counted from 0), which is not a class:"
        + " classes are texts, booleans or whole numbers."
    case .unknownClass(let column, let row, let label, let known):
      "The column \"\(column)\" holds the class \(Self.list([label])) in row \(row) (counted from 0), which the fitted"
        + " rows did not have: they had \(Self.list(known))."
    }
  }

  /// The first ten labels, quoted where they are texts.
  static func list(_ labels: [ClassLabel]) -> String {
    labels.prefix(10).map { label in
      if case .text(let text) = label { "\"\(displayed(text))\"" } else { "\(label)" }
    }.joined(separator: ", ") + (labels.count > 10 ? ", …" : "")
  }
}
