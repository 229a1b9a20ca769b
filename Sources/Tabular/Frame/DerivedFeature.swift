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
    var dateSuffix: String? {
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
