import Tabular

extension Pipeline {
  /// Divides the rows so that each part has rows, and passes the parts on.
  ///
  /// What is wrong with the whole table is reported before what is wrong with a part, and counted in the whole table.
  func divided<Result>(
    _ frame: DataFrame, _ body: (DataFrame.Parts) throws(VintnerError) -> Result
  ) throws(VintnerError) -> Result {
    let (table, rows, lacking) = try requireUsable(frame)
    let parts = try parts(of: rows)
    let noted = DataFrame.Parts(parts, of: table, notices: lacking + groupNotices + parts.notices)
    return try countingInTable(table) { () throws(VintnerError) in try body(noted) }
  }

  /// The parts of rows that have their targets, each with rows.
  func parts(of rows: DataFrame) throws(VintnerError) -> DataFrame.Parts {
    let classes = try strata(of: rows)
    if kind.hasClasses, rows.rowCount > 1, let labels = try kind.strata(of: rows),
      labels.distinctCount == rows.rowCount
    {
      throw .differentInEveryRow(labels.name)
    }
    let parts = try tabular(
      rows.parts(split, trainFraction: trainFraction, seed: splitSeed, classes: classes))
    guard parts.train.rowCount > 0, parts.validation.rowCount > 0, parts.test?.rowCount != 0 else {
      throw .tooFewRows(rows: rows.rowCount, trainFraction: trainFraction)
    }
    return parts
  }

  /// Divides the rows as ``split`` says into folds, in each of which other rows are validated on, and prepares them.
  ///
  ///     for fold in try pipeline.prepared(wine, folds: 5) { print(try fold.fitted().report!.metrics) }
  ///
  /// Everything, including scaling and categories, is learned from the other rows of each fold. Test rows are in none.
  /// - Parameters:
  ///   - frame: all rows.
  ///   - count: the number of folds, 2 or more.
  /// - Throws: ``VintnerError`` where the table cannot be used or divided.
  /// - Precondition: two folds or more.
  public func prepared(
    _ frame: DataFrame, folds count: Int
  ) throws(VintnerError) -> [PreparedPipeline<Target>] {
    let (table, used, lacking) = try requireUsable(frame)
    let (rows, test, notices) = try setAsideTest(of: used)
    let (folds, more) = try folds(count, of: rows)
    var result: [PreparedPipeline<Target>] = []
    for fold in folds {
      let (train, validation) = (rows[rows: fold.training], rows[rows: fold.validation])
      var prepared = try countingInTable(table) { () throws(VintnerError) -> PreparedPipeline<Target> in
        try PreparedPipeline(self, train: train, validation: validation, test: test, of: table)
      }
      prepared.notices = lacking + groupNotices + notices + more + prepared.notices
      result.append(prepared)
    }
    return result
  }

  /// Divides the rows that have a target as ``split`` says into folds, test rows left out.
  ///
  /// - Returns: for each fold the rows to learn from and the others, and what the user should know.
  /// - Throws: ``VintnerError`` where the table cannot be used or divided.
  package func folds(
    _ frame: DataFrame, _ count: Int
  ) throws(VintnerError) -> (parts: [(training: DataFrame, others: DataFrame)], notices: [String]) {
    let (_, used, lacking) = try requireUsable(frame)
    let (rows, _, notices) = try setAsideTest(of: used)
    let (folds, more) = try folds(count, of: rows)
    return (
      folds.map { (rows[rows: $0.training], rows[rows: $0.validation]) },
      lacking + groupNotices + notices + more
    )
  }

  private func folds(
    _ count: Int, of rows: DataFrame
  ) throws(VintnerError) -> (folds: [Fold], notices: [String]) {
    let classes = try strata(of: rows)
    return try tabular(rows.folds(count, split, seed: splitSeed, classes: classes))
  }

  /// Prepares all rows for training, but for those that are set aside as a test: for a model of all rows. What it
  /// reports of its validation rows is measured on the rows that it was trained on. Train it
  /// without callbacks that watch these, such as `EarlyStopping`: it then has the last epoch's weights.
  ///
  ///     let model = try pipeline.preparedWhole(wine).fitted()
  ///
  /// - Throws: ``VintnerError`` where the table cannot be used.
  public func preparedWhole(_ frame: DataFrame) throws(VintnerError) -> PreparedPipeline<Target> {
    let (table, used, _) = try requireUsable(frame)
    let (rows, test, _) = try setAsideTest(of: used)
    return try PreparedPipeline(self, train: rows, validation: rows, test: test, of: table)
  }

  /// Prepares all rows together, and divides them as ``split`` says into folds.
  func preparedTogether(
    _ frame: DataFrame, folds count: Int
  ) throws(VintnerError) -> (whole: PreparedPipeline<Target>, rows: DataFrame, folds: [Fold]) {
    let (table, used, lacking) = try requireUsable(frame)
    let (rows, test, notices) = try setAsideTest(of: used)
    var whole = try countingInTable(table) { () throws(VintnerError) -> PreparedPipeline<Target> in
      try PreparedPipeline(self, train: rows, validation: rows, test: test, of: table)
    }
    let computed = try rows.computing(whole.schema)
    let complete = rows[rows: try tabular(whole.preprocessor.completeRows(of: computed))]
    let (folds, more) = try folds(count, of: complete)
    whole.notices = lacking + groupNotices + notices + more + whole.notices
    return (whole, complete, folds)
  }

  /// The rows that are not test rows, the test rows if there are any, and what to know about the division.
  private func setAsideTest(
    of rows: DataFrame
  ) throws(VintnerError) -> (others: DataFrame, test: DataFrame?, notices: [String]) {
    guard split.testFraction > 0 else { return (rows, nil, []) }
    let classes = try strata(of: rows)
    let parts = try tabular(
      rows.parts(split, trainFraction: trainFraction, seed: splitSeed, classes: classes))
    let isTest = Set(parts.test!.rowNumbers)
    let numbers = rows.rowNumbers
    return (rows.viewing { !isTest.contains(numbers[$0]) }, parts.test, parts.notices)
  }

  /// That the column of the groups is no feature.
  private var groupNotices: [String] {
    guard let group = split.group, preprocessor.dropped.contains(group) else { return [] }
    return ["The column \"\(group)\" divides the rows into groups: it is left out of the features."]
  }

  /// The frame with computed features, after checks of all its rows; those of them that are used; and what to know
  /// about the others.
  private func requireUsable(
    _ frame: DataFrame
  ) throws(VintnerError) -> (table: DataFrame, rows: DataFrame, notices: [String]) {
    let table = try frame.computing(preprocessor.features, targets: kind.columns)
    _ = try SplitFeatures.featureNames(preprocessor, of: table, targets: kind.columns)
    try table.requireTargets(kind.columns.filter { !preprocessor.dropsRows(lacking: $0) })
    let (rows, notices) = try table.rows(having: kind.columns, preprocessor)
    if let sampleWeight { _ = try rows.sampleWeights(sampleWeight) }
    for name in [split.order, split.group].compactMap({ $0 }) {
      let column = try tabular(rows[name])
      guard column.missingCount == 0 else {
        throw .dividingColumnLacksValues(name, count: column.missingCount)
      }
    }
    return (table, rows, notices)
  }

  /// The column to stratify rows by, which all have a target; `nil` where they are not stratified.
  private func strata(of rows: DataFrame) throws(VintnerError) -> Column? {
    guard split.stratify != false, split.order == nil, split.group == nil else { return nil }
    if let classes = try kind.strata(of: rows) { return classes }
    return split.stratify == true ? try tabular(rows[kind.columns[0]]) : nil
  }

  /// Errors about a part of a table are counted in all of it.
  private func countingInTable<Result>(
    _ table: DataFrame, _ body: () throws(VintnerError) -> Result
  ) throws(VintnerError) -> Result {
    do {
      return try body()
    } catch {
      switch error {
      case .table(.missingValues(let counts)):
        throw .table(
          .missingValues(
            counts.map {
              .init(column: $0.column, count: table.column(named: $0.column)?.missingCount ?? $0.count)
            }
          ))
      case .table(.preparation(.classCount(let column, let classes, _))) where classes.count == 1:
        let others = (try? kind.strata(of: table.rows(having: column)))?.flatMap { $0.distinctCount } ?? 1
        guard others > 1 else { throw error }
        throw .oneClassInTraining(
          column: column, label: "\(classes[0])", isInOrder: split.order != nil)
      default: throw error
      }
    }
  }
}
