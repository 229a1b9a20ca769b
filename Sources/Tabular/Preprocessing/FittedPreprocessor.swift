import LinearAlgebra

/// What a `Preprocessor` has learned, and the way from any later table to a matrix of numbers.
///
/// Columns are found by name, in any order; others beside them count for nothing. The matrix has, for each
/// feature in turn, either its number and behind it, if asked for, its indicator `NAME missing`; or its
/// categories `NAME=category`, `NAME missing` and `NAME other`.
public struct FittedPreprocessor: Sendable, Equatable, Codable {
  /// What is done about missing values, a rule a feature.
  public let imputer: FittedImputer
  /// The categories of those features that have such; `nil` where texts are refused.
  public let encoder: FittedOneHotEncoder?
  /// The scales of all other features; `nil` where none is scaled.
  public let scaling: FittedScaling?
  /// What whoever trains should know, a sentence each.
  public let notices: [String]

  /// The names of the features, in order.
  public var featureNames: [String] { imputer.columns.map(\.name) }

  /// The types that the features had in the training rows, for a reader to be told.
  ///
  ///     let options = CSVReadingOptions(columnTypes: prepared.featureTypes)
  ///
  public var featureTypes: [String: Column.ValueType] {
    Dictionary(uniqueKeysWithValues: imputer.columns.map { ($0.name, $0.type) })
  }

  /// The names of the matrix's columns.
  public var outputNames: [String] { outputs.flatMap(\.names) }

  /// The columns of the matrix that a feature becomes; `nil` where there is no such feature.
  public func outputs(of feature: String) -> Range<Int>? {
    var first = 0
    for output in outputs {
      if output.feature == feature { return first..<first + output.names.count }
      first += output.names.count
    }
    return nil
  }

  private var outputs: [(feature: String, names: [String])] {
    imputer.columns.map { rule in
      let categories = encoder?.columns.first { $0.name == rule.name }
      let names = categories?.outputNames ?? [rule.name]
      return (rule.name, names + (rule.hasIndicator ? [Column.missingName(rule.name)] : []))
    }
  }
}
