import LinearAlgebra
import NeuralNetworks
import Pipelines
import Tabular

/// A contender on one fold of a table: what a comparison runs once for each contender and fold.
///
/// The fold's own rows are predicted and scored; nothing of the contender has seen them. It learns from the others as
/// `vintner train` would: a network divides them again, by its `train_fraction`, to choose its best epoch, and with
/// `refit` learns from all of them then, as a simple model does; with `fold_models: bagging` it divides them into folds
/// of its own. The seed is the number of the fold, counted from 1; with 5 folds those from 6 on are of a second division,
/// whose seed is one higher.
public struct ContenderTrial: Trial {
  /// What is trained.
  public var contender: Contender
  /// The rows.
  let table: DataFrame
  /// The settings of table, target and division, with the task.
  let shared: RunConfiguration
  /// The number of folds of a division.
  let folds: Int
  let digest: String

  /// The rows to learn from, and a fold's own.
  private typealias Part = (training: DataFrame, others: DataFrame)

  public var settings: [TrialSetting] {
    let run = (try? contender.run(on: shared)) ?? shared
    let hidden: Set = ["data", "data_sha256", "threads", "folds"]
    let bagging = run.foldModels == .bagging ? run.folds : nil
    return [TrialSetting("folds", "\(folds)"), TrialSetting("table", digest)]
      + (bagging.map { [TrialSetting("networks", "\($0)")] } ?? [])
      + run.given.filter { !hidden.contains($0.name) }.compactMap { field in
        field.node(of: run).map { TrialSetting(field.name, Settings.text(of: $0)) }
      }
  }

  public func check() throws(VintnerError) -> [String] { try check(shared.runTask.target) }

  private func check<Target: PredictionTarget>(_: Target.Type) throws(VintnerError) -> [String] {
    let pipeline: Pipeline<Target> = try pipeline()
    let (parts, notices) = try divided(as: Target.self, seed: 1)
    if case .baseline(let baseline) = contender.kind {
      let prepared = try pipeline.prepared(train: parts[0].training, validation: parts[0].others)
      return notices + prepared.notices(of: baseline)
    }
    let prepared = try pipeline.prepared(parts[0].training)
    try prepared.requireOutputs()
    return notices + prepared.notices
  }

  public func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
    try outcome(shared.runTask.target, seed: seed, recording: recording)
  }

  private func outcome<Target: PredictionTarget>(
    _: Target.Type, seed: UInt64, recording: TrialRecording
  ) throws(VintnerError) -> TrialOutcome {
    guard !recording.isCancelled() else { return TrialOutcome(curve: [], final: nil, ending: .interrupted) }
    var pipeline: Pipeline<Target> = try pipeline()
    let part = try divided(as: Target.self, seed: seed).parts[Int(seed - 1) % folds]
    if case .baseline(let baseline) = contender.kind {
      let prepared = try pipeline.prepared(train: part.training, validation: part.others)
      guard let outputs = prepared.outputs(of: baseline) else { return TrialOutcome(scores: nil) }
      return TrialOutcome(scores: try values(prepared.metrics(ofOutputs: outputs), of: part, pipeline))
    }
    pipeline.training.seed += (seed - 1) / UInt64(folds)
    let run = try run
    if run.foldModels == .bagging, let networks = run.folds {
      (pipeline.training.threads, pipeline.training.isCancelled) = (1, recording.isCancelled)
      return try bagged(networks, by: run.ensembleCombination, part, pipeline)
    }
    let prepared = try pipeline.prepared(part.training)
    var outcome = try prepared.outcome(seed: pipeline.training.seed, recording: recording)
    guard outcome.ending == .completed, let network = outcome.network else { return outcome }
    var model = prepared.unmeasured(network)
    if run.refit == true { model = try pipeline.preparedWhole(part.training).refitted(model) }
    let metrics = try model.evaluate(part.others, threads: 1)
    outcome.scores = try values(metrics, of: part, pipeline)
    return outcome
  }

  /// The scores of a contender.
  ///
  /// - Throws: `VintnerError.configuration` where it leaves out rows that others predict. Those that the comparison's own
  ///   settings leave out, nobody predicts.
  private func values<Target: PredictionTarget>(
    _ metrics: some Sendable, of part: Part, _: Pipeline<Target>
  ) throws(VintnerError) -> [Score: Double] {
    guard let metrics = metrics as? any ScoredMetrics else { return [:] }
    if metrics.rows == part.others.rowCount { return metrics.values }
    let common = try rethrowing(VintnerError.configuration, Pipeline<Target>(shared))
    let rows = try common.prepared(train: part.training, validation: part.others).validation.y.rows
    guard metrics.rows == rows else {
      throw .configuration(
        RunConfigurationError(
          setting: "missing",
          problem:
            "of \(contender.name) has it predict \(metrics.rows) rows of a fold, where the others predict"
            + " \(rows): set it for the comparison"))
    }
    return metrics.values
  }

  /// A bagging's networks as one model.
  private func bagged<Target: PredictionTarget>(
    _ networks: Int, by combination: Ensemble.Combination?, _ part: Part, _ pipeline: Pipeline<Target>
  ) throws(VintnerError) -> TrialOutcome {
    do throws(VintnerError) {
      let model = try pipeline.bagged(on: part.training, folds: networks, by: combination ?? .mean).model
      if model.history.ending == .interrupted {
        return TrialOutcome(curve: [], final: nil, ending: .interrupted)
      }
      return TrialOutcome(scores: try values(model.evaluate(part.others, threads: 1), of: part, pipeline))
    } catch {
      guard case .network(.diverged) = error else { throw error }
      return TrialOutcome(curve: [], final: nil, ending: .diverged)
    }
  }

  /// The contender's run on the comparison's table.
  private var run: RunConfiguration {
    get throws(VintnerError) { try rethrowing(VintnerError.configuration, contender.run(on: shared)) }
  }

  private func pipeline<Target: PredictionTarget>() throws(VintnerError) -> Pipeline<Target> {
    var run = try run
    // The folds are divided without test rows, and each is a table by itself.
    (run.testFraction, run.folds) = (nil, nil)
    return try rethrowing(VintnerError.configuration, Pipeline<Target>(run))
  }

  /// The folds of the division that a seed belongs to: the same for every contender, whichever columns it uses.
  private func divided<Target: PredictionTarget>(
    as _: Target.Type, seed: UInt64
  ) throws(VintnerError) -> (parts: [Part], notices: [String]) {
    var run = shared
    (run.features, run.drop) = (nil, nil)
    run.splitSeed = (run.splitSeed ?? 0) + Int(seed - 1) / folds
    let pipeline = try rethrowing(VintnerError.configuration, Pipeline<Target>(run))
    return try pipeline.folds(table, folds)
  }
}

extension ContenderTrial: CustomStringConvertible {
  public var description: String {
    "\(contender) on a table of \(Format.count(table.rowCount, "row")) in \(Brief.count(folds, "fold"))"
  }
}
