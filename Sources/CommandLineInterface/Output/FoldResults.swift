import Vintner

/// What training by folds gave: a line for each fold, the mean and the spread.
struct FoldResults<Target: PredictionTarget> {
  private struct Row {
    let trainRows: Int
    let validationRows: Int
    let epoch: Int
    let values: [Measurement]
    let losesTo: [Rival]
  }

  private let folder: RunFolder
  /// Which models are written.
  private let models: FoldModels
  private var target = ""
  private var rows: [Row] = []
  private var foldTests: [TargetSummary] = []
  /// The model of all rows on those that nothing has seen.
  var test: TargetSummary?
  /// The predictions of bagging for rows that a network had not seen, all together.
  var outOfFold: TargetSummary?

  init(folder: RunFolder, _ models: FoldModels) { (self.folder, self.models) = (folder, models) }

  /// Adds a fold's model.
  ///
  /// - Parameter test: the model on the rows that nothing has seen.
  mutating func add(_ model: FittedPipeline<Target>, test: TargetSummary?) {
    let report = model.report!
    target = model.schema.targetNames.joined(separator: ", ")
    let summary = Target.summary(of: report.metrics, model)
    rows.append(
      Row(
        trainRows: report.trainRows, validationRows: report.validationRows,
        epoch: report.bestEpoch ?? report.epochs,
        values: summary.numbers, losesTo: Target.summary(of: report, model).losesTo))
    if let test { foldTests.append(test) }
  }

  /// The epochs of the folds' models, rounded to the nearest, 1 or more.
  var meanEpochs: Int {
    max(Int((Double(rows.reduce(0) { $0 + $1.epoch }) / Double(rows.count)).rounded()), 1)
  }

  private var names: [String] { rows[0].values.map(\.key) }

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
    if let test { return test.numbers.map { ($0.key, $0.value) } }
    guard let first = foldTests.first else { return nil }
    return first.numbers.indices.map { index in
      let sum = foldTests.reduce(0) { $0 + $1.numbers[index].value }
      return (first.numbers[index].key, sum / Double(foldTests.count))
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
        ] + row.values.map { ($0.key, .number($0.value)) } + [("loses_to", row.losesTo.json)])
    }
    return .object(
      [
        ("target", .text(target)), ("folds", .array(folds)), ("mean", object(means)),
        ("sd", object(deviations)),
      ] + (outOfFold.map { [("out_of_fold", .object($0.measurements))] } ?? [])
        + (testValues.map { [("test", .object($0.map { ($0.name, .number($0.value)) }))] } ?? [])
        + [("output", .text(folder.path))])
  }

  var text: String {
    // What is measured of each of several targets has a table of its own.
    let shown = rows[0].values.indices.filter { rows[0].values[$0].target == nil }
    var table = TextTable(
      [("fold", .left), ("rows", .right), ("epochs", .right)] + shown.map { (names[$0], .decimalPoint) })
    for (number, row) in rows.enumerated() {
      table.append(
        ["\(number + 1)", Format.integer(row.validationRows), Format.integer(row.epoch)]
          + shown.map { Format.number(row.values[$0].value) })
    }
    table.append(["mean", "", ""] + shown.map { Format.number(means[$0]) })
    table.append(["spread", "", ""] + shown.map { Format.number(deviations[$0]) })
    var entries = [(label: "target", text: target)]
    if let outOfFold { entries.append(("out of fold", outOfFold.line)) }
    if let testValues {
      let mean = test == nil ? " (mean of the folds' models)" : ""
      entries.append(
        (
          "test rows",
          testValues.map { "\($0.name) \(Format.number($0.value))" }.joined(separator: ", ") + mean
        ))
    }
    if let rivals { entries.append(("loses to", rivals)) }
    let files =
      switch models {
      case .all: "model.safetensors of all rows, folds.csv, config.yaml"
      case .each: "a model of each fold, folds.csv"
      case .bagging: "model.safetensors of the folds' networks, oof.csv, folds.csv, config.yaml"
      }
    entries.append(("written", "\(folder.path): \(files)"))
    return "\(table.text)\n\n" + (targetTable.map { "\($0)\n\n" } ?? "") + Console.block(entries)
  }

  /// The simple models that predict a fold's rows better, and in how many folds; `nil` where there are none.
  private var rivals: String? {
    let names = rows.flatMap { $0.losesTo.map(\.name) }
    let counted = names.distinct.map { name in
      "\(name) in \(names.count { $0 == name }) of \(rows.count) folds"
    }
    return counted.isEmpty
      ? nil : "\(counted.joined(separator: ", ")): simpler models that predict better there"
  }

  /// The mean and the spread of what is measured of each of several targets; `nil` of one target.
  private var targetTable: String? {
    let values = rows[0].values
    guard let first = values.first?.target else { return nil }
    let metrics = values.filter { $0.target == first }.map(\.name)
    var table = TextTable(
      [("target", .left)] + metrics.flatMap { [($0, .decimalPoint), ("", .left)] })
    for start in stride(from: 0, to: values.count, by: metrics.count) {
      guard let target = values[start].target else { break }
      table.append(
        [target]
          + metrics.indices.flatMap {
            [Format.number(means[start + $0]), "± " + Format.short(deviations[start + $0])]
          })
    }
    return table.text
  }
}

/// A measured number: of one of several targets, or of all.
struct Measurement {
  let target: String?
  let name: String
  let value: Double

  /// The name in files: `mae_price`.
  var key: String { target.map { "\(name)_\($0)" } ?? name }
}

extension TargetSummary {
  /// The measured values, without settings such as a threshold.
  var measurements: [(String, JSON)] { members.filter { !["task", "classes", "threshold"].contains($0.0) } }

  /// Those that are numbers, each of several targets' among them.
  var numbers: [Measurement] {
    func numbers(_ members: [(String, JSON)], of target: String?) -> [Measurement] {
      members.flatMap { name, value -> [Measurement] in
        switch value {
        case .number(let number): [Measurement(target: target, name: name, value: number)]
        case .array(let parts):
          parts.flatMap { part in part["name"]?.text.map { numbers(part.members!, of: $0) } ?? [] }
        default: []
        }
      }
    }
    return numbers(measurements, of: nil)
  }

  /// The values on one line: "480, unseen until now: MAE 0.45, R² 0.4".
  var line: String {
    "\(Format.integer(rows ?? 0)), unseen until now: "
      + entries.map { "\($0.label) \($0.text)" }.joined(separator: ", ")
  }
}
