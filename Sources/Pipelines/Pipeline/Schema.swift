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
    package let derivation: DerivedFeature?

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
  /// The columns that are predicted, one or more.
  public let targets: [Column]

  init(_ frame: DataFrame, features: [String], targets: [String]) throws(VintnerError) {
    let selected = try tabular(frame.selecting(columns: features + targets).columns)
    let columns = zip(selected, selected.extremes).map { Column($0, $1) }
    self.features = Array(columns.prefix(features.count))
    self.targets = Array(columns.dropFirst(features.count))
  }

  /// The column that is predicted, the first of several.
  public var target: Column { targets[0] }
  /// The names of the targets, in their order.
  public var targetNames: [String] { targets.map(\.name) }

  /// The names of the features, in their order.
  public var featureNames: [String] { features.map(\.name) }

  /// The columns that a row of a table needs: the features, or what they are computed from, each once and in
  /// the order in which they are first used.
  package var inputNames: [String] {
    features.flatMap { $0.derivation?.columns ?? [$0.name] }.distinct
  }
}

/// In files one target is the entry `target`, several are the list `targets`.
extension Schema {
  private enum CodingKeys: String, CodingKey {
    case features, target, targets
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    features = try container.decode([Column].self, forKey: .features)
    targets =
      try container.decodeIfPresent([Column].self, forKey: .targets)
      ?? [try container.decode(Column.self, forKey: .target)]
    guard !targets.isEmpty else {
      throw DecodingError.dataCorruptedError(
        forKey: .targets, in: container, debugDescription: "one target or more")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(features, forKey: .features)
    if targets.count == 1 {
      try container.encode(target, forKey: .target)
    } else {
      try container.encode(targets, forKey: .targets)
    }
  }
}
