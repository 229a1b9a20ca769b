import Vintner

extension TrainCommand {
  /// Trains by folds, writes the models and reports.
  func trainFolds<Target: PredictionTarget>(
    _ count: Int, _ pipeline: Pipeline<Target>, _ configuration: RunConfiguration, on table: RunTable,
    _ digest: FileDigest, into folder: RunFolder, _ checkpoints: RunCheckpoints?, isNew: Bool,
    noting notes: [String]
  ) throws {
    let isEach = configuration.foldModels == .each
    var replaced = try replaced(in: folder, isNew: isNew)
    for number in 1...count where isEach {
      replaced += try self.replaced(RunFolder.fileNames, in: folder, "/fold-\(number)", isNew: isNew)
    }
    let (folds, whole) = try digest.guarding { try table.preparedFolds(count, for: pipeline) }
    Interruption.watch()
    report.note(notes + folds[0].notices + replaced)
    var results = FoldResults<Target>(folder: folder, configuration.foldModels ?? .all)
    var files: [(name: String, bytes: [UInt8])] = []
    for (number, fold) in folds.enumerated() {
      var prepared = fold
      prepared.checkpoints = checkpoints
      let model = try completed(prepared, configuration)
      results.add(model, test: isEach ? try Self.tested(model, folds[0].test) : nil)
      if isEach { files += folder.files(of: model, configuration, in: "fold-\(number + 1)") }
    }
    files.append((RunFolder.foldsName, results.csv))
    if !isEach {
      var prepared = whole
      prepared.checkpoints = checkpoints
      prepared.trainsFor(epochs: results.meanEpochs)
      let model = try completed(prepared, configuration)
      results.test = try Self.tested(model, folds[0].test)
      files += [
        ("model.safetensors", model.modelBytes()),
        ("config.yaml", Array(RunFile.text(of: configuration, inFolder: folder.path).utf8)),
      ]
    }
    try Interruption.ignored { try folder.writeRun(files, keeping: checkpoints) }
    try report.print(results.text, results.json)
  }

  /// Trains to the end.
  private func completed<Target: PredictionTarget>(
    _ prepared: PreparedPipeline<Target>, _ configuration: RunConfiguration
  ) throws -> FittedPipeline<Target> {
    var prepared = prepared
    prepared.dataSHA256 = configuration.dataSHA256
    let progress = prepared.pipeline.training.callbacks.lazy.compactMap { $0 as? TrainingProgress }.first
    let (model, failure) = try Self.trained(prepared, progress)
    if let failure {
      throw Failure(failure.status, "Training by folds broke off, so nothing is written.")
    }
    return model
  }
}
