import Vintner

extension FittedClassificationPipeline: PresentedModel {
  var lossTitle: String { lossName }

  func results(_ report: ClassificationReport, loss: ValidationLoss) -> ModelResults {
    ModelResults(
      run: report.run, figures: classFigures + report.metrics.figures,
      comparisons: [
        ("accuracy_without_repeated", .optional(report.metricsWithoutRepeated?.accuracy)),
        ("baseline_majority_accuracy", .number(report.majorityAccuracy)),
      ],
      entries: [("validation loss", loss.text(in: lossTitle))] + entries(report.metrics)
        + [("confusion", Self.counts(report.metrics.confusion))],
      withoutRepeated: report.metricsWithoutRepeated.map {
        "the accuracy is \(Format.figure($0.accuracy))"
      },
      baselines: "accuracy \(Format.figure(report.majorityAccuracy)) by the more frequent class")
  }

  func evaluation(on frame: DataFrame, threads: Int?) throws(VintnerError) -> ModelEvaluation {
    let metrics = try evaluate(frame, threads: threads)
    let target = schema.target.name
    let lines = [("target", "\(target), \(Format.count(metrics.rows, "row"))")] + entries(metrics)
    return ModelEvaluation(
      json: .object(
        [("target", .text(target)), ("rows", .integer(metrics.rows))] + classFigures + metrics.figures),
      text: lines.map { Format.entry($0, $1, indent: 11, width: 80) }.joined(separator: "\n")
        + "\n\n\(confusionTable(metrics.confusion))")
  }

  var targetDetails: ModelDetails {
    let from = classTarget.positiveFrom.map { " (a \(schema.target.name) of \(Format.figure($0)) or more)" }
    return ModelDetails(
      json: classFigures + [("positive_from", .optional(classTarget.positiveFrom))],
      entries: [
        ("classes", "\(classTarget.classes[0]) and \(positive); positive is \(positive)" + (from ?? "")),
        ("threshold", "probability above \(Format.figure(threshold))"),
      ])
  }

  private var positive: String { "\(classTarget.classes[1])" }

  /// The classes and what tells them apart, for programs.
  private var classFigures: [(String, JSON)] {
    [
      ("task", .text("classification")),
      ("classes", .texts(classTarget.classes.map { "\($0)" })),
      ("threshold", .number(threshold)),
    ]
  }

  private func entries(_ metrics: ClassificationMetrics) -> [(label: String, text: String)] {
    [
      ("accuracy", Format.figure(metrics.accuracy)),
      ("AUC", Format.figure(metrics.auc)),
      ("precision", "\(Format.figure(metrics.precision)) of the rows called \(positive)"),
      ("recall", "\(Format.figure(metrics.recall)) of the rows that are \(positive)"),
    ]
  }

  private static func counts(_ confusion: ClassificationMetrics.ConfusionMatrix) -> String {
    [
      (confusion.truePositives, "true positive"), (confusion.falsePositives, "false positive"),
      (confusion.falseNegatives, "false negative"), (confusion.trueNegatives, "true negative"),
    ].map { Format.count($0, $1) }.joined(separator: ", ")
  }

  /// A row for each class that is, a column for each that was said.
  private func confusionTable(_ confusion: ClassificationMetrics.ConfusionMatrix) -> String {
    let names = classTarget.classes.map { "\($0)" }
    var table = TextTable([("", .left)] + names.map { ("called \($0)", .right) })
    for (name, counts) in zip(
      names,
      [
        [confusion.trueNegatives, confusion.falsePositives],
        [confusion.falseNegatives, confusion.truePositives],
      ])
    {
      table.append(["is \(name)"] + counts.map(Format.integer))
    }
    return table.text
  }
}

extension ClassificationMetrics {
  /// The figures for programs.
  fileprivate var figures: [(String, JSON)] {
    [
      ("accuracy", .number(accuracy)),
      ("auc", .number(auc)),
      ("precision", .number(precision)),
      ("recall", .number(recall)),
      (
        "confusion_matrix",
        .object([
          ("true_negatives", .integer(confusion.trueNegatives)),
          ("false_positives", .integer(confusion.falsePositives)),
          ("false_negatives", .integer(confusion.falseNegatives)),
          ("true_positives", .integer(confusion.truePositives)),
        ])
      ),
    ]
  }
}
