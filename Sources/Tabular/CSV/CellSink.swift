/// What a pass over the records does with the cells of one column.
struct CellSink {
  enum Action: UInt8 {
    /// The cells are not looked at.
    case skip
    /// The kinds of values are collected, the values are not.
    case classify
    case integer, number, boolean, text

    /// Whether short numbers need not be looked at one by one.
    @inline(__always)
    var takesShortNumbers: Bool { self == .integer || self == .number || self == .classify }
  }

  var action: Action
  /// The memory for the column's values from row 0 on; `nil` for texts that are not kept.
  var values: UnsafeMutableRawPointer?
  /// Whether the type was given, so that a cell that does not fit is a fault.
  var isGiven = false

  static var skip: CellSink { CellSink(action: .skip) }
  static var classify: CellSink { CellSink(action: .classify) }
}

extension CellSink {
  /// Stores cells of a type.
  init(_ type: Column.ValueType, values: UnsafeMutableRawPointer?, isGiven: Bool) {
    let action: Action =
      switch type {
      case .integer: .integer
      case .number: .number
      case .text: .text
      case .boolean: .boolean
      }
    self.init(action: action, values: values, isGiven: isGiven)
  }
}

/// What was learned about one column in one chunk.
struct ChunkColumn {
  var findings = ColumnFindings()
  /// The chunk's rows.
  var rows = 0..<0
  /// The missing rows, counted from the chunk's first.
  var missing: MissingRows?
}

/// Damage found while records are read: what, and at which byte.
struct RecordFault: Error {
  enum Kind {
    case duplicateName(first: Int)
    case raggedRow(found: Int)
    case unclosedQuote
    case textAfterQuote
    case unfitting(Column.ValueType)
    case overflow
  }

  var kind: Kind
  /// The start of the record for a ragged row, else the start of the cell.
  var offset: Int
  /// The column, counted from 0; in a short row the first that is missing.
  var column: Int
}
