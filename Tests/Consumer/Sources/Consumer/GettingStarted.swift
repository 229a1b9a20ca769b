import Foundation
import Vintner

func start(with wine: DataFrame, in folder: URL) throws {
  let path = folder.appending(path: "quality.safetensors").path
  var pipeline = RegressionPipeline(target: "quality", network: .dense(hidden: [16], activation: .relu))
  pipeline.training.epochs = 20

  let model = try pipeline.fitted(to: wine)
  print("off by", model.report!.metrics.meanAbsoluteError, "on average")

  try model.save(to: path)
  let loaded = try FittedRegressionPipeline(contentsOf: path)
  print(try loaded.predict(wine[rows: 0..<3]))
}
