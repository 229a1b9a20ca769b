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

/// A scaler that has seen the training rows, of any kind.
public enum FittedScaling: FittedScaler {
  case minMax(FittedMinMaxScaler)
  case standard(FittedStandardScaler)
  case robust(FittedRobustScaler)

  /// The way to scale.
  public var scaling: Scaling {
    switch self {
    case .minMax: .minMax
    case .standard: .standard
    case .robust: .robust
    }
  }

  public var columnScales: [ColumnScale] {
    switch self {
    case .minMax(let scaler): scaler.columnScales
    case .standard(let scaler): scaler.columnScales
    case .robust(let scaler): scaler.columnScales
    }
  }

  public var warnings: [String] {
    switch self {
    case .minMax(let scaler): scaler.warnings
    case .standard(let scaler): scaler.warnings
    case .robust(let scaler): scaler.warnings
    }
  }

  public func selecting(columns names: [String]) throws(TabularError) -> FittedScaling {
    switch self {
    case .minMax(let scaler): .minMax(try scaler.selecting(columns: names))
    case .standard(let scaler): .standard(try scaler.selecting(columns: names))
    case .robust(let scaler): .robust(try scaler.selecting(columns: names))
    }
  }
}

/// In files a scaler is the name of its way to scale, and its columns:
///
///     {"method": "min_max", "columns": [{"name": "alcohol", "minimum": 8.4, "maximum": 14.9}]}
extension FittedScaling {
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
    switch self {
    case .minMax(let scaler): try scaler.encode(to: encoder)
    case .standard(let scaler): try scaler.encode(to: encoder)
    case .robust(let scaler): try scaler.encode(to: encoder)
    }
  }
}
