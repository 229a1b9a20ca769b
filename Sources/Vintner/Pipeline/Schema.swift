import Tabular

/// The columns of a model: what it predicts from, and what it predicts.
public struct Schema: Sendable, Equatable, Codable {
  /// A column as the training rows had it.
  public struct Column: Sendable, Equatable, Codable {
    public let name: String
    public let type: Tabular.Column.ValueType
    /// The range of the training rows; none in a column of texts.
    public let minimum: Double?
    public let maximum: Double?

    init(_ column: Tabular.Column) {
      name = column.name
      type = column.type
      let extremes = column.extremes
      minimum = extremes?.minimum
      maximum = extremes?.maximum
    }
  }

  /// In the order in which the model takes them.
  public let features: [Column]
  public let target: Column

  init(_ frame: DataFrame, features: [String], target: String) throws(VintnerError) {
    let frame = frame.inMemoryOrder
    let columns = try tabular { () throws(TabularError) in
      var columns: [Column] = []
      for name in features + [target] { columns.append(Column(try frame[name])) }
      return columns
    }
    self.features = columns.dropLast()
    self.target = columns.last!
  }

  public var featureNames: [String] { features.map(\.name) }
}
