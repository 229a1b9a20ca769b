import Foundation

extension DataFrame {
  /// Creates a frame of values that an app has: a row for each, a column for each property.
  ///
  ///     struct Wine: Codable { var alcohol: Double; var colour: String?; var bottled: Date }
  ///     let frame = try DataFrame(rows: wines)       // columns alcohol, colour, bottled
  ///
  /// Columns are named by the type's `CodingKeys`, in the order in which these are first encoded; those of
  /// dictionaries are sorted. Integers of any width become a column of integers, floating-point numbers and `Decimal`
  /// one of numbers, `String` and what is encoded as one, such as an enumeration of texts, one of texts. A `Date`
  /// becomes a text in UTC, `2026-03-07T14:30:00Z`, as a file has it. `nil`, and a property that a row lacks, are
  /// missing values.
  /// - Throws: `TabularError.rows` where a property has several values, or the types of a column's values differ.
  public init<Record: Encodable>(rows: [Record]) throws(TabularError) {
    let table = EncodedRows()
    for row in rows { try table.append(row) }
    if rows.first.map({ Mirror(reflecting: $0).displayStyle == .dictionary }) ?? false { table.sort() }
    self.init(columns: try table.columns(), rowCount: rows.count, rowNumbers: nil)
  }
}

extension DataFrame {
  /// Creates a frame of rows of named values; `nil`, and a name that a row lacks, are missing values.
  ///
  ///     try DataFrame(rows: [["alcohol": 9.4, "colour": "red"], ["alcohol": 12, "colour": nil]])
  ///
  /// The columns are sorted by their names.
  /// - Throws: `TabularError.rows` where the types of a column's values differ.
  public init(rows: [[String: (any ColumnValue)?]]) throws(TabularError) {
    let table = EncodedRows()
    for row in rows { try table.append(row) }
    table.sort()
    self.init(columns: try table.columns(), rowCount: rows.count, rowNumbers: nil)
  }
}

/// The columns that rows are encoded into.
private final class EncodedRows {
  private struct Cells {
    let name: String
    /// `nil` as long as no value has shown it.
    var type: Column.ValueType?
    var values: [Column.Value?]
  }

  private var cells: [Cells] = []
  private var places: [String: Int] = [:]
  private(set) var row = 0
  /// The first thing that went wrong: an encoder's containers are made without errors.
  var fault: RowFault?

  func append(_ value: some Encodable) throws(TabularError) {
    do {
      try value.encode(to: RowEncoder(table: self, column: nil))
    } catch {
      fault = fault ?? .refused(row: row, column: nil, reason: RowFault.sentence(error))
    }
    if let fault { throw .rows(fault) }
    row += 1
  }

  func append(_ values: [String: (any ColumnValue)?]) throws(TabularError) {
    for (name, value) in values { set(value.flatMap { Column.Value(cell: $0) }, nil, of: name) }
    if let fault { throw .rows(fault) }
    row += 1
  }

  /// Sets a cell of the current row.
  ///
  /// - Parameter type: of its column, where the value is missing and the type is known.
  func set(_ value: Column.Value?, _ type: Column.ValueType?, of name: String) {
    let place = places[name] ?? cells.count
    if place == cells.count {
      places[name] = place
      cells.append(Cells(name: name, values: []))
    }
    while cells[place].values.count <= row { cells[place].values.append(nil) }
    cells[place].values[row] = value
    guard let type = value?.type ?? type else { return }
    guard let known = cells[place].type, known != type else {
      cells[place].type = type
      return
    }
    if [.integer, .number].contains(known) && [.integer, .number].contains(type) {
      cells[place].type = .number
    } else {
      fault = fault ?? .typesDiffer(column: name, row: row, type: known, other: type)
    }
  }

  func sort() { cells.sort { $0.name < $1.name } }

  func columns() throws(TabularError) -> [Column] {
    cells.map { cells in
      let values = cells.values + [Column.Value?](repeating: nil, count: row - cells.values.count)
      func column<Value: ColumnValue>(_ value: (Column.Value) -> Value?) -> Column {
        Column(name: cells.name, values.map { $0.flatMap(value) })
      }
      return switch cells.type {
      case .integer: column { if case .integer(let value) = $0 { value } else { nil } }
      case .text: column { if case .text(let value) = $0 { value } else { nil } }
      case .boolean: column { if case .boolean(let value) = $0 { value } else { nil } }
      case .number, nil:
        column {
          switch $0 {
          case .number(let value): value
          case .integer(let value): Double(value)
          default: nil
          }
        }
      }
    }
  }
}

/// Encodes a row or, with a column's name, one of its cells. Containers that a cell cannot have take values and lose
/// them: what is wrong is kept in the table.
private struct RowEncoder: Encoder {
  let table: EncodedRows
  let column: String?
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if let column { table.fault = table.fault ?? .nested(column: column, row: table.row) }
    return KeyedEncodingContainer(RowContainer<Key>(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    table.fault =
      table.fault ?? column.map { .nested(column: $0, row: table.row) } ?? .notARow(type: "an array")
    return CellContainer(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { CellContainer(encoder: self) }

  func encode<Value: Encodable>(_ value: Value) throws {
    guard let column else {
      guard Column.ValueType(ofCells: Value.self) == nil else {
        table.fault = table.fault ?? .notARow(type: "\(Value.self)")
        return
      }
      return try value.encode(to: self)
    }
    guard let type = Column.ValueType(ofCells: Value.self) else { return try value.encode(to: self) }
    let cell = Column.Value(cell: value)
    if cell == nil {
      table.fault = table.fault ?? .outOfRange(column: column, row: table.row, value: "\(value)")
    }
    table.set(cell, type, of: column)
  }
}

private struct RowContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: RowEncoder
  var codingPath: [any CodingKey] { [] }

  private func cell(_ key: any CodingKey) -> RowEncoder {
    RowEncoder(table: encoder.table, column: encoder.column ?? key.stringValue)
  }

  mutating func encodeNil(forKey key: Key) throws {
    encoder.table.set(nil, nil, of: encoder.column ?? key.stringValue)
  }

  mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    try cell(key).encode(value)
  }

  // A property without a value has a column, too; by default nothing would be encoded.
  mutating func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
    try optional(value, key)
  }
  mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try optional(value, key) }
  mutating func encodeIfPresent(_ value: String?, forKey key: Key) throws { try optional(value, key) }
  mutating func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try optional(value, key) }
  mutating func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try optional(value, key) }
  mutating func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try optional(value, key) }
  mutating func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try optional(value, key) }
  mutating func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try optional(value, key) }
  mutating func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try optional(value, key) }
  mutating func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try optional(value, key) }
  mutating func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try optional(value, key) }
  mutating func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try optional(value, key) }
  mutating func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try optional(value, key) }
  mutating func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try optional(value, key) }
  mutating func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try optional(value, key) }

  private func optional<Value: Encodable>(_ value: Value?, _ key: Key) throws {
    if let value { return try cell(key).encode(value) }
    encoder.table.set(nil, Column.ValueType(ofCells: Value.self), of: encoder.column ?? key.stringValue)
  }

  mutating func nestedContainer<Nested>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> { cell(key).container(keyedBy: type) }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    cell(key).unkeyedContainer()
  }

  /// A superclass's properties are properties of the row.
  mutating func superEncoder() -> any Encoder { encoder }
  mutating func superEncoder(forKey key: Key) -> any Encoder { encoder }
}

private struct CellContainer: SingleValueEncodingContainer, UnkeyedEncodingContainer {
  let encoder: RowEncoder
  var codingPath: [any CodingKey] { [] }
  var count: Int { 0 }

  mutating func encodeNil() throws {
    if let column = encoder.column { encoder.table.set(nil, nil, of: column) }
  }

  mutating func encode<Value: Encodable>(_ value: Value) throws { try encoder.encode(value) }

  mutating func nestedContainer<Nested>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    encoder.container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder.unkeyedContainer() }
  mutating func superEncoder() -> any Encoder { encoder }
}

extension Column.ValueType {
  /// The type of the column whose cells are values of a Swift type; `nil` where such a value encodes itself.
  init?(ofCells type: Any.Type) {
    switch type {
    case is Bool.Type: self = .boolean
    case is any FixedWidthInteger.Type: self = .integer
    case is Double.Type, is Float.Type, is Decimal.Type: self = .number
    case is String.Type, is Date.Type: self = .text
    default: return nil
    }
  }
}

extension Column.Value {
  /// A cell of a type that has one; `nil` where a whole number is beyond 64 bits.
  fileprivate init?(cell value: Any) {
    switch value {
    case let value as Bool: self = .boolean(value)
    case let value as Int: self = .integer(value)
    case let value as Double: self = .number(value)
    case let value as String: self = .text(value)
    case let value as Float: self = .number(Double(value))
    case let value as Decimal: self = .number(NSDecimalNumber(decimal: value).doubleValue)
    case let value as Date: self = .text(value.textOfCell)
    case let value as any FixedWidthInteger:
      guard let integer = Int(exactly: value) else { return nil }
      self = .integer(integer)
    default: return nil
    }
  }
}

extension Date {
  /// The moment in UTC, with thousandths of a second where it has some.
  fileprivate var textOfCell: String {
    let milliseconds = (timeIntervalSince1970 * 1000).rounded()
    let isWhole = milliseconds.truncatingRemainder(dividingBy: 1000) == 0
    return formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: !isWhole))
  }
}

extension RowFault {
  /// What an error of a type's own code says.
  static func sentence(_ error: any Error) -> String {
    switch error {
    case EncodingError.invalidValue(_, let context): context.debugDescription
    case DecodingError.dataCorrupted(let context), DecodingError.keyNotFound(_, let context),
      DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      context.debugDescription
    default: "\(error)"
    }
  }
}
