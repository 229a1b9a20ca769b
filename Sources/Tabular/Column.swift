/// One column of a table: a name, values of one type, and which of them are missing.
///
/// A missing value has a place in the storage all the same (0, NaN, an empty text, `false`), so that the
/// values stay densely packed; `isMissing(_:)` tells.
public struct Column: Sendable {
  /// The types of a column's values.
  public enum ValueType: String, Sendable, CaseIterable {
    case integer, number, text, boolean
  }

  /// The values, densely packed.
  public enum Storage: Sendable {
    case integer([Int])
    case number([Double])
    case text([String])
    case boolean([Bool])
  }

  public var name: String
  public let storage: Storage
  /// Which rows are missing, or `nil` where none is.
  let missing: MissingRows?

  /// Whether this is the unnamed first column that some tools write: the row's number, not a feature.
  public internal(set) var isRowIndex = false
  /// In a text column most of whose cells are numbers, the first cell that is not one.
  public internal(set) var firstCellThatIsNoNumber: CellPlace?

  /// Where a cell stands in its file and what it says.
  public struct CellPlace: Sendable, Equatable {
    /// The line of the file, counted from 1.
    public let line: Int
    public let text: String
  }

  /// Creates a column from its packed values.
  ///
  /// - Precondition: `missing`, where given, is as long as the values.
  init(name: String, storage: Storage, missing: MissingRows? = nil) {
    self.name = name
    self.storage = storage
    self.missing = missing.flatMap { $0.count > 0 ? $0 : nil }
  }

  public var type: ValueType {
    switch storage {
    case .integer: .integer
    case .number: .number
    case .text: .text
    case .boolean: .boolean
    }
  }

  /// The number of rows.
  public var count: Int {
    switch storage {
    case .integer(let values): values.count
    case .number(let values): values.count
    case .text(let values): values.count
    case .boolean(let values): values.count
    }
  }

  public var missingCount: Int { missing?.count ?? 0 }

  public func isMissing(_ row: Int) -> Bool { missing?.contains(row) ?? false }
}

/// A set of row numbers, one bit a row.
struct MissingRows: Sendable, Equatable {
  private var words: [UInt64]
  private(set) var count = 0

  init(rows: Int) { words = [UInt64](repeating: 0, count: (rows + 63) / 64) }

  func contains(_ row: Int) -> Bool { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }

  mutating func insert(_ row: Int) {
    let bit: UInt64 = 1 << UInt64(row & 63)
    if words[row >> 6] & bit == 0 {
      words[row >> 6] |= bit
      count += 1
    }
  }
}
