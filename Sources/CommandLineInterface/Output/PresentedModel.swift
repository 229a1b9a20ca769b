import Vintner

/// A model as the commands show it, by what it predicts.
protocol PresentedModel: FittedPipeline {
  /// What the loss is, for the axis of its curves.
  var lossTitle: String { get }

  /// What `vintner train` says of the model on its validation rows.
  func results(_ report: Report, loss: ValidationLoss) -> ModelResults

  /// What `vintner predict` writes.
  func predictionTable(_ frame: DataFrame, threads: Int?) throws(VintnerError) -> DataFrame

  /// What `vintner evaluate` says of the model on a table.
  func evaluation(on frame: DataFrame, threads: Int?) throws(VintnerError) -> ModelEvaluation

  /// What `vintner inspect` says of the target.
  var targetDetails: ModelDetails { get }
}

/// The validation loss of the epoch whose weights a model has.
struct ValidationLoss {
  let kept: Double
  /// The lowest of all epochs and its epoch, where it is not that of the kept one.
  let lowest: (value: Double, epoch: Int)?

  init(_ history: History) {
    let kept = history.keptEpoch.map { history.validationLoss[$0 - 1] } ?? .nan
    self.kept = kept
    lowest = history.lowestEpoch.flatMap { epoch in
      let value = history.validationLoss[epoch - 1]
      return value < kept ? (value, epoch) : nil
    }
  }

  /// - Parameter unit: stands behind the figure: "scaled".
  func text(in unit: String) -> String {
    let note = lowest.map { " (the lowest was \(Format.figure($0.value)), in epoch \($0.epoch))" }
    return "\(Format.figure(kept)) \(unit)" + (note ?? "")
  }
}

/// What a model reached on its validation rows.
struct ModelResults {
  let run: RunReport
  /// Its figures, and those beside it, for programs.
  let figures: [(String, JSON)]
  let comparisons: [(String, JSON)]
  /// Its figures for people.
  let entries: [(label: String, text: String)]
  /// What it reached without the rows that repeat a training row: "the MAE is 0.4".
  let withoutRepeated: String?
  let baselines: String?
}

/// What a model reached on a table.
struct ModelEvaluation {
  let json: JSON
  let text: String
}

/// What is known of a model's target beside its column.
struct ModelDetails {
  let json: [(String, JSON)]
  let entries: [(label: String, text: String)]
}

extension LoadedModel {
  /// The model, as the commands show it.
  var presented: any PresentedModel {
    switch self {
    case .regression(let model): model
    case .classification(let model): model
    }
  }
}

extension PresentedModel {
  /// The losses of the training, named for the axis.
  var learningCurves: LearningCurves {
    LearningCurves(history, lossName: lossTitle, markName: keptEpochTitle)
  }

  /// What the epoch is whose weights the model has: without early stopping the last, unless training broke off.
  var keptEpochTitle: String {
    let keepsBest = provenance.callbacks.contains {
      ($0.callback as? EarlyStopping)?.restoreBestWeights ?? false
    }
    return keepsBest || history.ending != .completed ? "best epoch" : "last epoch"
  }

  /// The loss as people write it.
  var lossName: String { title(ofLoss: provenance.loss) }

  /// Says on standard error how many rows lack a value where training left such rows out.
  func noteIncompleteRows(of frame: DataFrame, _ consequence: String) throws(VintnerError) {
    let count = frame.rowCount - (try completeRows(of: frame).places.count)
    guard count > 0 else { return }
    Console.printError(
      "note: \(Format.integer(count)) of \(Format.count(frame.rowCount, "row")) lack a value and"
        + " \(consequence): training left such rows out.")
  }
}
