import LinearAlgebra

// What preparation prints, and what a debugger shows of tables.

extension DataFrame: CustomReflectable {
  /// The size, and each column in a line.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [("rowCount", rowCount as Any)] + columns.map { ($0.name, $0.description as Any) },
      displayStyle: .struct)
  }
}

extension Column: CustomStringConvertible, CustomReflectable {
  /// `alcohol: 1599 numbers, 2 missing: 9.4, 9.8, 9.8 and 1596 more`
  public var description: String {
    let shown = (0..<min(count, 4)).map { self[$0]?.description ?? "—" }
    let missing = missingCount > 0 ? ", \(missingCount) missing" : ""
    let others = count > shown.count ? " and \(count - shown.count) more" : ""
    return "\(name): \(Brief.count(count, "\(type)"))\(missing)"
      + (shown.isEmpty ? "" : ": \(shown.map { displayed($0) }.joined(separator: ", "))\(others)")
  }

  public var customMirror: Mirror {
    Mirror(
      self, children: ["name": name, "type": type, "count": count, "missingCount": missingCount],
      displayStyle: .struct)
  }
}

extension Column.Texts: CustomStringConvertible {
  public var description: String { "Texts of a column" }
}

extension ColumnSummary: CustomStringConvertible {
  /// `alcohol (number): 1599 values, 0 missing, mean 10.42, …`
  public var description: String {
    "\(name) (\(type)): \(Brief.count(count, "value")), \(missingCount) missing"
      + (statistics.map { ", \($0)" } ?? "")
  }
}

extension ColumnSummary.Statistics: CustomStringConvertible {
  public var description: String {
    "mean \(displayed(mean)), " + (standardDeviation.map { "sd \(displayed($0)), " } ?? "")
      + "range \(displayed(minimum)) to \(displayed(maximum)),"
      + " quartiles \(displayed(lowerQuartile)), \(displayed(median)), \(displayed(upperQuartile))"
  }
}

extension FeatureRows: CustomStringConvertible {
  public var description: String { "FeatureRows of \(rowCount) × \(width)" }
}

// MARK: Scaling

extension MinMaxScaler: CustomStringConvertible {
  public var description: String { "MinMaxScaler (not fitted): to the range 0 … 1" }
}

extension StandardScaler: CustomStringConvertible {
  public var description: String { "StandardScaler (not fitted): to mean 0 and standard deviation 1" }
}

extension RobustScaler: CustomStringConvertible {
  public var description: String { "RobustScaler (not fitted): to median 0 and interquartile range 1" }
}

extension MaxAbsScaler: CustomStringConvertible {
  public var description: String { "MaxAbsScaler (not fitted): to magnitudes of at most 1" }
}

extension FittedColumnScaler: CustomStringConvertible {
  /// A line for each column, ten at most.
  public var description: String {
    "Scaler fitted to \(Brief.count(columns.count, "column"))\n"
      + Brief.lines(columns.map { "  \($0.scale)" })
  }
}

extension FittedScaling: CustomStringConvertible {
  /// A line for each column, ten at most.
  public var description: String {
    "\(scaling) scaling of \(Brief.count(columnScales.count, "column"))\n"
      + Brief.lines(columnScales.map { "  \($0)" })
  }
}

extension Scaling: CustomStringConvertible {
  /// The name in files: `min_max`.
  public var description: String { rawValue }
}

extension ColumnScale: CustomStringConvertible {
  /// `alcohol: (x − 8.4) / 6.5`, or `price: ln(1 + (x − 100) / 20) / 3.1`
  public var description: String {
    func distance(_ origin: Double, _ unit: Double) -> String {
      "(x − \(Brief.number(origin))) / \(Brief.number(unit))"
    }
    return switch curve {
    case nil: "\(name): \(distance(shift, divisor))"
    case .logarithm(let logarithm):
      "\(name): ln(1 + \(distance(logarithm.origin, logarithm.unit))) / \(Brief.number(divisor))"
    case .smoothClip(let clip): "\(name): \(distance(clip.median, clip.unit)), clipped to −3 … 3"
    case .quantiles(let quantiles):
      "\(name): quantiles of \(Brief.number(quantiles.range.lowerBound))"
        + " … \(Brief.number(quantiles.range.upperBound))"
    }
  }
}

extension LogScaler: CustomStringConvertible {
  public var description: String { "LogScaler (not fitted)" }
}

extension LogScaler.ColumnRange: CustomStringConvertible {
  public var description: String { "\(scale)" }
}

extension MinMaxScaler.ColumnRange: CustomStringConvertible {
  public var description: String { "\(name): \(Brief.number(minimum)) … \(Brief.number(maximum))" }
}

extension StandardScaler.ColumnMoments: CustomStringConvertible {
  public var description: String {
    "\(name): mean \(Brief.number(mean)), standard deviation \(Brief.number(standardDeviation))"
  }
}

extension RobustScaler.ColumnQuartiles: CustomStringConvertible {
  public var description: String {
    "\(name): quartiles \(Brief.number(lowerQuartile)), \(Brief.number(median)), \(Brief.number(upperQuartile))"
  }
}

extension MaxAbsScaler.ColumnMagnitude: CustomStringConvertible {
  public var description: String { "\(name): at most ±\(Brief.number(magnitude))" }
}

// MARK: Encoding and missing values

extension OneHotEncoder: CustomStringConvertible {
  public var description: String { "\(Brief.properties(of: self)), not fitted" }
}

extension FittedOneHotEncoder: CustomStringConvertible {
  /// A line for each column, ten at most.
  public var description: String {
    "One-hot encoder fitted to \(Brief.count(columns.count, "column"))\n"
      + Brief.lines(columns.map { "  \($0)" })
  }
}

extension CategoryColumn: CustomStringConvertible {
  /// `color: red, white`
  public var description: String { "\(name): \(Brief.list(categories))\(hasMissing ? ", missing" : "")" }
}

extension LabelEncoder: CustomStringConvertible {
  public var description: String {
    "LabelEncoder (not fitted): \(classCount == .two ? "two" : "two or more") classes"
  }
}

extension FittedLabelEncoder: CustomStringConvertible {
  /// `grape: merlot 0, shiraz 1`
  public var description: String {
    "\(column): \(Brief.list(classes.enumerated().map { "\($0.element) \($0.offset)" }))"
  }
}

extension MissingValues: CustomStringConvertible {
  public var description: String {
    switch self {
    case .refuse: "refuse"
    case .dropRows: "dropRows"
    case .ownCategory: "ownCategory"
    case .filled(let share): "filled(indicatorAbove: \(Brief.number(share)))"
    case .fill(let fill, let indicator): "fill(\(fill)\(indicator ? ", indicator: true" : ""))"
    }
  }
}

extension Imputer: CustomStringConvertible {
  public var description: String {
    "Imputer (not fitted): missing values are \(missingValues.inWords)"
      + (byColumn.isEmpty
        ? ""
        : "; \(Brief.list(byColumn.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.inWords)" }))")
  }
}

extension FittedImputer: CustomStringConvertible {
  /// A line for each column, ten at most.
  public var description: String {
    "Imputer fitted to \(Brief.count(columns.count, "column"))\n" + Brief.lines(columns.map { "  \($0)" })
  }
}

extension FittedImputer.ColumnRule: CustomStringConvertible {
  /// `age: missing values are filled with their median (28)`
  public var description: String {
    "\(name): missing values are \(rule.inWords)" + (value.map { " (\($0))" } ?? "")
      + (hasIndicator ? ", with an indicator" : "")
  }
}

extension Preprocessor: CustomStringConvertible {
  /// What becomes of columns, missing values, categories and numbers.
  public var description: String {
    var lines = [
      "Preprocessor (not fitted)", "  features: \(features.map { Brief.list($0) } ?? "\(choice)")",
    ]
    if !dropped.isEmpty { lines.append("  left out: \(Brief.list(dropped))") }
    lines.append("  missing values: \(missingValues)")
    lines.append(
      "  texts: \(encodesByTarget ? "mean targets" : encoding == nil ? "refused" : "one-hot encoding")")
    lines.append("  scaling: \(scaling.map { "\($0)" } ?? "none")")
    return lines.joined(separator: "\n")
  }
}

extension FittedPreprocessor: CustomStringConvertible {
  /// How many columns become how many values, and how.
  public var description: String {
    var lines = [
      "Preprocessor fitted to \(Brief.count(featureNames.count, "column")) → \(Brief.count(outputNames.count, "value")) a row",
      "  \(Brief.list(featureNames))",
    ]
    if let encoder, !encoder.columns.isEmpty {
      lines.append("  encoded: \(Brief.list(encoder.columns.map(\.name)))")
    }
    lines.append("  scaling: \(scaling.map { "\($0.scaling)" } ?? "none")")
    return lines.joined(separator: "\n")
  }
}

// MARK: Splits

extension RowSplit: CustomStringConvertible {
  public var description: String { Brief.properties(of: self) }
}

extension Fold: CustomStringConvertible {
  public var description: String {
    "fold \(number)\(repetition > 0 ? ", repetition \(repetition)" : ""):"
      + " \(Brief.count(training.count, "training row")), \(Brief.count(validation.count, "validation row"))"
  }
}

extension FoldScores: CustomStringConvertible {
  /// `0.52 ± 0.03 in 5 folds`
  public var description: String {
    Brief.number(mean) + (standardDeviation.map { " ± \(Brief.number($0))" } ?? "")
      + " in \(Brief.count(values.count, "fold"))"
  }
}

extension RidgeCrossValidation: CustomStringConvertible {
  public var description: String {
    "RidgeCrossValidation of \(scores.count == 1 ? "1 penalty" : "\(scores.count) penalties"): \(Brief.number(penalty)) is best"
  }
}

extension RidgeCrossValidation.Score: CustomStringConvertible {
  public var description: String { "penalty \(Brief.number(penalty)): \(errors)" }
}

// MARK: Faults

extension Column.CellPlace: CustomStringConvertible {
  public var description: String { "line \(line): \(displayed(text))" }
}

extension TabularError.MissingCount: CustomStringConvertible {
  public var description: String { Brief.properties(of: self) }
}

extension PreparationFault.AbsentColumn: CustomStringConvertible {
  public var description: String { Brief.properties(of: self) }
}
