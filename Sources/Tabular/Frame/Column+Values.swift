/// A type whose values a column holds: `Int`, `Double`, `String` or `Bool`.
///
/// The package conforms these four; there is nothing to conform a fifth to.
public protocol ColumnValue: Sendable {
  /// The column type that holds these values.
  static var columnType: Column.ValueType { get }
  /// What stands in the storage where a value is missing.
  static var placeholder: Self { get }
  /// The storage that holds these values.
  static func storage(of values: [Self]) -> Column.Storage
  /// The values of a storage, where it holds this type or one that converts to it without loss of meaning.
  static func values(of storage: Column.Storage) -> [Self]?
}

extension Int: ColumnValue {
  public static var columnType: Column.ValueType { .integer }
  public static var placeholder: Int { 0 }
  public static func storage(of values: [Int]) -> Column.Storage { .integer(values) }
  public static func values(of storage: Column.Storage) -> [Int]? {
    if case .integer(let values) = storage { values } else { nil }
  }
}

extension Double: ColumnValue {
  public static var columnType: Column.ValueType { .number }
  public static var placeholder: Double { .nan }
  public static func storage(of values: [Double]) -> Column.Storage { .number(values) }
  /// Integers are converted (rounding to nearest beyond 2⁵³); `true` becomes 1 and `false` 0.
  public static func values(of storage: Column.Storage) -> [Double]? {
    switch storage {
    case .number(let values): values
    case .integer(let values): values.map { Double($0) }
    case .boolean(let values): values.map { $0 ? 1 : 0 }
    case .text: nil
    }
  }
}

extension String: ColumnValue {
  public static var columnType: Column.ValueType { .text }
  public static var placeholder: String { "" }
  public static func storage(of values: [String]) -> Column.Storage { .text(values) }
  public static func values(of storage: Column.Storage) -> [String]? {
    if case .text(let values) = storage { values } else { nil }
  }
}

extension Bool: ColumnValue {
  public static var columnType: Column.ValueType { .boolean }
  public static var placeholder: Bool { false }
  public static func storage(of values: [Bool]) -> Column.Storage { .boolean(values) }
  public static func values(of storage: Column.Storage) -> [Bool]? {
    if case .boolean(let values) = storage { values } else { nil }
  }
}

extension Column {
  /// Creates a column of values none of which is missing.
  public init<Value: ColumnValue>(name: String, _ values: [Value]) {
    self.init(name: name, storage: Value.storage(of: values))
  }

  /// Creates a column of values; `nil` is a missing one.
  public init<Value: ColumnValue>(name: String, _ values: [Value?]) {
    var missing = MissingRows(rows: values.count)
    for (row, value) in values.enumerated() where value == nil { missing.insert(row) }
    self.init(
      name: name, storage: Value.storage(of: values.map { $0 ?? Value.placeholder }), missing: missing)
  }

  /// One value of a column, of whichever type the column has.
  public enum Value: Sendable, Equatable {
    case integer(Int)
    case number(Double)
    case text(String)
    case boolean(Bool)
  }

  /// The value at a place, counted from 0, or `nil` where it is missing.
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
    let values = try presentValues(as: type)
    guard let missing else { return values }
    return values.indices.map { missing.contains($0) ? nil : values[$0] }
  }

  /// The values as one Swift type, with something of no meaning where one is missing.
  func presentValues<Value: ColumnValue>(as type: Value.Type) throws(TabularError) -> [Value] {
    guard let values = type.values(of: storage) else {
      throw .wrongType(column: name, type: self.type, asked: type.columnType)
    }
    return values
  }
}
