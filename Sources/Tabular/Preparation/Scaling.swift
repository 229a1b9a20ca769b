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
  /// To the range from −1 to 1, its zero unmoved: ``MaxAbsScaler``.
  case maxAbs = "max_abs"
  /// The logarithm to the range from 0 to 1, for targets with a long tail: ``LogScaler``.
  case log

  fileprivate var scaler: any Scaler {
    switch self {
    case .minMax: MinMaxScaler()
    case .standard: StandardScaler()
    case .robust: RobustScaler()
    case .maxAbs: MaxAbsScaler()
    case .log: LogScaler()
    }
  }

  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedScaling {
    FittedScaling(scaling: self, scaler: try scaler.fitted(to: frame))
  }

  public var pandasSource: (shift: String, divisor: String) { scaler.pandasSource }
}

/// A fitted scaler of any kind.
///
/// In files it is the name of its kind, and its columns:
///
///     {"method": "min_max", "columns": [{"name": "alcohol", "minimum": 8.4, "maximum": 14.9}]}
public struct FittedScaling: FittedScaler {
  /// The kind of scaling.
  public let scaling: Scaling
  let scaler: any FittedScaler

  public var columnScales: [ColumnScale] { scaler.columnScales }
  public var warnings: [String] { scaler.warnings }

  public func selecting(columns names: [String]) throws(TabularError) -> FittedScaling {
    FittedScaling(scaling: scaling, scaler: try scaler.selecting(columns: names))
  }

  public static func == (left: FittedScaling, right: FittedScaling) -> Bool {
    left.scaler.equals(right.scaler)
  }
}

extension FittedScaling: Codable {
  private enum CodingKeys: String, CodingKey {
    case method
  }

  public init(from decoder: any Decoder) throws {
    scaling = try decoder.container(keyedBy: CodingKeys.self).decode(Scaling.self, forKey: .method)
    scaler = try scaling.scaler.decoded(from: decoder)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(scaling, forKey: .method)
    try scaler.encode(to: encoder)
  }
}

extension Scaler {
  fileprivate func decoded(from decoder: any Decoder) throws -> any FittedScaler {
    try Fitted(from: decoder)
  }
}

extension FittedScaler {
  fileprivate func equals(_ other: any FittedScaler) -> Bool { self == other as? Self }
}
