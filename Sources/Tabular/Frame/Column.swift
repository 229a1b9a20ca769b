/// One column of a table: a name, values of one type, and which of them are missing.
///
///     Column(name: "alcohol", [9.4, 9.8])            // numbers
///     Column(name: "quality", [5, nil, 6])           // integers, one of them missing
///
/// A missing value has a place in the storage all the same (0, NaN, an empty text, `false`), so that the
/// values stay densely packed; `isMissing(_:)` tells.
public struct Column: Sendable {
  /// The types of a column's values: whole numbers of 64 bits, numbers of double precision, texts, booleans.
  public enum ValueType: String, Sendable, CaseIterable, Codable {
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
  /// The values, densely packed. In a view they are gathered at each call.
  public var storage: Storage { places.map { base.selecting(rows: $0.values) } ?? base }
  /// The values that the column has or, in a view, chooses from.
  let base: Storage
  /// The places of the rows among the values of `base`; `nil` where the rows are all of them, in order.
  let places: RowPlaces?
  /// Which rows are missing, or `nil` where none is.
  let missing: MissingRows?

  /// Whether this is the unnamed first column that some tools write: the row's number, not a feature.
  public package(set) var isRowIndex = false
  /// What other columns it was computed from, and how, where it is a feature that
  /// `DataFrame.adding(features:)` made.
  public package(set) var derivation: DerivedFeature?
  /// In a text column at least half of whose cells are numbers, the first cell that is not one.
  public package(set) var firstCellThatIsNoNumber: CellPlace?

  /// Where a cell stands in its file and what it says.
  public struct CellPlace: Sendable, Equatable {
    /// The line of the file, counted from 1.
    public let line: Int
    /// What the cell says.
    public let text: String

    package init(line: Int, text: String) {
      self.line = line
      self.text = text
    }
  }

  /// Creates a column from its packed values.
  ///
  /// - Precondition: `missing`, where given, is as long as the values.
  init(name: String, storage: Storage, missing: MissingRows? = nil) {
    self.init(name: name, base: storage, places: nil, missing: missing)
  }

  /// Creates a column that shows some values of a storage without having a copy of them.
  ///
  /// - Parameter missing: of the column's own rows.
  init(name: String, base: Storage, places: RowPlaces?, missing: MissingRows?) {
    self.name = name
    self.base = base
    self.places = places
    self.missing = missing.flatMap { $0.count > 0 ? $0 : nil }
  }

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

  /// The place in `base` of the row at a place of the column.
  @inline(__always)
  func place(ofRow row: Int) -> Int { places.map { $0[row] } ?? row }

  /// How many rows have no value.
  public var missingCount: Int { missing?.count ?? 0 }

  /// Whether the row at a place, counted from 0, has no value.
  public func isMissing(_ row: Int) -> Bool { missing?.contains(row) ?? false }
}
