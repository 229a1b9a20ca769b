import Vintner

/// What a training is reported as: a block for people, an object for programs.
struct TrainingResults {
  let model: FittedRegressionPipeline
  let report: RegressionReport
  let folder: RunFolder

  init(model: FittedRegressionPipeline, folder: RunFolder) {
    guard let report = model.report else {
      preconditionFailure("A model that was just trained has a report.")
    }
    self.model = model
    self.report = report
    self.folder = folder
  }

  var json: JSONValue {
    .object([
      ("target", .text(target)),
      ("rows_train", .integer(report.trainRows)),
      ("rows_valid", .integer(report.validationRows)),
      ("epochs", .integer(report.epochs)),
      ("best_epoch", JSONValue(report.bestEpoch)),
      ("best_val_loss", .number(report.lowestValidationLoss)),
      ("val_loss", .number(keptLoss)),
      ("val_mae", .number(report.metrics.meanAbsoluteError)),
      ("val_rmse", .number(report.metrics.rootMeanSquaredError)),
      ("r2", .number(report.metrics.rSquared)),
      ("rows_valid_repeated", .integer(report.repeatedRows)),
      ("val_mae_without_repeated", JSONValue(report.metricsWithoutRepeated?.meanAbsoluteError)),
      ("baseline_median_val_loss", .number(report.baselines.medianLoss)),
      ("baseline_linear_val_loss", JSONValue(report.baselines.linearLoss)),
      ("ending", .text(ending)),
      ("fit_seconds", .number(report.fitSeconds)),
      ("milliseconds_per_epoch", .number(report.millisecondsPerEpoch)),
      ("threads", .integer(report.threads)),
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
    let metrics = report.metrics
    let inUnits = "\(Format.figure(metrics.meanAbsoluteError)) in the units of \(target)"
    let scaled = "\(Format.figure(keptLoss)) scaled" + lowest
    let isAbsolute = model.provenance.loss == "mae"
    return [
      (
        "rows",
        "\(Format.integer(report.trainRows)) training, \(Format.integer(report.validationRows)) validation"
      ),
      ("best epoch", "\(report.bestEpoch ?? 0) of \(report.epochs) (\(ending))"),
      ("validation \(lossName)", isAbsolute ? "\(inUnits), \(scaled)" : scaled),
      isAbsolute ? nil : ("validation MAE", inUnits),
      ("R²", Format.figure(metrics.rSquared)),
      repeated.map { ("repeated rows", $0) },
      ("baselines", baselines),
      (
        "time",
        "\(Format.duration(report.fitSeconds)), \(Format.duration(report.millisecondsPerEpoch / 1000)) an epoch,"
          + " \(Format.count(report.threads, "thread"))"
      ),
      ("written", "\(folder.path): \(RunFolder.fileNames.joined(separator: ", "))"),
    ].compactMap(\.self)
  }

  /// The lowest validation loss, where it is not that of the epoch whose weights were kept.
  private var lowest: String {
    guard let epoch = model.history.lowestEpoch, report.lowestValidationLoss < keptLoss else { return "" }
    return " (the lowest was \(Format.figure(report.lowestValidationLoss)), in epoch \(epoch))"
  }

  private var repeated: String? {
    guard report.repeatedRows > 0 else { return nil }
    let share =
      "\(Format.integer(report.repeatedRows)) of \(Format.count(report.validationRows, "validation row"))"
    let without = report.metricsWithoutRepeated.map {
      "; without \(report.repeatedRows == 1 ? "it" : "them") the MAE is \(Format.figure($0.meanAbsoluteError))"
    }
    return "\(share) \(report.repeatedRows == 1 ? "repeats" : "repeat") a training row exactly"
      + (without ?? "")
  }

  private var baselines: String {
    let linear = report.baselines.linearLoss.map { ", \(Format.figure($0)) by least squares" }
    return "\(Format.figure(report.baselines.medianLoss)) by the training median" + (linear ?? "")
      + " (scaled)"
  }

  private var target: String { model.schema.target.name }

  /// The validation loss of the epoch whose weights the model has.
  private var keptLoss: Double {
    report.bestEpoch.map { model.history.validationLoss[$0 - 1] } ?? .nan
  }

  private var lossName: String { model.provenance.loss.uppercased() }

  private var ending: String {
    switch report.ending {
    case .completed: "all epochs done"
    case .stopped(let reason): reason
    case .interrupted: "interrupted"
    case .diverged(let epoch, let batch): "diverged in epoch \(epoch), batch \(batch)"
    }
  }
}

extension FittedRegressionPipeline {
  /// The losses of the training, named for the axis.
  var learningCurves: LearningCurves {
    LearningCurves(history, lossName: "\(provenance.loss.uppercased()) (scaled)")
  }
}
