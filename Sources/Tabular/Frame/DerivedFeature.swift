import Foundation

/// A feature that is computed from one or two columns, as its name says.
///
///     alcohol_squared          alcohol²
///     alcohol_times_sulphates  alcohol · sulphates
///     sin_alcohol              sin alcohol, in radians
///     pickup_hour              the hour of a date, and other parts of it
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
    /// The year of a date.
    case year
    /// The month of a date, 1 to 12; also as a point on a circle: the sine and cosine of 2π · (month − 1) / 12.
    case month
    case monthSine = "month_sine"
    case monthCosine = "month_cosine"
    /// The day of the week, 0 for Monday to 6 for Sunday; also the sine and cosine of 2π · weekday / 7.
    case weekday
    case weekdaySine = "weekday_sine"
    case weekdayCosine = "weekday_cosine"
    /// The hour of the day with its minutes as a fraction, 0 or more and less than 24; also the sine and cosine of
    /// 2π · hour / 24.
    case hour
    case hourSine = "hour_sine"
    case hourCosine = "hour_cosine"
    /// The mean target of the training rows that have the same text.
    case targetMean = "target_mean"

    /// The feature of one row, from the columns' values. A single column's value is passed twice.
    @inline(__always)
    package func value(_ first: Double, _ second: Double) -> Double {
      switch self {
      case .square: first * first
      case .product: first * second
      case .sine: sin(first)
      default: preconditionFailure("A \(rawValue) is computed from texts, not from numbers.")
      }
    }

    /// The end of the name of a part of a date; `nil` where the feature is computed from numbers.
    fileprivate var dateSuffix: String? {
      switch self {
      case .square, .product, .sine, .targetMean: nil
      case .year: "_year"
      case .month: "_month"
      case .monthSine: "_month_sin"
      case .monthCosine: "_month_cos"
      case .weekday: "_weekday"
      case .weekdaySine: "_weekday_sin"
      case .weekdayCosine: "_weekday_cos"
      case .hour: "_hour"
      case .hourSine: "_hour_sin"
      case .hourCosine: "_hour_cos"
      }
    }

    /// The part of a date; `nil` for the hour of a date without a time of day.
    func value(_ moment: DateSpelling.Moment) -> Double? {
      let hour = moment.seconds.map { $0 / 3600 }
      func angle(_ place: Double, of count: Double) -> Double { 2 * Double.pi * place / count }
      let (month, weekday) = (Double(moment.month), Double(moment.weekday))
      return switch self {
      case .square, .product, .sine, .targetMean: nil
      case .year: Double(moment.year)
      case .month: month
      case .monthSine: sin(angle(month - 1, of: 12))
      case .monthCosine: cos(angle(month - 1, of: 12))
      case .weekday: weekday
      case .weekdaySine: sin(angle(weekday, of: 7))
      case .weekdayCosine: cos(angle(weekday, of: 7))
      case .hour: hour
      case .hourSine: hour.map { sin(angle($0, of: 24)) }
      case .hourCosine: hour.map { cos(angle($0, of: 24)) }
      }
    }
  }

  /// What is computed.
  package let rule: Rule
  /// The columns that it is computed from: two for a product, otherwise one.
  package let columns: [String]
  /// How the column spells its dates; `nil` where the feature is computed from numbers.
  package private(set) var spelling: DateSpelling?
  /// The means of the target, where the feature is one.
  package private(set) var means: CategoryMeans?

  /// Whether it is computed from texts.
  package var isOfText: Bool { spelling != nil || means != nil }

  /// The feature's name: `x1_squared`.
  package var name: String {
    switch rule {
    case .square: columns[0] + Self.squareSuffix
    case .product: columns[0] + Self.productInfix + columns[1]
    case .sine: Self.sinePrefix + columns[0]
    case .targetMean: columns[0] + "_mean" + (means?.label.map { "_\($0)" } ?? "")
    default: columns[0] + rule.dateSuffix!
    }
  }

  /// The mean target of each text of a column.
  init(means: CategoryMeans, of column: String) {
    (rule, columns, self.means) = (.targetMean, [column], means)
  }

  /// A part of the dates of a column.
  package init(_ rule: Rule, ofDates column: String, spelled spelling: DateSpelling) {
    (self.rule, columns, self.spelling) = (rule, [column], spelling)
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
    spelling = try container.decodeIfPresent(DateSpelling.self, forKey: .spelling)
    guard (spelling == nil) == (rule.dateSuffix == nil) else {
      throw DecodingError.dataCorruptedError(
        forKey: .rule, in: container, debugDescription: "A \(rule.rawValue) without a spelling of dates.")
    }
    means = try container.decodeIfPresent(CategoryMeans.self, forKey: .means)
    guard (means != nil) == (rule == .targetMean) else {
      throw DecodingError.dataCorruptedError(
        forKey: .rule, in: container, debugDescription: "A \(rule.rawValue) without means.")
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

/// What target encoding has learned of a column.
package struct CategoryMeans: Sendable, Equatable, Codable {
  /// The class whose share the means are, of three classes or more.
  package let label: String?
  /// The mean target of each text.
  package let means: [String: Double]
  /// That of rows without a text; `nil` where training had none.
  package let missing: Double?
  /// That of other texts.
  package let other: Double
}

/// How dates become numbers.
public enum DateEncoding: String, Sendable, Codable, CaseIterable {
  /// The year, and month, day of the week and hour as points on circles: a sine and a cosine each, so that December
  /// is next to January.
  case cyclic
  /// Year, month, day of the week and hour as numbers.
  case numbers
  /// They are left out of the features.
  case drop

  private var rules: [DerivedFeature.Rule] {
    switch self {
    case .cyclic:
      [.year, .monthSine, .monthCosine, .weekdaySine, .weekdayCosine, .hourSine, .hourCosine]
    case .numbers: [.year, .month, .weekday, .hour]
    case .drop: []
    }
  }

  /// The features that the dates of a column become: those of a part that differs between the rows.
  package func features(of column: Column, spelled spelling: DateSpelling) -> [DerivedFeature] {
    rules.map { DerivedFeature($0, ofDates: column.name, spelled: spelling) }.filter { feature in
      let values = (try? column.part(feature).values(as: Double.self)) ?? []
      let present = values.lazy.compactMap { $0 }
      // A month that all rows share has a sine and a cosine that all share, to the bit.
      return present.first.map { first in present.contains { $0 != first } } ?? false
    }
  }
}

extension Column {
  /// The mean target of each value as a text.
  fileprivate func means(_ feature: DerivedFeature, _ means: CategoryMeans) -> Column {
    let (values, codes) = distinctValues()!
    let known = values.map { means.means[$0.description] ?? means.other }
    return Column(name: feature.name, codes.map { $0 < 0 ? means.missing ?? means.other : known[$0] })
  }

  /// A part of the dates; missing where a text is no date in its spelling.
  fileprivate func part(_ feature: DerivedFeature) throws(TabularError) -> Column {
    guard missingCount < count else {
      return Column(name: feature.name, [Double?](repeating: nil, count: count))
    }
    let values = try values(as: String.self).map { text in
      text.flatMap { feature.spelling?.moment($0) }.flatMap(feature.rule.value)
    }
    return Column(name: feature.name, values)
  }

  /// The times since 1970 in days, of a column of dates.
  package func times(spelled spelling: DateSpelling) throws(TabularError) -> Column {
    Column(name: name, try values(as: String.self).map { $0.flatMap { spelling.moment($0)?.time } })
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
    var features: [DerivedFeature] = []
    for name in names.distinct where index(ofColumn: name) == nil {
      features.append(try derivedFeature(named: name))
    }
    return try appending(features)
  }

  /// The feature of a name that is not a column's.
  ///
  /// - Throws: `TabularError.unknownColumn` with the nearest name.
  func derivedFeature(named name: String) throws(TabularError) -> DerivedFeature {
    if let feature = DerivedFeature(named: name, where: { index(ofColumn: $0) != nil }) { return feature }
    if let part = partOfDate(named: name) { return part }
    let numbers = columns.filter { $0.type != .text }.map(\.name)
    throw .unknownColumn(
      name: name, nearest: similarName(to: name, among: columnNames + DerivedFeature.names(of: numbers)),
      available: columnNames)
  }

  /// A part of the dates of a column, as its name says: `pickup_hour`.
  private func partOfDate(named name: String) -> DerivedFeature? {
    for rule in DerivedFeature.Rule.allCases {
      guard let suffix = rule.dateSuffix, name.hasSuffix(suffix),
        let spelling = column(named: String(name.dropLast(suffix.count)))?.dateSpelling?.spelling
      else { continue }
      return DerivedFeature(rule, ofDates: String(name.dropLast(suffix.count)), spelled: spelling)
    }
    return nil
  }

  /// The values of a feature. Booleans count as 1 and 0; a part of a date is missing where a text is none.
  package func column(of feature: DerivedFeature) throws(TabularError) -> Column {
    if let means = feature.means {
      var column = try self[feature.columns[0]].means(feature, means)
      column.derivation = feature
      return column
    }
    if feature.spelling != nil {
      var column = try self[feature.columns[0]].part(feature)
      column.derivation = feature
      return column
    }
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
