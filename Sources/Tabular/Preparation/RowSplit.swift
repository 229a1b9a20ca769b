import LinearAlgebra

/// How a table's rows are divided into those to learn from, those to validate on, and those to test on at the end.
///
///     RowSplit()                                  // pandas's sample
///     RowSplit(stratify: true)                    // every class in both parts
///     RowSplit(order: "date", testFraction: 0.1)  // the earliest rows to learn from, the latest to test on
///     RowSplit(group: "patient")                  // no patient in two parts
public struct RowSplit: Sendable, Equatable, Codable {
  /// Whether the parts have the target's classes in the same proportions; `nil` where that is so for classes and
  /// not for numbers.
  public var stratify: Bool?
  /// A column by whose values the rows are ordered: the first are those to learn from. Default: none.
  public var order: String?
  /// A column whose equal values stay in one part. Default: none.
  public var group: String?
  /// The share of all rows that nothing sees until training has ended, from 0 to less than 1. Default: none.
  public var testFraction: Double

  /// Creates a description. Default: pandas's sample.
  ///
  /// - Parameters:
  ///   - stratify: as in the property; `false`, the default, for no classes.
  ///   - order: the column that orders the rows. Default: none.
  ///   - group: the column whose equal values stay together. Default: none.
  ///   - testFraction: the share of the test rows, in [0, 1). Default 0.
  /// - Precondition: the fraction lies in its range; not two of order, group and stratification.
  public init(
    stratify: Bool? = false, order: String? = nil, group: String? = nil, testFraction: Double = 0
  ) {
    precondition(
      testFraction >= 0 && testFraction < 1, "A test fraction lies in [0, 1), received \(testFraction).")
    precondition(
      (stratify == true ? 1 : 0) + (order == nil ? 0 : 1) + (group == nil ? 0 : 1) < 2,
      "Rows are divided by one of order, group and stratification.")
    self.stratify = stratify
    self.order = order
    self.group = group
    self.testFraction = testFraction
  }
}

extension DataFrame {
  /// The parts of a split, as views of the frame's rows.
  package struct Parts {
    package let train: DataFrame
    package let validation: DataFrame
    /// `nil` without a test fraction.
    package let test: DataFrame?
    /// What the user should know, one sentence each.
    package let notices: [String]
    /// The table that they are parts of, with the rows that are in none; `nil` where that is not known.
    package let table: DataFrame?

    fileprivate init(
      train: DataFrame, validation: DataFrame, test: DataFrame?, notices: [String], table: DataFrame? = nil
    ) {
      (self.train, self.validation, self.test) = (train, validation, test)
      (self.notices, self.table) = (notices, table)
    }

    /// The same as parts of a table, with other notices.
    package init(_ parts: Parts, of table: DataFrame, notices: [String]) {
      self.init(
        train: parts.train, validation: parts.validation, test: parts.test, notices: notices, table: table)
    }
  }

  /// Divides the rows. The test rows are taken first; the training fraction is one of the others.
  ///
  /// - At random: the test rows are pandas's `sample(frac=test, random_state=seed)`, and the training rows
  ///   `sample(frac=train, random_state=seed)` of the rest.
  /// - Stratified: as ``stratifiedSplit(by:on:seed:)``; a class with one row is trained on.
  /// - By groups: scikit-learn's `GroupShuffleSplit(test_size=test, random_state=seed)`, then
  ///   `GroupShuffleSplit(train_size=train, random_state=seed)`: fractions of groups, not of rows.
  /// - In an order: the first `train` of the rows that precede the last `test` of all, rounded half to even. Equal
  ///   values stay in the frame's order.
  ///
  /// - Parameter classes: the column to stratify by; `nil` where the split is not stratified.
  /// - Throws: `TabularError.unknownColumn`, `.missingValues` of the column that divides; `.preparation` where there
  ///   is one group, or the column has no classes.
  /// - Precondition: the fractions lie in their ranges.
  package func parts(
    _ split: RowSplit, trainFraction: Double, seed: UInt32, classes: Column?
  ) throws(TabularError) -> Parts {
    let divide = try divider(split, seed: seed, classes: classes)
    guard split.testFraction > 0 else {
      let (train, rest) = divide.places(nil, trainFraction, .training)
      return Parts(
        train: viewing(rows: train), validation: viewing(rows: rest), test: nil, notices: divide.notices)
    }
    let (test, rest) = divide.places(nil, split.testFraction, .test)
    let (train, validation) = divide.places(rest, trainFraction, .training)
    return Parts(
      train: viewing(rows: train), validation: viewing(rows: validation), test: viewing(rows: test),
      notices: divide.notices)
  }

  /// Divides all rows into folds: by groups, stratified, or at random.
  ///
  /// - Parameter classes: the column to stratify by; `nil` where the folds are not stratified.
  /// - Returns: the folds, and what the user should know.
  /// - Throws: `TabularError.preparation` where there are more folds than rows or groups.
  package func folds(
    _ count: Int, _ split: RowSplit, seed: UInt32, classes: Column?
  ) throws(TabularError) -> (folds: [Fold], notices: [String]) {
    if let group = split.group {
      let (groups, codes) = try groups(of: group)
      return (
        try Fold.all(count, rows: groups, seed: seed).map { fold in
          let isValidation = Set(fold.validation)
          return Fold(
            repetition: 0, number: fold.number,
            training: codes.indices.filter { !isValidation.contains(codes[$0]) },
            validation: codes.indices.filter { isValidation.contains(codes[$0]) })
        }, []
      )
    }
    guard let classes else { return (try Fold.all(count, rows: rowCount, seed: seed), []) }
    let (labels, codes) = try numberingRows { () throws(TabularError) in try classes.classes() }
    let sizes = classSizes(codes, classes: labels.count)
    if count <= rowCount, let rare = sizes.firstIndex(where: { $0 < count }) {
      let rows = sizes[rare] == 1 ? "1 row" : "\(sizes[rare]) rows"
      return (
        try Fold.all(count, rows: rowCount, seed: seed),
        [
          "The class \(PreparationFault.list([labels[rare]])) of the column \"\(classes.name)\" has \(rows), fewer"
            + " than the \(count) folds: the folds are not stratified."
        ]
      )
    }
    return (
      try Fold.stratified(count, codes: codes, classes: labels.count, seed: seed, repeats: 1), []
    )
  }

  /// The number of a column's distinct values, and the number of each row's value among them.
  private func groups(of name: String) throws(TabularError) -> (count: Int, codes: [Int]) {
    let column = try self[name]
    try [column].requireNoneMissing()
    let (values, codes) = column.distinctValues()!
    return (values.count, codes)
  }

  private enum Purpose {
    case test, training
  }

  /// Divides some of the rows: those of the purpose, and the others. `nil` stands for all rows.
  private struct Divider {
    let places: (_ rows: RowPlaces?, _ fraction: Double, _ purpose: Purpose) -> (RowPlaces, RowPlaces)
    var notices: [String] = []
  }

  private func divider(
    _ split: RowSplit, seed: UInt32, classes: Column?
  ) throws(TabularError) -> Divider {
    if let name = split.order {
      let order = try orderedRows(by: name)
      return Divider { rows, fraction, purpose in
        let kept = rows.map { Set($0.values.map { Int($0) }) }
        let ordered = kept.map { kept in order.filter(kept.contains) } ?? order
        let first = sampleSize(purpose == .test ? 1 - fraction : fraction, of: ordered.count)
        let parts = (RowPlaces(indices: ordered.prefix(first)), RowPlaces(indices: ordered.dropFirst(first)))
        return purpose == .test ? (parts.1, parts.0) : parts
      }
    }
    if let name = split.group {
      let (count, codes) = try groups(of: name)
      let needed = split.testFraction > 0 ? 3 : 2
      guard count >= needed else {
        throw .preparation(.tooFewGroups(column: name, groups: count, needed: needed))
      }
      return Divider { rows, fraction, purpose in
        let rows = rows?.values.map { Int($0) } ?? Array(codes.indices)
        let groups = Set(rows.map { codes[$0] }).sorted()
        var generator = MersenneTwister(seed: seed)
        let order = generator.permutation(of: groups.count).map { groups[$0] }
        // scikit-learn rounds the test part up where its share is given, and the training part down.
        let held =
          purpose == .test
          ? Int((fraction * Double(groups.count)).rounded(.up))
          : groups.count - Int((fraction * Double(groups.count)).rounded(.down))
        let most = groups.count - (purpose == .test ? 2 : 1)
        let isHeld = Set(order.prefix(min(max(held, 1), most)))
        let heldRows = RowPlaces(indices: rows.filter { isHeld.contains(codes[$0]) })
        let others = RowPlaces(indices: rows.filter { !isHeld.contains(codes[$0]) })
        return purpose == .test ? (heldRows, others) : (others, heldRows)
      }
    }
    if let classes {
      let (labels, codes) = try numberingRows { () throws(TabularError) in try classes.classes() }
      let single = classSizes(codes, classes: labels.count).enumerated().filter { $0.element == 1 }.map {
        labels[$0.offset]
      }
      return Divider(
        places: { rows, fraction, purpose in
          let rows = rows?.values.map { Int($0) } ?? Array(codes.indices)
          let (taken, rest) = Self.stratified(
            codes: rows.map { codes[$0] }, classes: labels.count, fraction: fraction,
            singles: purpose == .training, seed: seed)
          return (RowPlaces(indices: taken.map { rows[$0] }), RowPlaces(indices: rest.map { rows[$0] }))
        }, notices: Self.notices(ofSingle: single, column: classes.name))
    }
    return Divider { rows, fraction, _ in
      guard let rows else { return splitPlaces(by: fraction, seed: seed) }
      let (taken, rest) = splitPlaces(by: fraction, of: rows.count, seed: seed)
      return (rows.selecting(taken), rows.selecting(rest))
    }
  }

  private static func notices(ofSingle labels: [Column.Value], column: String) -> [String] {
    guard !labels.isEmpty else { return [] }
    let named = PreparationFault.list(labels)
    return labels.count == 1
      ? ["The class \(named) of \"\(column)\" has one row, which is trained on: nothing measures it."]
      : [
        "The classes \(named) of \"\(column)\" have one row each, which is trained on: nothing measures them."
      ]
  }

  /// The rows in the order of a column: dates by time, all else as it is sorted.
  private func orderedRows(by name: String) throws(TabularError) -> [Int] {
    var column = try self[name]
    try [column].requireNoneMissing()
    if let found = column.dateSpelling { column = try column.times(spelled: found.spelling) }
    let ordered = try DataFrame(columns: [column, Column(name: column.name + "#", Array(0..<rowCount))])
      .sorted(on: name)
    return try ordered.columns[1].values(as: Int.self).map { $0! }
  }
}

extension RowPlaces {
  fileprivate convenience init(indices: some Sequence<Int>) { self.init(indices.map { UInt32($0) }) }
}
