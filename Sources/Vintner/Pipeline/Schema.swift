import Tabular

/// The columns of a model: what it predicts from, and what it predicts.
public struct Schema: Sendable, Equatable, Codable {
  /// A column as the training rows had it.
  public struct Column: Sendable, Equatable, Codable {
    public let name: String
    public let type: String
    /// The range of the training rows.
    public let minimum: Double
    public let maximum: Double
  }

  /// In the order in which the network takes them.
  public let features: [Column]
  public let target: Column

  init(features: DataFrame, target: DataFrame) throws(VintnerError) {
    self.features = try Self.columns(of: features)
    self.target = try Self.columns(of: target)[0]
  }

  public var featureNames: [String] { features.map(\.name) }

  private static func columns(of frame: DataFrame) throws(VintnerError) -> [Column] {
    let ranges = try tabular { () throws(TabularError) in try MinMaxScaler().fitted(to: frame).columns }
    return zip(frame.columns, ranges).map { column, range in
      Column(
        name: column.name, type: column.type.rawValue, minimum: range.minimum, maximum: range.maximum)
    }
  }
}
