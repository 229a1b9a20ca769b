import Vintner

actor Cellar {
  private(set) var progress = 0.0
  private(set) var model: FittedRegressionPipeline?

  func train(_ pipeline: RegressionPipeline, on wine: DataFrame) async throws {
    let training = pipeline.training(on: wine)
    for try await epoch in training {
      progress = Double(epoch.epoch) / Double(epoch.lastEpoch)
    }
    model = try await training.model
  }
}

func trainInTheBackground(on wine: DataFrame) async throws {
  var pipeline = RegressionPipeline(target: "quality", network: .dense(hidden: [16], activation: .relu))
  pipeline.training.epochs = 20

  let cellar = Cellar()
  try await cellar.train(pipeline, on: wine)
  let progress = await cellar.progress
  precondition(progress > 0)

  let model = try await pipeline.fitted(to: wine)
  let sameBits = try await cellar.model!.predict(wine) == model.predict(wine)
  precondition(sameBits)

  try await stop(pipeline, on: wine)
  try await stopAndKeep(pipeline, on: wine)
}

private func stop(_ pipeline: RegressionPipeline, on wine: DataFrame) async throws {
  let task = Task { try await pipeline.fitted(to: wine) }
  task.cancel()
  do {
    let model = try await task.value
    print("finished before it was cancelled:", model.report!.metrics.meanAbsoluteError)
  } catch is CancellationError {
    print("cancelled")
  }
}

private func stopAndKeep(_ pipeline: RegressionPipeline, on wine: DataFrame) async throws {
  let training = pipeline.training(on: wine, onCancellation: .keepBest)
  for try await epoch in training where epoch.epoch == 3 {
    break
  }
  let best = try await training.model
  print("the best of the first epochs is off by", best.report!.metrics.meanAbsoluteError)
}
