import Vintner

extension FittedRegressionPipeline: PresentedModel {
  var lossTitle: String { "\(lossName) (scaled)" }

  func results(_ report: RegressionReport, loss: ValidationLoss) -> ModelResults {
    let metrics = report.metrics
    let inUnits = "\(Format.figure(metrics.meanAbsoluteError)) in the units of \(schema.target.name)"
    let isAbsolute = provenance.loss == LossDescription(.meanAbsoluteError).name
    let scaled = loss.text(in: isAbsolute ? "scaled" : lossTitle)
    return ModelResults(
      run: report.run,
      figures: [
        ("val_mae", .number(metrics.meanAbsoluteError)),
        ("val_rmse", .number(metrics.rootMeanSquaredError)),
        ("r2", .number(metrics.rSquared)),
      ],
      comparisons: [
        ("val_mae_without_repeated", .optional(report.metricsWithoutRepeated?.meanAbsoluteError)),
        ("baseline_median_val_loss", .optional(report.baselines?.medianLoss)),
        ("baseline_mean_val_loss", .optional(report.baselines?.meanLoss)),
        ("baseline_linear_val_loss", .optional(report.baselines?.linearLoss)),
        ("baseline_ridge_val_loss", .optional(report.baselines?.ridge?.loss)),
        ("baseline_ridge_penalty", .optional(report.baselines?.ridge?.penalty)),
      ],
      entries: [isAbsolute ? ("validation MAE", "\(inUnits), \(scaled)") : ("validation loss", scaled)]
        + (isAbsolute ? [] : [("validation MAE", inUnits)])
        + [("R²", Format.figure(metrics.rSquared))],
      withoutRepeated: report.metricsWithoutRepeated.map {
        "the MAE is \(Format.figure($0.meanAbsoluteError))"
      },
      baselines: report.baselines.map(Self.text))
  }

  private static func text(_ baselines: Baselines) -> String {
    let figures: [(Double?, String)] = [
      (baselines.medianLoss, "the training median"), (baselines.meanLoss, "the mean"),
      (baselines.linearLoss, "least squares"),
      (
        baselines.ridge?.loss,
        "ridge regression (penalty \(Format.figure(baselines.ridge?.penalty ?? 0)))"
      ),
    ]
    let parts = figures.compactMap { loss, model in loss.map { "\(Format.figure($0)) by \(model)" } }
    return parts.joined(separator: ", ") + " (scaled)"
  }

  func evaluation(on frame: DataFrame, threads: Int?) throws(VintnerError) -> ModelEvaluation {
    let metrics = try evaluate(frame, threads: threads)
    return ModelEvaluation(
      json: .object([
        ("target", .text(schema.target.name)),
        ("rows", .integer(metrics.rows)),
        ("mae", .number(metrics.meanAbsoluteError)),
        ("rmse", .number(metrics.rootMeanSquaredError)),
        ("r2", .number(metrics.rSquared)),
      ]),
      text: """
        target  \(schema.target.name), \(Format.count(metrics.rows, "row"))
        MAE     \(Format.figure(metrics.meanAbsoluteError))
        RMSE    \(Format.figure(metrics.rootMeanSquaredError))
        R²      \(Format.figure(metrics.rSquared))
        """)
  }

  var targetDetails: ModelDetails {
    let scaling = targetScaling.scaling.settingName
    return ModelDetails(
      json: [("target_scaling", .text(scaling))], entries: [("target", "\(scaling) scaling")])
  }

}
