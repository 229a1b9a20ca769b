/// What a run predicts: the name that run files and model files have for a kind of target.
///
/// A kind declares its task, and is listed in ``allCases``.
public struct RunTask: RawRepresentable, Hashable, CaseIterable, Sendable {
  public static let allCases: [RunTask] = [.regression, .classification, .multiclass, .multioutput]

  public let rawValue: String
  /// The kind of target: a `PredictionTarget`, which the schema does not know.
  let kind: any Sendable.Type

  init(_ name: String, _ kind: any Sendable.Type) {
    rawValue = name
    self.kind = kind
  }

  /// Finds the task of a name; `nil` where there is none.
  public init?(rawValue: String) {
    guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = known
  }

  public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
