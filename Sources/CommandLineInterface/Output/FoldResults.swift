import Vintner

/// What training by folds gave: a line for each fold, the mean and the spread.
struct FoldResults<Target: PredictionTarget> {
  private struct Row {
    let trainRows: Int
    let validationRows: Int
    let epoch: Int
    let values: [(name: String, value: Double)]
  }

  private let folder: RunFolder
  /// Whether each fold's model is written, and not one of all rows.
  private let isEach: Bool
  private var target = ""
  private var rows: [Row] = []
  private var foldTests: [TargetSummary] = []
  /// The model of all rows on those that nothing has seen.
  var test: TargetSummary?

  init(folder: RunFolder, isEach: Bool) { (self.folder, self.isEach) = (folder, isEach) }

  /// Adds a fold's model.
  ///
  /// - Parameter test: the model on the rows that nothing has seen.
  mutating func add(_ model: FittedPipeline<Target>, test: TargetSummary?) {
    let report = model.report!
    target = model.schema.targetNames.joined(separator: ", ")
    rows.append(
      Row(
        trainRows: report.trainRows, validationRows: report.validationRows,
        epoch: report.bestEpoch ?? report.epochs,
        values: Target.summary(of: report.metrics, model).numbers))
    if let test { foldTests.append(test) }
  }

  /// The epochs of the folds' models, rounded to the nearest, 1 or more.
  var meanEpochs: Int {
    max(Int((Double(rows.reduce(0) { $0 + $1.epoch }) / Double(rows.count)).rounded()), 1)
  }

  private var names: [String] { rows[0].values.map(\.name) }

  private func values(_ index: Int) -> [Double] { rows.map { $0.values[index].value } }

  private var means: [Double] {
    names.indices.map { index in values(index).reduce(0, +) / Double(rows.count) }
  }

  /// √(Σ (x − mean)² / (folds − 1))
  private var deviations: [Double] {
    zip(names.indices, means).map { index, mean in
      let squares = values(index).reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (squares / Double(rows.count - 1)).squareRoot()
    }
  }

  private var testValues: [(name: String, value: Double)]? {
    if let test { return test.numbers }
    guard let first = foldTests.first else { return nil }
    return first.numbers.indices.map { index in
      let sum = foldTests.reduce(0) { $0 + $1.numbers[index].value }
      return (first.numbers[index].name, sum / Double(foldTests.count))
    }
  }

  /// A row for each fold.
  var csv: [UInt8] {
    let columns =
      [
        Column(name: "fold", Array(1...rows.count)), Column(name: "rows_train", rows.map(\.trainRows)),
        Column(name: "rows_valid", rows.map(\.validationRows)), Column(name: "epochs", rows.map(\.epoch)),
      ] + names.indices.map { Column(name: names[$0], values($0)) }
    return DataFrame(columns: columns).csvBytes()
  }

  var json: JSON {
    func object(_ values: [Double]) -> JSON { .object(zip(names, values).map { ($0, .number($1)) }) }
    let folds = rows.enumerated().map { number, row in
      JSON.object(
        [
          ("fold", .integer(number + 1)), ("rows_train", .integer(row.trainRows)),
          ("rows_valid", .integer(row.validationRows)), ("epochs", .integer(row.epoch)),
        ] + row.values.map { ($0.name, .number($0.value)) })
    }
    return .object(
      [
        ("target", .text(target)), ("folds", .array(folds)), ("mean", object(means)),
        ("sd", object(deviations)),
      ] + (testValues.map { [("test", .object($0.map { ($0.name, .number($0.value)) }))] } ?? [])
        + [("output", .text(folder.path))])
  }

  var text: String {
    var table = TextTable(
      [("fold", .left), ("rows", .right), ("epochs", .right)] + names.map { ($0, .decimalPoint) })
    for (number, row) in rows.enumerated() {
      table.append(
        ["\(number + 1)", Format.integer(row.validationRows), Format.integer(row.epoch)]
          + row.values.map { Format.number($0.value) })
    }
    table.append(["mean", "", ""] + means.map(Format.number))
    table.append(["spread", "", ""] + deviations.map(Format.number))
    var entries = [(label: "target", text: target)]
    if let testValues {
      let mean = test == nil ? " (mean of the folds' models)" : ""
      entries.append(
        (
          "test rows",
          testValues.map { "\($0.name) \(Format.number($0.value))" }.joined(separator: ", ") + mean
        ))
    }
    let files =
      !isEach
      ? "model.safetensors of all rows, folds.csv, config.yaml" : "a model of each fold, folds.csv"
    entries.append(("written", "\(folder.path): \(files)"))
    return "\(table.text)\n\n\(Console.block(entries))"
  }
}

extension TargetSummary {
  /// The measured values, without settings such as a threshold.
  var measurements: [(String, JSON)] { members.filter { !["task", "classes", "threshold"].contains($0.0) } }

  /// Those that are numbers.
  var numbers: [(name: String, value: Double)] {
    measurements.compactMap { name, value in
      if case .number(let number) = value { (name, number) } else { nil }
    }
  }

  /// The values on one line: "480, unseen until now: MAE 0.45, R² 0.4".
  var line: String {
    "\(Format.integer(rows ?? 0)), unseen until now: "
      + entries.map { "\($0.label) \($0.text)" }.joined(separator: ", ")
  }
}
