import Tabular

/// The columns of a model: what it predicts from, and what it predicts.
public struct Schema: Sendable, Equatable, Codable {
  /// A column as the training rows had it.
  public struct Column: Sendable, Equatable, Codable {
    public let name: String
    public let type: Tabular.Column.ValueType
    /// The lower end of the training rows' range; `nil` in a column of texts.
    public let minimum: Double?
    /// The upper end of that range.
    public let maximum: Double?
    /// What the column was computed from; `nil` where the table had it.
    public let derivation: DerivedFeature?

    fileprivate init(_ column: Tabular.Column, _ extremes: (minimum: Double, maximum: Double)?) {
      name = column.name
      type = column.type
      minimum = extremes?.minimum
      maximum = extremes?.maximum
      derivation = column.derivation
    }
  }

  /// The columns to predict from, in the order in which the model takes them.
  public let features: [Column]
  /// The column that is predicted.
  public let target: Column

  init(_ frame: DataFrame, features: [String], target: String) throws(VintnerError) {
    let selected = try tabular { () throws(TabularError) in
      try frame.selecting(columns: features + [target]).columns
    }
    let columns = zip(selected, selected.extremes).map { Column($0, $1) }
    self.features = columns.dropLast()
    self.target = columns.last!
  }

  /// The names of the features, in their order.
  public var featureNames: [String] { features.map(\.name) }

  /// The columns that a row of a table needs: the features, or what they are computed from, each once and in
  /// the order in which they are first used.
  public var inputNames: [String] {
    var names: [String] = []
    for name in features.flatMap({ $0.derivation?.columns ?? [$0.name] }) where !names.contains(name) {
      names.append(name)
    }
    return names
  }
}
