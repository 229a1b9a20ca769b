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
      ("target", .text(model.schema.target.name)),
      ("rows_train", .integer(report.trainRows)),
      ("rows_valid", .integer(report.validationRows)),
      ("epochs", .integer(report.epochs)),
      ("best_epoch", JSONValue(report.bestEpoch)),
      ("best_val_loss", .number(report.lowestValidationLoss)),
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

  var text: String {
    let target = model.schema.target.name
    var lines = [
      "trained     \(Format.count(report.epochs, "epoch")) on \(Format.count(report.trainRows, "row"))"
        + "; best epoch \(report.bestEpoch ?? 0) (\(ending))",
      "validation  \(lossName) \(Format.figure(report.lowestValidationLoss)) at its lowest, scaled"
        + "; \(Format.count(report.validationRows, "row"))",
      "            the model is off by \(Format.figure(report.metrics.meanAbsoluteError)) in \(target)"
        + " on average (MAE); R² \(Format.figure(report.metrics.rSquared))",
    ]
    if report.repeatedRows > 0 {
      let without = report.metricsWithoutRepeated.map {
        "; without them the MAE is \(Format.figure($0.meanAbsoluteError)) in \(target)"
      }
      lines.append(
        "            \(report.repeatedRows) of these rows repeat a training row exactly"
          + (without ?? ""))
    }
    lines.append(
      "baselines   \(lossName) \(Format.figure(report.baselines.medianLoss)) always the training median"
        + (report.baselines.linearLoss.map { "; \(Format.figure($0)) least squares" } ?? ""))
    lines.append(
      "time        \(Format.duration(report.fitSeconds)), \(Format.figure(report.millisecondsPerEpoch)) ms an epoch"
        + " on \(Format.count(report.threads, "thread"))")
    lines.append("written     \(folder.path): \(RunFolder.fileNames.joined(separator: ", "))")
    let chart = TerminalChart(LearningCurves(model.history).chart, width: 80, height: 16).description
    return (chart.isEmpty ? "" : chart + "\n\n") + lines.joined(separator: "\n")
  }

  private var lossName: String { model.provenance.loss }

  private var ending: String {
    switch report.ending {
    case .completed: "all epochs done"
    case .stopped(let reason): reason
    case .interrupted: "interrupted"
    case .diverged(let epoch, let batch): "diverged in epoch \(epoch), batch \(batch)"
    }
  }
}
