import Foundation

/// A feature that is computed from one or two columns, as its name says.
///
///     alcohol_squared          alcohol²
///     alcohol_times_sulphates  alcohol · sulphates
///     sin_alcohol              sin alcohol, in radians
///
/// A column of the same name takes precedence: then nothing is computed.
///
/// Source: the features of the TensorFlow Playground (`x1_squared`, `x1_times_x2`, `sin_x1`), for any columns.
package struct DerivedFeature: Sendable, Equatable, Codable {
  /// What is computed.
  package enum Rule: String, Sendable, CaseIterable, Codable {
    /// The column times itself.
    case square
    /// One column times another.
    case product
    /// The sine of the column, in radians.
    case sine

    /// The feature of one row, from the columns' values. A single column's value is passed twice.
    @inline(__always)
    package func value(_ first: Double, _ second: Double) -> Double {
      switch self {
      case .square: first * first
      case .product: first * second
      case .sine: sin(first)
      }
    }
  }

  /// What is computed.
  package let rule: Rule
  /// The columns that it is computed from: two for a product, otherwise one.
  package let columns: [String]

  /// The feature's name: `x1_squared`.
  package var name: String {
    switch rule {
    case .square: columns[0] + Self.squareSuffix
    case .product: columns[0] + Self.productInfix + columns[1]
    case .sine: Self.sinePrefix + columns[0]
    }
  }

  private static let squareSuffix = "_squared"
  private static let productInfix = "_times_"
  private static let sinePrefix = "sin_"

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    rule = try container.decode(Rule.self, forKey: .rule)
    columns = try container.decode([String].self, forKey: .columns)
    guard columns.count == (rule == .product ? 2 : 1) else {
      throw DecodingError.dataCorruptedError(
        forKey: .columns, in: container, debugDescription: "A \(rule.rawValue) of \(columns.count) columns.")
    }
  }

  /// Finds the feature of a name; `nil` where no columns form it.
  ///
  /// - Parameter isColumn: whether there is a column of a name.
  package init?(named name: String, where isColumn: (String) -> Bool) {
    var candidates: [(rule: Rule, columns: [Substring])] = []
    if name.hasSuffix(Self.squareSuffix) {
      candidates.append((.square, [name.dropLast(Self.squareSuffix.count)]))
    }
    for place in name.ranges(of: Self.productInfix) {
      candidates.append((.product, [name[..<place.lowerBound], name[place.upperBound...]]))
    }
    if name.hasPrefix(Self.sinePrefix) {
      candidates.append((.sine, [name.dropFirst(Self.sinePrefix.count)]))
    }
    guard let found = candidates.first(where: { $0.columns.allSatisfy { isColumn(String($0)) } }) else {
      return nil
    }
    (rule, columns) = (found.rule, found.columns.map(String.init))
  }

  /// The names of the features that columns form, for suggestions; without products where there are many
  /// columns.
  static func names(of columns: [String]) -> [String] {
    let limit = 32
    var names = columns.flatMap { [$0 + squareSuffix, sinePrefix + $0] }
    guard columns.count <= limit else { return names }
    for first in columns {
      for second in columns where first != second { names.append(first + productInfix + second) }
    }
    return names
  }
}

extension DataFrame {
  /// The frame with features that are computed from its columns, as their names say. Columns that the frame
  /// already has stay unchanged.
  ///
  ///     let wider = try frame.adding(features: ["x1_squared", "x1_times_x2", "sin_x1"])
  ///
  /// `x1_squared` is x1², `x1_times_x2` is x1 · x2, and `sin_x1` is sin x1, in radians. New columns follow the
  /// others, in the order of the names. A feature is missing where one of its values is.
  /// - Throws: `TabularError.unknownColumn` with the nearest name where a name is neither a column nor such a
  ///   feature; `TabularError.textColumns` where it is to be computed from text.
  public func adding(features names: [String]) throws(TabularError) -> DataFrame {
    var added: [Column] = []
    for name in names where index(ofColumn: name) == nil && !added.contains(where: { $0.name == name }) {
      added.append(try column(of: try derivedFeature(named: name)))
    }
    return added.isEmpty ? self : replacing(columns: columns + added)
  }

  /// The feature of a name that is not a column's.
  ///
  /// - Throws: `TabularError.unknownColumn` with the nearest name.
  func derivedFeature(named name: String) throws(TabularError) -> DerivedFeature {
    if let feature = DerivedFeature(named: name, where: { index(ofColumn: $0) != nil }) { return feature }
    let numbers = columns.filter { $0.type != .text }.map(\.name)
    throw .unknownColumn(
      name: name, nearest: similarName(to: name, among: columnNames + DerivedFeature.names(of: numbers)),
      available: columnNames)
  }

  /// The values of a feature. Booleans count as 1 and 0.
  package func column(of feature: DerivedFeature) throws(TabularError) -> Column {
    for name in feature.columns where try self[name].type == .text { throw .textColumns([name]) }
    let first = try self[feature.columns[0]].values(as: Double.self)
    let second = try self[feature.columns.last!].values(as: Double.self)
    let values = zip(first, second).map { first, second -> Double? in
      guard let first, let second else { return nil }
      return feature.rule.value(first, second)
    }
    var column = Column(name: feature.name, values)
    column.derivation = feature
    return column
  }
}
