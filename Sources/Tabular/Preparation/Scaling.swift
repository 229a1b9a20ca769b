import LinearAlgebra

extension Registry {
  /// The scalers that files can name: add those of your own.
  public static let scalers = PartRegistry<any NamedScaler.Type>(
    "scalers", article: "a scaler",
    builtIn: {
      [
        MinMaxScaler.self, StandardScaler.self, RobustScaler.self, MaxAbsScaler.self, LogScaler.self,
        SmoothClipScaler.self, QuantileNormalScaler.self,
      ]
    },
    names: { [$0.name] })
}

/// A scaler that configurations and files name. It has no options.
///
///     let preprocessor = Preprocessor(scaling: Scaling(StandardScaler.self))
///
/// One of your own is registered, `Registry.scalers.add(TrimmedScaler.self)`, before files that name it are read.
public protocol NamedScaler: Scaler {
  /// Its name in files, lower case with underscores: `min_max`.
  static var name: String { get }

  /// Creates the scaler.
  init()
}

/// The kinds of scaling, for a configuration to choose from.
///
///     let scaling = try Scaling.robust.fitted(to: train)
///     let x = scaling.scaled(try train.matrix())
public struct Scaling: Scaler {
  private let kind: any NamedScaler.Type

  /// The scaling of a custom scaler. Files that name it can be read once `Registry.scalers` has it.
  public init(_ kind: any NamedScaler.Type) { self.kind = kind }

  /// To the range from 0 to 1: ``MinMaxScaler``.
  public static let minMax = Scaling(MinMaxScaler.self)
  /// To mean 0 and standard deviation 1: ``StandardScaler``.
  public static let standard = Scaling(StandardScaler.self)
  /// To median 0 and interquartile range 1: ``RobustScaler``.
  public static let robust = Scaling(RobustScaler.self)
  /// To the range from −1 to 1, its zero unmoved: ``MaxAbsScaler``.
  public static let maxAbs = Scaling(MaxAbsScaler.self)
  /// The logarithm to the range from 0 to 1, for targets with a long tail: ``LogScaler``.
  public static let log = Scaling(LogScaler.self)
  /// To median 0 and interquartile range 1, then smoothly clipped to −3 to 3, for features: ``SmoothClipScaler``.
  public static let robustSmoothClip = Scaling(SmoothClipScaler.self)
  /// To the quantiles of a normal distribution: ``QuantileNormalScaler``.
  public static let quantileNormal = Scaling(QuantileNormalScaler.self)

  fileprivate var scaler: any Scaler { kind.init() }

  public func fitted(to frame: DataFrame) throws(TabularError) -> FittedScaling {
    FittedScaling(scaling: self, scaler: try scaler.fitted(to: frame))
  }

  public var pandasSource: (shift: String, divisor: String) { scaler.pandasSource }
}

extension Scaling: RawRepresentable, CaseIterable, Hashable, Codable {
  /// The built-in kinds, and those that `Registry.scalers` has.
  public static var allCases: [Scaling] { Registry.scalers.parts.map { Scaling($0) } }

  /// The name in files.
  public var rawValue: String { kind.name }

  /// As source code: `.minMax`, or `Scaling(MyScaler.self)`.
  package var swiftSource: String {
    switch self {
    case .minMax: ".minMax"
    case .standard: ".standard"
    case .robust: ".robust"
    case .maxAbs: ".maxAbs"
    case .log: ".log"
    case .robustSmoothClip: ".robustSmoothClip"
    case .quantileNormal: ".quantileNormal"
    default: "Scaling(\(kind).self)"
    }
  }

  /// The scaling of a name; `nil` where there is none.
  public init?(rawValue: String) {
    guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = known
  }

  public init(from decoder: any Decoder) throws {
    let name = try decoder.singleValueContainer().decode(String.self)
    guard let known = Self(rawValue: name) else {
      let unknown = Registry.scalers.unknown(name)
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "\(unknown)", underlyingError: unknown))
    }
    self = known
  }
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
