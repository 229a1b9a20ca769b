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

  init(
    imputer: FittedImputer, encoder: FittedOneHotEncoder?, scaling: FittedScaling?, notices: [String]
  ) {
    self.imputer = imputer
    self.encoder = encoder
    self.scaling = scaling
    self.notices = notices
  }

  /// Reads what was written.
  ///
  /// - Throws: `DecodingError` where the parts do not go together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    imputer = try container.decode(FittedImputer.self, forKey: .imputer)
    encoder = try container.decodeIfPresent(FittedOneHotEncoder.self, forKey: .encoder)
    scaling = try container.decodeIfPresent(FittedScaling.self, forKey: .scaling)
    notices = try container.decode([String].self, forKey: .notices)
    guard isConsistent else {
      throw DecodingError.dataCorruptedError(
        forKey: .imputer, in: container, debugDescription: "features, categories and scales that go together")
    }
  }

  private enum CodingKeys: String, CodingKey {
    case imputer, encoder, scaling, notices
  }

  /// The names of the features, in order.
  public var featureNames: [String] { imputer.columns.map(\.name) }

  /// The types that the features had in the training rows, for a reader to be told.
  ///
  ///     let options = CSVReadingOptions(columnTypes: prepared.featureTypes)
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

  /// Whether the parts go together: every feature has its categories or else, if any is scaled, its scale, in
  /// the order of the features, and what fills it is of its type. Those of a damaged file need not.
  var isConsistent: Bool {
    let encoded = encoder?.columns.map(\.name) ?? []
    let isEncoded = Set(encoded)
    let numbers = imputer.columns.filter { !isEncoded.contains($0.name) }
    return Set(featureNames).count == featureNames.count
      && encoded == featureNames.filter(isEncoded.contains)
      && numbers.allSatisfy { $0.type != .text }
      && (scaling == nil || scaling?.columnNames == numbers.map(\.name))
      && imputer.columns.allSatisfy { rule in
        guard let value = rule.value else { return true }
        return switch (rule.type, value) {
        case (.text, .text), (.boolean, .boolean), (.integer, .number), (.number, .number): true
        case (.boolean, .number): !isEncoded.contains(rule.name)
        default: false
        }
      }
  }

  private var outputs: [(feature: String, names: [String])] {
    imputer.columns.map { rule in
      let categories = encoder?.columns.first { $0.name == rule.name }
      let names = categories?.outputNames ?? [rule.name]
      return (rule.name, names + (rule.hasIndicator ? [Column.missingName(rule.name)] : []))
    }
  }
}
