extension FittedImputer {
  /// A rule for one column, before it has seen the column.
  struct Assignment {
    let rule: MissingValues
    /// Whether the rule was given for this very column, so that it has to fit.
    let isOwn: Bool
    /// Whether the column is one of categories.
    let asCategory: Bool

    init(_ rule: MissingValues, isOwn: Bool, asCategory: Bool) {
      self.rule = rule
      self.isOwn = isOwn
      self.asCategory = asCategory
    }
  }

  /// Learns from the rows of a frame that are not dropped, a rule a column.
  init(_ frame: DataFrame, rules: [Assignment]) throws(TabularError) {
    guard frame.rowCount > 0 else { throw .noRows }
    var fitting: [ColumnRule] = []
    for (column, assigned) in zip(frame.columns, rules) {
      let fits = assigned.rule.fits(column.type, asCategory: assigned.asCategory)
      guard fits || !assigned.isOwn && column.missingCount == 0 else {
        throw .preparation(
          .ruleDoesNotFit(column: column.name, type: column.type, rule: assigned.rule))
      }
      fitting.append(ColumnRule(column, fits ? assigned.rule : .refuse))
    }
    let unlearned = FittedImputer(columns: fitting)
    try unlearned.requireNoneRefused(frame.columns)
    let places = unlearned.completeRows(of: frame.columns)
    if places?.count == 0 {
      let dropped = zip(fitting, frame.columns).filter { $0.rule == .dropRows && $1.missingCount > 0 }
      throw .preparation(.noCompleteRows(columns: dropped.map(\.1.name)))
    }
    let complete = places.map { frame.viewing(rows: $0) } ?? frame
    var learned: [ColumnRule] = []
    for (rule, column) in zip(fitting, complete.columns) {
      learned.append(try ColumnRule(column, rule.rule, rowNumbers: complete.storedRowNumbers))
    }
    self.init(columns: learned)
  }
}

extension FittedImputer.ColumnRule {
  /// A rule that has not learned what to fill with.
  fileprivate init(_ column: Column, _ rule: MissingValues) {
    self.init(name: column.name, type: column.type, rule: rule, value: nil, hasIndicator: false)
  }

  /// Learns what fills the column.
  fileprivate init(_ column: Column, _ rule: MissingValues, rowNumbers: RowNumbers?) throws(TabularError) {
    guard case .fill(let fill, let indicator) = rule else {
      self.init(column, rule)
      return
    }
    let value: FillValue
    if case .constant(let constant) = fill {
      value = constant
    } else {
      guard column.missingCount < column.count else {
        throw .preparation(.allMissing(column: column.name, rule: rule))
      }
      value = try column.value(for: fill, rowNumbers: rowNumbers)
    }
    self.init(
      name: column.name, type: column.type, rule: rule, value: value,
      hasIndicator: indicator && column.missingCount > 0)
  }
}

extension Column {
  /// The mean, the median or the most frequent of the values that are there, of one at least.
  fileprivate func value(
    for fill: MissingValues.Fill, rowNumbers: RowNumbers?
  ) throws(TabularError) -> FillValue {
    try requireFiniteNumbers(rowNumbers: rowNumbers)
    switch fill {
    case .mean: return .number(presentNumbers.mean)
    case .median: return .number(presentNumbers.quantilesOfUnsorted([0.5])[0])
    case .mostFrequent: return mostFrequentValue!
    case .constant(let value): return value
    }
  }
}
