import LinearAlgebra
import NeuralNetworks
import Tabular

/// The two classes of a target, and how a table names them.
public struct ClassTarget: Sendable, Equatable, Codable {
  /// If set, a row is positive where the target is at least this value; the classes are `false` and `true`.
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
  public var classes: [Column.Value] { labels.classes }

  /// What the classes are called in reports.
  var names: [String] { classes.map { "\($0)" } }

  /// 1 for each row of the positive class, else 0.
  func encoded(_ column: Column) throws(TabularError) -> [Double] {
    try labels.encoded(try Self.column(column, positiveFrom)).map { Double($0) }
  }

  private static func column(_ column: Column, _ positiveFrom: Double?) throws(TabularError) -> Column {
    try positiveFrom.map { threshold throws(TabularError) in try column.isAtLeast(threshold) } ?? column
  }
}

extension ClassWeighting {
  /// The weights of the classes' numbers.
  ///
  /// Shape: targets (rows, 1) of 0 and 1
  /// - Throws: ``VintnerError/absentClass(_:present:)``.
  func weights(
    of target: ClassTarget, for targets: Matrix<Double>
  ) throws(VintnerError) -> ClassWeights {
    switch self {
    case .balanced: return .balanced(for: targets)
    case .byClass(let weights):
      let names = target.names
      if let absent = weights.keys.sorted().first(where: { !names.contains($0) }) {
        throw .absentClass(absent, present: names)
      }
      return ClassWeights(
        Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0, weights[$1] ?? 1) }))
    }
  }
}
