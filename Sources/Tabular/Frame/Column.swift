/// One column of a table: a name, values of one type, and which of them are missing.
///
///     Column(name: "alcohol", [9.4, 9.8])            // numbers
///     Column(name: "quality", [5, nil, 6])           // integers, one of them missing
///
/// A missing value also has an element in the storage (0, NaN, an empty text, `false`), so that the values
/// are densely packed; `isMissing(_:)` distinguishes it.
public struct Column: Sendable {
  /// The types of a column's values: whole numbers of 64 bits, numbers of double precision, texts, booleans.
  public enum ValueType: String, Sendable, CaseIterable, Codable {
    case integer, number, text, boolean
  }

  /// The values, densely packed.
  public enum Storage: Sendable {
    case integer([Int])
    case number([Double])
    case text(Texts)
    case boolean([Bool])
  }

  public var name: String
  /// The values, densely packed. A view gathers them at each call.
  public var storage: Storage { places.map { base.selecting(rows: $0.values) } ?? base }
  /// The values of the column, or those from which a view selects.
  let base: Storage
  /// The indices of the rows in `base`; `nil` where the rows are all of its values, in order.
  let places: RowPlaces?
  /// Which rows are missing, or `nil` where none is.
  let missing: MissingRows?

  /// Whether this is the unnamed first column that some tools write: the row's number, not a feature.
  public package(set) var isRowIndex = false
  /// How it was computed from other columns, where `DataFrame.adding(features:)` made it.
  package var derivation: DerivedFeature?
  /// How its file spells values that are not texts, where that differs from their description: `False`, `01`.
  ///
  /// `DataFrame.spelling(_:asInCSVFile:options:)` learns it.
  package var spellings: [Value: String] = [:]
  /// In a text column in which at least half the cells are numbers, the first cell that is not a number.
  public package(set) var firstNonNumericCell: CellPlace?
  /// What the user should know about how it was read from a file.
  var notes: ReadingNotes?

  /// The position of a cell in its file, and its text.
  public struct CellPlace: Sendable, Equatable {
    /// The line of the file, counted from 1.
    public let line: Int
    /// The cell's text.
    public let text: String
  }

  /// Creates a column of values none of which is missing.
  public init<Value: ColumnValue>(name: String, _ values: [Value]) {
    self.init(name: name, storage: Value.columnStorage.storing(values))
  }

  /// Creates a column of values; `nil` is a missing one.
  public init<Value: ColumnValue>(name: String, _ values: [Value?]) {
    var missing = MissingRows(rows: values.count)
    for (row, value) in values.enumerated() where value == nil { missing.insert(row) }
    let placeholder = Value.columnStorage.placeholder
    self.init(
      name: name, storage: Value.columnStorage.storing(values.map { $0 ?? placeholder }), missing: missing)
  }

  /// Creates a column of packed values or, with `places`, a view of some of them.
  ///
  /// - Parameter missing: which of the column's own rows are missing; as long as the column.
  init(name: String, storage: Storage, places: RowPlaces? = nil, missing: MissingRows? = nil) {
    self.name = name
    self.base = storage
    self.places = places
    self.missing = missing.flatMap { $0.count > 0 ? $0 : nil }
  }

  /// The column with other values, and everything else unchanged.
  func replacing(storage: Storage, places: RowPlaces? = nil, missing: MissingRows?) -> Column {
    var result = Column(name: name, storage: storage, places: places, missing: missing)
    result.isRowIndex = isRowIndex
    result.derivation = derivation
    result.spellings = spellings
    result.firstNonNumericCell = firstNonNumericCell
    result.notes = notes
    return result
  }
}

extension Column {
  /// The type of the values.
  public var type: ValueType {
    switch base {
    case .integer: .integer
    case .number: .number
    case .text: .text
    case .boolean: .boolean
    }
  }

  /// The number of rows.
  public var count: Int { places?.count ?? base.count }

  /// The index in `base` of a row of the column.
  @inline(__always)
  func place(ofRow row: Int) -> Int { places.map { $0[row] } ?? row }

  /// The number of rows that have no value.
  public var missingCount: Int { missing?.count ?? 0 }

  /// Whether a row, counted from 0, has no value.
  public func isMissing(_ row: Int) -> Bool { missing?.contains(row) ?? false }

  /// The value of a row, counted from 0, or `nil` where it is missing.
  ///
  /// - Precondition: the row exists.
  public subscript(row: Int) -> Value? {
    precondition((0..<count).contains(row), "Row \(row) of a column of \(count) rows.")
    if isMissing(row) { return nil }
    let place = place(ofRow: row)
    return switch base {
    case .integer(let values): .integer(values[place])
    case .number(let values): .number(values[place])
    case .text(let values): .text(values[place])
    case .boolean(let values): .boolean(values[place])
    }
  }

  /// The values as one Swift type; a missing one is `nil`.
  ///
  ///     try frame["quality"].values(as: Int.self)
  ///
  /// Integers and booleans (1 and 0) can be read as `Double` too.
  /// - Throws: `TabularError.wrongType` where the column holds another type.
  public func values<Value: ColumnValue>(as type: Value.Type) throws(TabularError) -> [Value?] {
    let values = try storedValues(as: type)
    guard let missing else { return values }
    return values.indices.map { missing.contains($0) ? nil : values[$0] }
  }

  /// One value as a Swift type, or `nil` where it is missing: for single rows, without the others.
  func value<Value: ColumnValue>(ofRow row: Int, as type: Value.Type) throws(TabularError) -> Value? {
    guard let value = type.columnStorage.value(base, place(ofRow: row)) else {
      throw .wrongType(column: name, type: self.type, requested: type.columnStorage.type)
    }
    return isMissing(row) ? nil : value
  }

  /// The values as one Swift type; the value of a missing one has no meaning.
  func storedValues<Value: ColumnValue>(as type: Value.Type) throws(TabularError) -> [Value] {
    guard let values = type.columnStorage.values(storage) else {
      throw .wrongType(column: name, type: self.type, requested: type.columnStorage.type)
    }
    return values
  }

  /// The numbers that are not missing, of a column without text.
  var presentNumbers: [Double] {
    guard let numbers = Double.columnStorage.values(storage) else {
      preconditionFailure("The text column \(name) has no numbers.")
    }
    guard let missing else { return numbers }
    return numbers.indices.filter { !missing.contains($0) }.map { numbers[$0] }
  }
}
