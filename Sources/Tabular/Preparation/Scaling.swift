/// The kinds of scaling, for a configuration to choose from.
///
///     let scaling = try Scaling.robust.fitted(to: train)
///     let x = scaling.scaled(try train.matrix())
public enum Scaling: String, Scaler, Codable, CaseIterable {
  /// To the range from 0 to 1: ``MinMaxScaler``.
  case minMax = "min_max"
  /// To mean 0 and standard deviation 1: ``StandardScaler``.
  case standard
  /// To median 0 and interquartile range 1: ``RobustScaler``.
  case robust

  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedScaling {
    switch self {
    case .minMax: .minMax(try MinMaxScaler().fitted(to: frame))
    case .standard: .standard(try StandardScaler().fitted(to: frame))
    case .robust: .robust(try RobustScaler().fitted(to: frame))
    }
  }
}

/// A fitted scaler of any kind.
///
/// In files it is the name of its kind, and its columns:
///
///     {"method": "min_max", "columns": [{"name": "alcohol", "minimum": 8.4, "maximum": 14.9}]}
public enum FittedScaling: FittedScaler {
  case minMax(FittedMinMaxScaler)
  case standard(FittedStandardScaler)
  case robust(FittedRobustScaler)

  /// The kind of scaling.
  public var scaling: Scaling {
    switch self {
    case .minMax: .minMax
    case .standard: .standard
    case .robust: .robust
    }
  }

  private var scaler: any FittedScaler {
    switch self {
    case .minMax(let scaler): scaler
    case .standard(let scaler): scaler
    case .robust(let scaler): scaler
    }
  }

  public var columnScales: [ColumnScale] { scaler.columnScales }
  public var warnings: [String] { scaler.warnings }

  public func selecting(columns names: [String]) throws(TabularError) -> FittedScaling {
    switch self {
    case .minMax(let scaler): .minMax(try scaler.selecting(columns: names))
    case .standard(let scaler): .standard(try scaler.selecting(columns: names))
    case .robust(let scaler): .robust(try scaler.selecting(columns: names))
    }
  }

  private enum CodingKeys: String, CodingKey {
    case method
  }

  public init(from decoder: any Decoder) throws {
    switch try decoder.container(keyedBy: CodingKeys.self).decode(Scaling.self, forKey: .method) {
    case .minMax: self = .minMax(try FittedMinMaxScaler(from: decoder))
    case .standard: self = .standard(try FittedStandardScaler(from: decoder))
    case .robust: self = .robust(try FittedRobustScaler(from: decoder))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(scaling, forKey: .method)
    try scaler.encode(to: encoder)
  }
}
