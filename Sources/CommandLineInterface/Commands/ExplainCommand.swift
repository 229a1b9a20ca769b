import ArgumentParser
import Vintner

/// `vintner explain`: which columns a model predicts from, and how.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Shows how much a model depends on each column, and how.",
    discussion: """
      Permutation importance: how much worse the predictions get when a column's values are put in a random \
      order, with the spread over several orders. Partial dependence: the mean prediction where all rows have \
      the same value in a column. Rows that the model was not trained on tell more. With --output four files \
      are written:
        importance.svg          the importances, with whiskers of one standard deviation
        importance.csv          the same for each order
        partial-dependence.svg  the mean prediction over each column's values
        partial-dependence.csv  the same as a table

      Examples:
        vintner explain vintner-output/model.safetensors data/winequality-red.csv
        vintner explain vintner-output/model.safetensors new-wines.csv --output why
      """)

  private static let fileNames = [
    "importance.svg", "importance.csv", "partial-dependence.svg", "partial-dependence.csv",
  ]

  @OptionGroup var use: ModelOptions

  @Argument(help: "The CSV file with features and target, or - for standard input.")
  var csv: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Random orders of each column.", valueName: "count"))
  var repeats = 5

  @Option(parsing: .unconditional, help: ArgumentHelp("The seed of the orders.", valueName: "seed"))
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "The metric that drops: one that vintner evaluate --json prints. (default: r2, for classes accuracy)",
      valueName: "name"))
  var metric: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Values of each column at which the mean prediction is computed.", valueName: "count"))
  var grid = PartialDependence.defaultGridPoints

  @OptionGroup var results: ResultOptions

  func validate() throws {
    try require("--repeats", repeats, "1 to 10000", (1...10_000).contains)
    try require("--grid", grid, "2 to 10000", (2...10_000).contains)
  }

  func run() throws {
    let (folder, replaced) = try results.folder(for: Self.fileNames)
    let (model, frame, threads) = try use.opened(csv, note: results.report.note)
    results.report.note(replaced)
    try explain(model, frame, folder, threads)
  }

  private func explain(
    _ model: some TrainedModel, _ frame: DataFrame, _ folder: RunFolder?, _ threads: Int?
  ) throws {
    let pipeline = model.pipeline
    var progress = ExplanationProgress(isShown: !results.report.quiet)
    defer { progress.clear() }
    let importances = try TableRemedy.use.naming {
      try pipeline.permutationImportance(
        on: frame, metric: metric, repetitions: repeats, seed: seed, threads: threads
      ) { progress.show("importances", $0) }
    }
    var dependences: [PartialDependence] = []
    for importance in importances.sorted {
      progress.show("dependences", Double(dependences.count) / Double(importances.columns.count))
      dependences.append(
        try pipeline.partialDependence(
          on: importances.columns[importance.column], in: frame, gridPoints: grid, threads: threads))
    }
    progress.clear()
    if !results.report.quiet { try model.noteRows(of: frame, "are left out", needsTargets: true) }
    let texts = [
      importances.chart.svg(), importances.csv, dependences.chart.svg(), dependences.csv,
    ]
    try folder?.write(Self.fileNames, texts)
    let target = model.schema.targetNames.joined(separator: ", ")
    try results.report.print(
      text(importances, dependences, target: target, folder),
      object(importances, dependences, target: target))
  }

  // MARK: Results

  private func text(
    _ importances: ColumnImportances, _ dependences: [PartialDependence], target: String,
    _ folder: RunFolder?
  ) -> String {
    let hasOneOutput = dependences.first?.outputNames.count == 1
    var table = TextTable(
      [("column", .left), (importances.title, .decimalPoint), ("", .left)]
        + (hasOneOutput
          ? [("lowest", .decimalPoint), ("at", .left), ("highest", .decimalPoint), ("at", .left)] : []))
    for (importance, dependence) in zip(importances.sorted, dependences) {
      let predictions = dependence.averages.column(0)
      func place(_ isBetter: (Double, Double) -> Bool) -> [String] {
        let place = predictions.indices.min { isBetter(predictions[$0], predictions[$1]) }
        guard hasOneOutput, let place else { return [] }
        return [Format.number(predictions[place]), Self.text(of: dependence.grid[place])]
      }
      table.append(
        [
          dependence.column, Format.number(importance.mean),
          "± " + Format.short(importance.standardDeviation),
        ] + place(<) + place(>))
    }
    let orders = Format.count(repeats, "random order")
    var entries = [
      ("target", "\(target), \(Format.count(importances.rows, "row"))"),
      (importances.metric, Format.number(importances.baseline)),
      (
        importances.title,
        "when a column's values are shuffled: mean ± standard deviation of \(orders)"
      ),
    ]
    if hasOneOutput, let name = dependences.first?.outputNames[0] {
      entries.append(
        ("lowest, highest", "mean \(name == target ? "prediction" : name) with one value in all rows"))
    }
    if let folder { entries.append(folder.entry(of: Self.fileNames)) }
    return "\(table.text)\n\n\(Console.block(entries))"
  }

  private static func text(of value: Column.Value) -> String {
    if case .number(let number) = value { Format.number(number) } else { "\(value)" }
  }

  private func object(
    _ importances: ColumnImportances, _ dependences: [PartialDependence], target: String
  ) -> JSON {
    .object([
      ("target", .text(target)), ("rows", .integer(importances.rows)), ("metric", .text(importances.metric)),
      ("baseline", .number(importances.baseline)), ("repeats", .integer(repeats)),
      ("seed", .integer(Int(clamping: seed))),
      (
        "importances",
        .array(
          importances.sorted.map { importance in
            .object([
              ("column", .text(importances.columns[importance.column])), ("mean", .number(importance.mean)),
              ("standard_deviation", .number(importance.standardDeviation)),
              ("drops", .numbers(importance.drops)),
            ])
          })
      ),
      (
        "partial_dependence",
        .array(
          dependences.map { dependence in
            .object([
              ("column", .text(dependence.column)), ("values", .array(dependence.grid.map(Self.json))),
              (
                "outputs",
                .object(
                  dependence.outputNames.enumerated().map {
                    ($0.element, .numbers(dependence.averages.column($0.offset)))
                  })
              ),
            ])
          })
      ),
      ("output", .optional(results.output)),
    ])
  }

  private static func json(_ value: Column.Value) -> JSON {
    switch value {
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .text(let value): .text(value)
    case .boolean(let value): .bool(value)
    }
  }
}
