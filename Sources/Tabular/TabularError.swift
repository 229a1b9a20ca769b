/// What can be wrong with a table.
///
/// `description` is one sentence that says where and what to do.
public enum TabularError: Error, Sendable, Equatable {
  /// A CSV file that cannot be read, or is damaged.
  case csv(CSVFault)
}
