import Vintner

extension TrainCommand {
  /// Trains the networks of folds as one model, writes it with its predictions of rows that a network had not seen, and
  /// reports.
  func bag<Target: PredictionTarget>(
    _ count: Int, _ pipeline: Pipeline<Target>, _ configuration: RunConfiguration, on table: RunTable,
    _ digest: FileDigest, into folder: RunFolder, _ checkpoints: RunCheckpoints?, isNew: Bool,
    noting notes: [String]
  ) throws {
    let replaced = try replaced(in: folder, isNew: isNew)
    var prepared = try digest.guarding {
      try table.preparedBagging(count, for: pipeline, by: configuration.ensembleCombination ?? .mean)
    }
    prepared.whole.dataSHA256 = configuration.dataSHA256
    prepared.whole.checkpoints = checkpoints
    Interruption.watch()
    report.note(notes + prepared.whole.notices + replaced)
    let bagging = try trained(prepared)
    var results = FoldResults<Target>(folder: folder, .bagging)
    for model in bagging.folds { results.add(model, test: nil) }
    results.outOfFold = Target.summary(of: bagging.metrics, bagging.model)
    results.test = try prepared.whole.test.map {
      Target.summary(of: try bagging.model.evaluate($0), bagging.model)
    }
    let files: [(name: String, bytes: [UInt8])] = [
      ("model.safetensors", bagging.model.modelBytes()), (RunFolder.foldsName, results.csv),
      (RunFolder.outOfFoldName, bagging.outOfFold.csvBytes()),
      ("config.yaml", Array(RunFile.text(of: configuration, inFolder: folder.path).utf8)),
    ]
    try Interruption.ignored { try folder.writeRun(files, keeping: checkpoints) }
    try report.print(results.text, results.json)
  }

  private func trained<Target: PredictionTarget>(_ prepared: PreparedBagging<Target>) throws -> Bagging<
    Target
  > {
    let progress = prepared.whole.pipeline.training.callbacks.lazy.compactMap { $0 as? TrainingProgress }
      .first
    defer { progress?.line.clear() }
    let ending = "Training by folds broke off, so nothing is written."
    do throws(VintnerError) {
      let bagging = try prepared.fitted()
      if bagging.model.history.ending != .interrupted { return bagging }
    } catch {
      guard case .network(.diverged) = error else { throw error }
      throw Failure(.failed, ending)
    }
    throw Failure(Interruption.failure("").status, ending)
  }
}
