import Tabular

/// Which two classes a classification tells apart, and how a table names them.
public struct ClassTarget: Sendable, Equatable, Codable {
  /// Where set, a row is positive if the target is at least so much; the classes are `false` and `true`.
  public let positiveFrom: Double?
  /// The two classes, each with its number: the negative one is 0.
  public let labels: FittedLabelEncoder

  private enum CodingKeys: String, CodingKey {
    case labels
    case positiveFrom = "positive_from"
  }

  /// Learns the classes of the training rows.
  init(_ column: Column, positiveFrom: Double?) throws(TabularError) {
    self.positiveFrom = positiveFrom
    labels = try LabelEncoder(.two).fitted(to: try Self.column(column, positiveFrom))
  }

  /// The negative class and the positive one: of two labels the second.
  public var classes: [ClassLabel] { labels.classes }

  /// 1 for each row of the positive class, else 0.
  func encoded(_ column: Column) throws(TabularError) -> [Double] {
    try labels.encoded(try Self.column(column, positiveFrom)).map { Double($0) }
  }

  private static func column(_ column: Column, _ positiveFrom: Double?) throws(TabularError) -> Column {
    try positiveFrom.map { threshold throws(TabularError) in try column.isAtLeast(threshold) } ?? column
  }
}
