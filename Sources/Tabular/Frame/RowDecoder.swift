import Foundation

extension DataFrame {
  /// The rows as values of a type: its properties are the columns of the same names.
  ///
  ///     struct Wine: Codable { var alcohol: Double; var colour: String? }
  ///     let wines = try frame.rows(as: Wine.self)
  ///
  /// A missing value, and a column that the frame lacks, is `nil` where the property is optional. A `Double` is also
  /// read from integers and booleans (1 and 0), a `Date` from the text of one, in UTC where it has no zone. Other columns
  /// are ignored.
  /// - Throws: `TabularError.unknownColumn` with the nearest name; `.wrongType`; `.rows` where a row lacks a value that
  ///   the type needs, or the type refuses it.
  public func rows<Record: Decodable>(as type: Record.Type) throws(TabularError) -> [Record] {
    var records: [Record] = []
    records.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      do {
        records.append(try Record(from: RowDecoder(row: rows[row], column: nil)))
      } catch let error as TabularError {
        throw error
      } catch {
        throw .rows(
          .refused(row: row, column: (error as? DecodingError)?.column, reason: RowFault.sentence(error)))
      }
    }
    return records
  }
}

/// Decodes a row or, with a column's name, one of its cells.
private struct RowDecoder: Decoder {
  let row: DataFrame.Row
  let column: String?
  var codingPath: [any CodingKey] { column.map { [ColumnKey(stringValue: $0)] } ?? [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    if let column { throw TabularError.rows(.nested(column: column, row: row.index)) }
    return KeyedDecodingContainer(RowContainer<Key>(row: row))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard let column else { throw TabularError.rows(.notARow(type: "an array")) }
    throw TabularError.rows(.nested(column: column, row: row.index))
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { CellContainer(decoder: self) }

  /// Whether the cell is missing.
  var isNil: Bool {
    guard let column else { return false }
    return row.frame.column(named: column)?.isMissing(row.index) ?? true
  }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    guard let column, Column.ValueType(ofCells: type) != nil else { return try Value(from: self) }
    func cell<Cell: ColumnValue>(_ cell: Cell.Type) throws(TabularError) -> Cell {
      guard let value = try row[column, cell] else {
        throw .rows(.missingValue(column: column, row: row.index, type: "\(type)"))
      }
      return value
    }
    switch type {
    case is Double.Type: return try cell(Double.self) as! Value
    case is Int.Type: return try cell(Int.self) as! Value
    case is String.Type: return try cell(String.self) as! Value
    case is Bool.Type: return try cell(Bool.self) as! Value
    case is Float.Type: return Float(try cell(Double.self)) as! Value
    case is Decimal.Type: return Decimal(try cell(Double.self)) as! Value
    case is Date.Type:
      let text = try cell(String.self)
      guard let date = Date(textOfCell: text) else {
        throw TabularError.rows(
          .refused(row: row.index, column: column, reason: "\"\(displayed(text))\" is no date"))
      }
      return date as! Value
    case let integer as any FixedWidthInteger.Type:
      let whole = try cell(Int.self)
      guard let value = integer.init(exactly: whole) else {
        throw TabularError.rows(.outOfRange(column: column, row: row.index, value: "\(whole)"))
      }
      return value as! Value
    default: return try Value(from: self)
    }
  }
}

private struct RowContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let row: DataFrame.Row
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { row.frame.columnNames.compactMap { Key(stringValue: $0) } }

  private func cell(_ key: any CodingKey) -> RowDecoder { RowDecoder(row: row, column: key.stringValue) }

  func contains(_ key: Key) -> Bool { row.frame.index(ofColumn: key.stringValue) != nil }
  func decodeNil(forKey key: Key) throws -> Bool { cell(key).isNil }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    _ = try row.frame.place(ofColumn: key.stringValue)
    return try cell(key).decode(type)
  }

  func nestedContainer<Nested>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { try cell(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try cell(key).unkeyedContainer()
  }

  /// A superclass's properties are properties of the row.
  func superDecoder() throws -> any Decoder { RowDecoder(row: row, column: nil) }
  func superDecoder(forKey key: Key) throws -> any Decoder { RowDecoder(row: row, column: nil) }
}

private struct CellContainer: SingleValueDecodingContainer {
  let decoder: RowDecoder
  var codingPath: [any CodingKey] { decoder.codingPath }

  func decodeNil() -> Bool { decoder.isNil }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    if decoder.column == nil, Column.ValueType(ofCells: type) != nil {
      throw TabularError.rows(.notARow(type: "\(type)"))
    }
    return try decoder.decode(type)
  }
}

private struct ColumnKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension DecodingError {
  /// The column that it is about, where it says one.
  fileprivate var column: String? {
    switch self {
    case .dataCorrupted(let context), .keyNotFound(_, let context), .typeMismatch(_, let context),
      .valueNotFound(_, let context):
      context.codingPath.last?.stringValue
    @unknown default: nil
    }
  }
}

extension Date {
  /// Reads what `DataFrame.init(rows:)` writes, and other dates of one spelling.
  fileprivate init?(textOfCell text: String) {
    for style in [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)] {
      if let date = try? style.parse(text) {
        self = date
        return
      }
    }
    guard let moment = DateSpelling.yearFirst.moment(text) else { return nil }
    self.init(timeIntervalSince1970: Double(moment.days) * 86_400 + (moment.seconds ?? 0))
  }
}
