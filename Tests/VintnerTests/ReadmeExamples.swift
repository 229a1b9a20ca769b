// The README's code. `ReadmeTests` holds the README to it.

import Vintner

func trainStepByStep() throws {
  let wine = try DataFrame(contentsOfCSVFile: "data/winequality-red.csv")
  let train = wine.sample(fraction: 0.7, seed: 0)
  let validation = wine.dropping(rows: train.rowNumbers)

  let scaler = try MinMaxScaler().fitted(to: train)
  let (x, y) = try scaler.scaled(train).separated(target: "quality")
  let (validX, validY) = try scaler.scaled(validation).separated(target: "quality")

  let network = Sequential([
    Dense(512, activation: .relu), Dense(512, activation: .relu), Dense(512, activation: .relu), Dense(1),
  ])
  let stopping = EarlyStopping(minDelta: 0.001, patience: 20, restoreBestWeights: true)
  let trained = try network.fitted(
    to: x, y, validation: (validX, validY),
    with: Training(loss: .meanAbsoluteError, batchSize: 256, epochs: 500, callbacks: [stopping]))

  print("lowest val_loss", trained.history.validationLoss.min()!)
  let quality = try scaler.selecting(columns: ["quality"]).unscaled(trained.predict(validX))
  print("first prediction", quality[0, 0])
}

func trainWithThePipeline() throws {
  let wine = try DataFrame(contentsOfCSVFile: "data/winequality-red.csv")
  let model = try RegressionPipeline(target: "quality").fitted(to: wine)
  print("off by", model.report!.metrics.meanAbsoluteError, "on average")

  try model.save(to: "model.safetensors")
  let loaded = try FittedRegressionPipeline(contentsOf: "model.safetensors")
  print(try loaded.predict(wine[rows: 0..<3]))
}

func compareLearningRates() throws {
  let spiral = PlaygroundRun(data: .spiral, features: PlaygroundData.features, hidden: [8], epochs: 100)
  let results = try Experiment(spiral, seeds: 5, converged: Convergence(.testLoss, below: 0.05))
    .varying(\.learningRate, [0.03, 0.3, 3])
    .run()
  print(results)
  print(results["0.3"].statistics(of: .testLoss)!.median)
  let svg = results.chart(of: .testLoss).svg()
  print("a picture of", svg.utf8.count, "bytes")
}
