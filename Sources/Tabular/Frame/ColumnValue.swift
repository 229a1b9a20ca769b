/// A type whose values a column holds: `Int`, `Double`, `String` or `Bool`.
///
/// These four conform; no other type can be a column's.
public protocol ColumnValue: Sendable {
  /// How a column stores these values.
  static var columnStorage: ColumnStorage<Self> { get }
}

/// How a column stores values of one type.
public struct ColumnStorage<Value: Sendable>: Sendable {
  let type: Column.ValueType
  /// The element of the storage where a value is missing.
  let placeholder: Value
  /// The storage that holds given values.
  let storing: @Sendable ([Value]) -> Column.Storage
  /// The values of a storage, where it holds this type or one that converts to it without loss of meaning.
  let values: @Sendable (Column.Storage) -> [Value]?
  /// One of these values, without the others.
  let value: @Sendable (_ storage: Column.Storage, _ place: Int) -> Value?
}

extension Int: ColumnValue {
  public static let columnStorage = ColumnStorage(type: .integer, placeholder: 0) {
    .integer($0)
  } values: {
    if case .integer(let values) = $0 { values } else { nil }
  } value: {
    if case .integer(let values) = $0 { values[$1] } else { nil }
  }
}

extension Double: ColumnValue {
  /// Integers are converted (rounding to nearest beyond 2⁵³); `true` becomes 1 and `false` 0.
  public static let columnStorage = ColumnStorage(type: .number, placeholder: Double.nan) {
    .number($0)
  } values: {
    switch $0 {
    case .number(let values): values
    case .integer(let values): values.map { Double($0) }
    case .boolean(let values): values.map { $0 ? 1 : 0 }
    case .text: nil
    }
  } value: {
    switch $0 {
    case .number(let values): values[$1]
    case .integer(let values): Double(values[$1])
    case .boolean(let values): values[$1] ? 1 : 0
    case .text: nil
    }
  }
}

extension String: ColumnValue {
  public static let columnStorage = ColumnStorage(type: .text, placeholder: "") {
    .text(Column.Texts($0))
  } values: {
    if case .text(let texts) = $0 { texts.mapping { $0 } } else { nil }
  } value: {
    if case .text(let texts) = $0 { texts[$1] } else { nil }
  }
}

extension Bool: ColumnValue {
  public static let columnStorage = ColumnStorage(type: .boolean, placeholder: false) {
    .boolean($0)
  } values: {
    if case .boolean(let values) = $0 { values } else { nil }
  } value: {
    if case .boolean(let values) = $0 { values[$1] } else { nil }
  }
}
