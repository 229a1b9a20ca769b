import Vintner

/// Where tables are found by their names.
public protocol TableSource: Sendable {
  /// The table of a name; `nil` where there is none any more.
  func table(_ name: String) -> DataFrame?
}

/// No tables at all.
public struct NoTables: TableSource {
  public init() {}
  public func table(_ name: String) -> DataFrame? { nil }
}

extension SessionMaterial {
  /// What a state runs on.
  init(
    _ state: PlaygroundState, _ tables: any TableSource, axes: [String]? = nil
  ) throws(SessionError) {
    guard state.isTable else {
      try self.init(playground: state)
      return
    }
    guard let frame = tables.table(state.table ?? "") else {
      throw .absent("The table is not here any more: load the CSV file again.")
    }
    try self.init(table: frame, state: state, axes: axes)
  }
}
