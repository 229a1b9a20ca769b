/// A type whose values a column holds: `Int`, `Double`, `String` or `Bool`.
///
/// These four conform; no other type can be a column's.
public protocol ColumnValue: Sendable {
  /// The column type that holds these values.
  static var columnType: Column.ValueType { get }
  /// The element of the storage where a value is missing.
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
  /// One value of a column, of the column's type.
  public enum Value: Sendable, Equatable {
    case integer(Int)
    case number(Double)
    case text(String)
    case boolean(Bool)
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
