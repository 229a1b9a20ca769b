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
    let moments = ((try? column.values(as: String.self)) ?? []).map { $0.flatMap(spelling.moment) }
    return rules.filter { rule in
      let present = moments.lazy.compactMap { $0.flatMap(rule.value) }
      // A month that all rows share has a sine and a cosine that all share, to the bit.
      return present.first.map { first in present.contains { $0 != first } } ?? false
    }.map { DerivedFeature($0, ofDates: column.name, spelled: spelling) }
  }
}

extension Column {
  /// A part of the dates; missing where a text is no date in its spelling.
  func part(_ feature: DerivedFeature) throws(TabularError) -> Column {
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
