import Tabular

extension DataFrame {
  /// The rows that have a value in all of some columns.
  package func rows(havingAll names: [String]) -> DataFrame {
    let incomplete = names.compactMap(column(named:)).filter { $0.missingCount > 0 }
    return incomplete.isEmpty ? self : viewing { row in incomplete.allSatisfy { !$0.isMissing(row) } }
  }

  /// The rows to measure a model on, which have all targets.
  ///
  /// - Throws: ``VintnerError/table(_:)`` where a target has a number that 64 bits do not hold, and where no row is left.
  func measured(_ targets: [String]) throws(VintnerError) -> DataFrame {
    try tabular(requireReadable(targets: targets, features: []))
    let rows = rows(havingAll: targets)
    guard rows.rowCount > 0 else { throw .noTargetValues(targets) }
    return rows
  }

  /// The rows that have those targets without which rows are left out, and a sentence for each that some lack.
  ///
  /// - Throws: ``VintnerError/noTargetValues(_:)`` where no row is left.
  func rows(
    having targets: [String], _ preprocessor: Preprocessor
  ) throws(VintnerError) -> (rows: DataFrame, notices: [String]) {
    var (rows, notices) = (self, [String]())
    for target in targets where preprocessor.dropsRows(lacking: target) {
      let count = rows.rowCount
      rows = try rows.rows(having: target)
      guard count > rows.rowCount else { continue }
      notices.append(
        "\(count - rows.rowCount) of \(count) rows lack the target \"\(target)\" and are left out.")
    }
    guard rows.rowCount > 0 else { throw .noTargetValues(targets) }
    return (rows, notices)
  }

  /// The rows that have a value in a column.
  func rows(having name: String) throws(VintnerError) -> DataFrame {
    let column = try tabular(self[name])
    guard column.missingCount > 0 else { return self }
    return viewing { !column.isMissing($0) }
  }

  /// The frame with those of the features that are computed from its columns.
  ///
  /// - Parameter features: as a preprocessor names them; `nil` for columns that are there.
  /// - Throws: ``VintnerError/targetAmongFeatures(_:)`` where one would be computed from the target, and where
  ///   there is no such feature.
  func computing(_ features: [String]?, targets: [String]) throws(VintnerError) -> DataFrame {
    guard let features else { return self }
    _ = try tabular(selecting(columns: targets))
    let wider = try tabular(adding(features: features))
    let chosen = Set(features)
    let isTarget = Set(targets)
    for column in wider.columns where chosen.contains(column.name) {
      if let target = column.derivation?.columns.first(where: isTarget.contains) {
        throw .targetAmongFeatures(target)
      }
    }
    return wider
  }

  /// The weights of the rows, of a column of numbers of 0 or more.
  ///
  /// - Throws: ``VintnerError/sampleWeight(_:problem:)`` for any other column.
  func sampleWeights(_ name: String) throws(VintnerError) -> [Double] {
    let column = try tabular(self[name])
    guard column.missingCount == 0 else {
      throw .sampleWeight(name, problem: "lacks \(Format.count(column.missingCount, "value"))")
    }
    guard let weights = try? column.values(as: Double.self).map({ $0! }) else {
      let cell = column.firstNonNumericCell.map { ": line \($0.line) has \"\($0.text)\"" }
      throw .sampleWeight(name, problem: "is text" + (cell ?? ""))
    }
    if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw .sampleWeight(name, problem: "is \(weights[row]) in row \(rowNumbers[row]) (counted from 0)")
    }
    guard weights.contains(where: { $0 > 0 }) else { throw .sampleWeight(name, problem: "is 0 in all rows") }
    return weights
  }

  /// The targets as numbers: of classes a 0 or 1 for each, of two for the second alone.
  func numbers(
    of targets: [String], classes: Column?
  ) throws(VintnerError) -> [(label: String?, values: [Double])] {
    guard let classes else {
      return try targets.map { name throws(VintnerError) in
        let values = try tabular(self[name].values(as: Double.self))
        return (targets.count > 1 ? name : nil, values.map { $0 ?? .nan })
      }
    }
    let values = (0..<rowCount).map { classes[$0] }
    let labels = Set(values.compactMap { $0 }).sorted()
    return labels.dropFirst(labels.count == 2 ? 1 : 0).map { label in
      (labels.count == 2 ? nil : "\(label)", values.map { $0 == label ? 1 : 0 })
    }
  }

  /// Refuses a target of text, unless it is a column of numbers with a faulty cell.
  ///
  /// - Parameter isOneOfSeveral: whether other targets are predicted with it.
  func requireNumbers(_ name: String, isOneOfSeveral: Bool = false) throws(VintnerError) {
    let column = try tabular(self[name])
    guard column.type == .text else { return }
    guard let cell = column.firstNonNumericCell, column.looksDamaged else {
      throw .textTarget(name, isOneOfSeveral: isOneOfSeveral)
    }
    throw .faultyTarget(name, line: cell.line, text: cell.text)
  }

  /// Makes sure that every row has all targets.
  func requireTargets(_ names: [String]) throws(VintnerError) {
    try tabular(requireReadable(targets: names, features: []))
    for name in names {
      let column = try tabular(self[name])
      guard column.missingCount == 0 else { throw .targetLacksValues(name, count: column.missingCount) }
    }
  }
}

extension Preprocessor {
  /// Whether rows without a target are left out: a target is never filled in.
  func dropsRows(lacking target: String) -> Bool {
    (missingByColumn[target] ?? missingValues) != .refuse
  }
}

extension Column {
  /// That a target has a long tail, so that its largest values make all others small; `nil` where it has none, or fewer
  /// than 30 rows.
  ///
  /// It has one where its largest value is farther above the median than ten interquartile ranges: of a normal
  /// distribution that is 13 standard deviations, of a log-normal one of deviation 1 some rows in a thousand.
  var noticeOfLongTail: String? {
    guard let values = try? values(as: Double.self).compactMap({ $0 }), values.count >= 30 else { return nil }
    let quartiles = values.quantilesOfUnsorted([0.25, 0.5, 0.75])
    let (range, largest) = (quartiles[2] - quartiles[0], values.max()!)
    guard range > 0, largest - quartiles[1] > 10 * range else { return nil }
    return
      "The target \"\(name)\" has a long tail (its median is \(Format.number(quartiles[1])), its largest value"
      + " \(Format.number(largest))): the target scaling log may suit it better."
  }
}
