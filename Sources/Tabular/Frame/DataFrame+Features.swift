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

extension Column {
  /// The mean target of each value as a text.
  fileprivate func means(_ feature: DerivedFeature, _ means: CategoryMeans) -> Column {
    let (values, codes) = distinctValues()!
    let known = values.map { means.means[$0.description] ?? means.other }
    return Column(name: feature.name, codes.map { $0 < 0 ? means.missing ?? means.other : known[$0] })
  }
}
