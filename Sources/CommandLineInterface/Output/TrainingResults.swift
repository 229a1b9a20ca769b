import Vintner

/// What a training is reported as: a block for people, an object for programs.
struct TrainingResults<Model: PresentedModel> {
  private let model: Model
  private let results: ModelResults
  private let loss: ValidationLoss
  private let folder: RunFolder

  init(model: Model, folder: RunFolder) {
    guard let report = model.report else {
      preconditionFailure("A model that was just trained has a report.")
    }
    self.model = model
    self.folder = folder
    loss = ValidationLoss(model.history)
    results = model.results(report, loss: loss)
  }

  private var run: RunReport { results.run }

  var json: JSON {
    .object(
      [
        ("target", .text(model.schema.target.name)),
        ("rows_train", .integer(run.trainRows)),
        ("rows_valid", .integer(run.validationRows)),
        ("epochs", .integer(run.epochs)),
        ("best_epoch", .optional(run.bestEpoch)),
        ("best_val_loss", .number(run.lowestValidationLoss)),
        ("val_loss", .number(loss.kept)),
      ] + results.figures + [("rows_valid_repeated", .optional(run.repeatedRows))] + results.comparisons
        + [
          ("ending", .text(ending)),
          ("fit_seconds", .number(run.fitSeconds)),
          ("milliseconds_per_epoch", .number(run.millisecondsPerEpoch)),
          ("threads", .integer(run.threads)),
          ("output", .text(folder.path)),
        ])
  }

  /// The learning curves, and the figures below them.
  var text: String {
    let width = min(max(Console.resultWidth, 40), 80)
    let chart = TerminalChart(
      model.learningCurves.chart, width: width, height: 16,
      isColored: Console.isColored)
    let block = entries.map { Format.entry($0, $1, indent: 16, width: width) }
    return "\(chart)\n\n" + block.joined(separator: "\n")
  }

  private var entries: [(label: String, text: String)] {
    let rows = "\(Format.integer(run.trainRows)) training, \(Format.integer(run.validationRows)) validation"
    let time =
      "\(Format.duration(run.fitSeconds)), \(Format.duration(run.millisecondsPerEpoch / 1000)) an epoch,"
      + " \(Format.count(run.threads, "thread"))"
    return [("rows", rows), (model.keptEpochTitle, "\(run.bestEpoch ?? 0) of \(run.epochs) (\(ending))")]
      + results.entries
      + (repeated.map { [("repeated rows", $0)] } ?? [])
      + (results.baselines.map { [("baselines", $0)] } ?? [])
      + [
        ("time", time),
        ("written", "\(folder.path): \(RunFolder.fileNames.joined(separator: ", "))"),
      ]
  }

  private var repeated: String? {
    guard let rows = run.repeatedRows, rows > 0 else { return nil }
    let isOne = rows == 1
    let without = results.withoutRepeated.map { "; without \(isOne ? "it" : "them") \($0)" }
    return "\(Format.integer(rows)) of \(Format.count(run.validationRows, "validation row"))"
      + " \(isOne ? "repeats" : "repeat") a training row exactly" + (without ?? "")
  }

  private var ending: String {
    switch run.ending {
    case .completed: "all epochs done"
    case .stopped(let reason): reason
    case .interrupted: "interrupted"
    case .diverged(let epoch, let batch): "diverged in epoch \(epoch), batch \(batch)"
    }
  }
}
