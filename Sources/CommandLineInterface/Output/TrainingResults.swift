import Vintner

/// The report of a training: a block for people, an object for programs.
struct TrainingResults<Target: PredictionTarget> {
  private let model: FittedPipeline<Target>
  private let report: Report<Target>
  private let summary: TargetSummary
  private let folder: RunFolder
  /// The model on rows that nothing has seen.
  private let test: TargetSummary?
  /// The written model, where it was trained again on all rows.
  private let refitted: FittedPipeline<Target>?

  init(
    model: FittedPipeline<Target>, folder: RunFolder, test: TargetSummary? = nil,
    refitted: FittedPipeline<Target>? = nil
  ) {
    guard let report = model.report else {
      preconditionFailure("A newly trained model has a report.")
    }
    self.model = model
    self.folder = folder
    self.test = test
    self.refitted = refitted
    self.report = report
    summary = Target.summary(of: report, model)
  }

  var json: JSON {
    .object(
      [
        ("target", .text(model.schema.targetNames.joined(separator: ", "))),
        ("rows_train", .integer(report.trainRows)),
        ("rows_valid", .integer(report.validationRows)),
        ("epochs", .integer(report.epochs)),
        ("best_epoch", .optional(report.bestEpoch)),
      ]
        + ensembleMembers + [
          ("best_val_loss", .number(report.lowestValidationLoss)),
          ("val_loss", .number(report.validationLoss)),
        ]
        + (report.includesPenalty
          ? [("val_loss_without_penalty", .number(report.validationLossWithoutPenalty))] : [])
        + summary.members + [("rows_valid_repeated", .optional(report.repeatedRows))] + summary.comparisons
        + [("loses_to", summary.losesTo.json)]
        + (test.map {
          [
            ("rows_test", .optional($0.rows)),
            ("test", .object($0.measurements + [("loses_to", $0.losesTo.json)])),
          ]
        } ?? [])
        + [
          ("ending", .text(ending))
        ] + refitMembers + [
          ("fit_seconds", .number(report.fitSeconds)),
          ("milliseconds_per_epoch", .number(report.millisecondsPerEpoch)),
          ("threads", .integer(report.threads)),
          ("output", .text(folder.path)),
        ])
  }

  private var refitMembers: [(String, JSON)] {
    guard let refitted else { return [] }
    return [
      ("rows_refit", .optional(refitted.refitRows)), ("refit_seconds", .number(refitted.fitSeconds)),
    ]
  }

  private var ensembleMembers: [(String, JSON)] {
    guard let ensemble = report.ensemble else { return [] }
    return [
      ("ensemble", ensemble.json), ("best_epochs", report.bestEpochs.map(JSON.integers) ?? .null),
    ]
  }

  /// The learning curves.
  var chart: LineChart { model.learningCurves.chart }

  /// The results, which are shown below the curves.
  var text: String {
    let rows =
      "\(Format.integer(report.trainRows)) training, \(Format.integer(report.validationRows)) validation"
    let time =
      "\(Format.duration(report.fitSeconds)), \(Format.duration(report.millisecondsPerEpoch / 1000)) an epoch,"
      + " \(Format.count(report.threads, "thread"))"
    var entries: [(label: String, text: String)] = [
      ("rows", rows), (model.keptEpochTitle, "\(report.bestEpoch ?? 0) of \(report.epochs) (\(ending))"),
    ]
    if let ensemble = report.ensemble, let epochs = report.bestEpochs {
      entries[1].label = model.keptEpochName + "s"
      entries[1].text = "\(epochs.map(String.init).joined(separator: ", ")) of \(report.epochs) (\(ending))"
      entries.append(("ensemble", "\(ensemble)"))
    }
    entries += summary.entries
    if let penalized = report.penalizedLoss { entries.append(("with penalty", penalized)) }
    if let repeated { entries.append(("repeated rows", repeated)) }
    if let baselines = summary.baselines { entries.append(("baselines", baselines)) }
    if let rivals = summary.losesTo.line { entries.append(("loses to", rivals)) }
    if let refitted {
      let epochs = Format.count(refitted.history.epochs, "epoch")
      entries.append(
        (
          "refit",
          "the model that is written was trained again, on all \(Format.integer(refitted.refitRows ?? 0)) rows for"
            + " \(epochs), in \(Format.duration(refitted.fitSeconds)); the results above are those of the first one, on"
            + " rows that it had not seen"
        ))
    }
    if let test {
      entries.append(("test rows", test.line))
      if let rivals = test.losesTo.line { entries.append(("loses there to", rivals)) }
    }
    entries += [("time", time), folder.entry(of: RunFolder.fileNames)]
    return Console.block(entries, indent: 16)
      + (summary.table.map { "\n\n\($0)" } ?? "")
  }

  private var repeated: String? {
    guard let rows = report.repeatedRows, rows > 0 else { return nil }
    let isOne = rows == 1
    let without = summary.withoutRepeated.map { "; without \(isOne ? "it" : "them") \($0)" }
    return "\(Format.integer(rows)) of \(Format.count(report.validationRows, "validation row"))"
      + " \(isOne ? "repeats" : "repeat") a training row exactly" + (without ?? "")
  }

  private var ending: String {
    switch report.ending {
    case .completed: "all epochs done"
    case .stopped(let reason): reason
    case .interrupted: "interrupted"
    case .diverged(let epoch, let batch): "diverged in epoch \(epoch), batch \(batch)"
    }
  }
}

extension TrainedModel {
  /// How many rows a model was trained on again; `nil` where it was not.
  var refitRows: Int? { provenance.refitRows }

  /// The time that its epochs took, in seconds.
  var fitSeconds: Double { history.seconds.reduce(0, +) }
}

extension Ensemble {
  var json: JSON {
    .object([("members", .integer(members)), ("combination", .text(combination.rawValue))])
  }
}

extension TrainedModel {
  /// The losses of the training, named for the axis.
  var learningCurves: LearningCurves {
    LearningCurves(history, lossName: curvesTitle, markName: keptEpochTitle)
  }

  /// The name of the epoch that curves mark: the one whose weights the model has, or the median of its networks'.
  var keptEpochTitle: String { (network.members.count > 1 ? "median " : "") + keptEpochName }

  /// The name of the epoch whose weights a network has: without early stopping the last, unless training broke off.
  var keptEpochName: String {
    let keepsBest = provenance.callbacks.contains {
      ($0.value as? EarlyStopping)?.restoreBestWeights ?? false
    }
    return keepsBest || history.ending != .completed ? "best epoch" : "last epoch"
  }
}
