extension Column {
  /// One value of a column, of the column's type. The name of a class is such a value.
  ///
  /// Values are ordered: numbers by their size, texts by their Unicode scalars, and `false` before `true`.
  public enum Value: Sendable, Hashable {
    case integer(Int)
    case number(Double)
    case text(String)
    case boolean(Bool)

    /// The type of a column of such values.
    public var type: ValueType {
      switch self {
      case .integer: .integer
      case .number: .number
      case .text: .text
      case .boolean: .boolean
      }
    }
  }

  /// The number of different values that are not missing.
  package var distinctCount: Int { distinctValues()!.values.count }

  /// The values that are not missing, each once and sorted, and for every row the index of its value among
  /// them, −1 where it is missing; `nil` where there are more values than a limit.
  package func distinctValues(limit: Int = .max) -> (values: [Value], codes: [Int])? {
    switch storage {
    case .integer(let values): distinct(values, limit) { .integer($0) }
    case .number(let values): distinct(values, limit) { .number($0) }
    case .text(let texts):
      texts.distinct(limit: limit) { !isMissing($0) }.map { sorted($0.texts, codes: $0.codes) { .text($0) } }
    case .boolean(let values): distinct(values.map { $0 ? 1 : 0 }, limit) { .boolean($0 == 1) }
    }
  }

  private func distinct<Element: Hashable & Comparable>(
    _ values: [Element], _ limit: Int, _ value: (Element) -> Value
  ) -> (values: [Value], codes: [Int])? {
    var places: [Element: Int] = [:]
    var codes = [Int](repeating: -1, count: values.count)
    for row in values.indices where !isMissing(row) {
      let place = places[values[row]] ?? places.count
      if place == places.count {
        guard place < limit else { return nil }
        places[values[row]] = place
      }
      codes[row] = place
    }
    return sorted(places.sorted { $0.value < $1.value }.map(\.key), codes: codes, value)
  }

  /// Sorts distinct values, and changes the indices among them accordingly.
  private func sorted<Element: Comparable>(
    _ distinct: [Element], codes: [Int], _ value: (Element) -> Value
  ) -> (values: [Value], codes: [Int]) {
    let order = distinct.indices.sorted { distinct[$0] < distinct[$1] }
    var ranks = [Int](repeating: 0, count: order.count)
    for (rank, place) in order.enumerated() { ranks[place] = rank }
    return (order.map { value(distinct[$0]) }, codes.map { $0 < 0 ? $0 : ranks[$0] })
  }
}

extension Column.Value: Comparable {
  public static func < (left: Column.Value, right: Column.Value) -> Bool {
    switch (left, right) {
    case (.integer(let a), .integer(let b)): a < b
    case (.number(let a), .number(let b)): a < b
    case (.text(let a), .text(let b)): a < b
    case (.boolean(let a), .boolean(let b)): !a && b
    default: left.type.rawValue < right.type.rawValue
    }
  }
}

extension Column.Value: CustomStringConvertible {
  /// The value as it is written in a file, without quotes.
  public var description: String {
    switch self {
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): value
    case .boolean(let value): "\(value)"
    }
  }
}

extension Column.Value: Codable {
  /// Reads a bare JSON value: `6`, `0.5`, `"red"`, `true`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(String.self) {
      // Before numbers: "inf" is a text, though a decoder may read it as a number.
      self = .text(value)
    } else {
      self = .number(try container.decode(Double.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .boolean(let value): try container.encode(value)
    }
  }
}
