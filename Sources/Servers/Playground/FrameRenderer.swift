import Foundation
import Vintner

/// Makes of a run at one moment what the page shows: figures, weights and pictures.
struct FrameRenderer {
  /// Beyond so many weights the page gets none of them.
  static let shownWeights = 1_000
  /// Of a layer so many neurons get a picture.
  static let shownUnits = 8
  /// Beyond so many weights the output's picture is coarse.
  static let coarseFrom = 20_000
  /// At most so many points are sent.
  static let shownPoints = 500

  let snapshot: SessionSnapshot
  private var material: SessionMaterial { snapshot.material }
  private var network: TrainedNetwork { snapshot.network }

  init(_ snapshot: SessionSnapshot) { self.snapshot = snapshot }

  /// The frame as messages have it.
  var json: JSON {
    let (train, test) = (answers(material.train), answers(material.test))
    let loss = Self.loss(snapshot)
    let penalty = loss.penalty(network)
    let (units, output, focus) = pictures
    let (weights, biases) = parameters
    return .object([
      "n": .integer(snapshot.number), "running": .bool(snapshot.isRunning),
      "epoch": .integer(snapshot.epoch), "step": .integer(snapshot.updates),
      "trainLoss": .single(Float(loss.value(train, material.train) + penalty)),
      "testLoss": .single(Float(loss.value(test, material.test) + penalty)),
      "train": metrics(train, material.train), "test": metrics(test, material.test),
      "confusion": confusion(test), "learningRate": .single(Float(snapshot.learningRate)),
      "epochsPerSecond": .number((snapshot.epochsPerSecond * 10).rounded() / 10),
      "weights": weights, "biases": biases, "units": units, "output": .text(output),
      "outputRange": .numbers([material.unscaled(bounds.lowerBound), material.unscaled(bounds.upperBound)]),
      "focus": .optional(focus), "predicted": predicted(test),
      "best": snapshot.best.map {
        .object(["epoch": .integer($0.epoch), "testLoss": .single(Float($0.loss))])
      } ?? .null,
      "ended": .optional(snapshot.ending?.rawValue), "message": .optional(snapshot.ending?.sentence),
    ])
  }

  private var bounds: ClosedRange<Double> { material.outputRange }

  private func answers(_ rows: SessionMaterial.Rows) -> Matrix<Double> { network.predict(rows.x, threads: 1) }

  // MARK: Figures

  private func metrics(_ answers: Matrix<Double>, _ rows: SessionMaterial.Rows) -> JSON {
    let scalars = answers.scalars
    guard material.isClassification else {
      let metrics = RegressionMetrics(
        predictions: scalars.map(material.unscaled), targets: rows.targets)
      return .object([
        "r2": .number(metrics.rSquared), "rmse": .number(metrics.rootMeanSquaredError),
        "mae": .number(metrics.meanAbsoluteError),
      ])
    }
    let targets = rows.y.scalars
    let right = zip(scalars, targets).count { ($0 > material.threshold) == ($1 > material.threshold) }
    return .object(["accuracy": .number(Double(right) / Double(targets.count))])
  }

  private func confusion(_ answers: Matrix<Double>) -> JSON {
    guard material.isClassification else { return .null }
    var counts = [[0, 0], [0, 0]]
    for (answer, target) in zip(answers.scalars, material.test.y.scalars) {
      counts[target > material.threshold ? 1 : 0][answer > material.threshold ? 1 : 0] += 1
    }
    return .array(counts.map(JSON.integers))
  }

  private func predicted(_ answers: Matrix<Double>) -> JSON {
    guard !material.isClassification else { return .null }
    let count = min(answers.rows, Self.shownPoints)
    return .object([
      "actual": .array(material.test.targets.prefix(count).map { .single(Float($0)) }),
      "predicted": .array((0..<count).map { .single(Float(material.unscaled(answers[$0, 0]))) }),
    ])
  }

  // MARK: Weights

  /// What connects the layers: a list a layer of a list a unit.
  private var parameters: (weights: JSON, biases: JSON) {
    let layers = snapshot.state.denseLayers.map { network.layer($0) }
    let biases = JSON.array(
      layers.map { .array(($0.bias ?? []).prefix(Self.shownWeights).map { .single(Float($0)) }) })
    guard layers.reduce(0, { $0 + ($1["kernel"]?.count ?? 0) }) <= Self.shownWeights else {
      return (.null, biases)
    }
    let weights = layers.map { layer -> JSON in
      guard let kernel = layer.kernel else { return .array([]) }
      return .array(
        (0..<kernel.columns).map { unit in
          .array((0..<kernel.rows).map { .single(Float(kernel[$0, unit])) })
        })
    }
    return (.array(weights), biases)
  }

  // MARK: Pictures

  private var pictures: (units: JSON, output: String, focus: String?) {
    let plane = material.plane
    let state = snapshot.state
    let small = network.layerOutputs(of: plane.rows(plane.grid(Picture.unit)))
    let units = state.answeringLayers.dropLast().map { place -> JSON in
      let answers = small[place]
      return .array(
        (0..<min(answers.columns, Self.shownUnits)).map { unit in
          .text(
            Data(Picture.bytes((0..<answers.rows).map { answers[$0, unit] }, in: -1...1))
              .base64EncodedString())
        })
    }
    let large = plane.rows(plane.grid(Self.outputSize(of: network)))
    let layers =
      snapshot.focus == nil
      ? [network.predict(large, threads: 1)] : network.layerOutputs(of: large)
    let output = Data(Picture.bytes(layers.last!.scalars, in: bounds)).base64EncodedString()
    return (.array(units), output, focused(layers))
  }

  private func focused(_ layers: [Matrix<Double>]) -> String? {
    let places = snapshot.state.answeringLayers
    guard let focus = snapshot.focus, layers.count > 1, places.indices.contains(focus.layer) else {
      return nil
    }
    let answers = layers[places[focus.layer]]
    guard (0..<answers.columns).contains(focus.unit) else { return nil }
    return Data(Picture.bytes((0..<answers.rows).map { answers[$0, focus.unit] }, in: -1...1))
      .base64EncodedString()
  }

  /// The side of the output's picture.
  static func outputSize(of network: TrainedNetwork) -> Int {
    let weights = network.parameters.reduce(0) { $0 + $1.count }
    return weights > coarseFrom ? Picture.coarseOutput : Picture.output
  }
}

extension FrameRenderer {
  /// How a run measures itself.
  private struct Measure {
    let loss: any Loss
    let counts: Bool

    /// The mean loss of answers, rounded as training reports it.
    func value(_ answers: Matrix<Double>, _ rows: SessionMaterial.Rows) -> Double {
      Double(Float(loss(answers, rows.y)))
    }

    /// What the weights add to a loss.
    func penalty(_ network: TrainedNetwork) -> Double {
      guard counts else { return 0 }
      var sum = 0.0
      for layer in network.layers {
        guard let dense = layer.description as? Dense, let rule = dense.kernelRegularizer else { continue }
        for weight in layer["kernel"]?.scalars ?? [] {
          sum += rule.l1 * abs(weight) + rule.l2 * weight * weight
        }
      }
      return sum
    }
  }

  private static func loss(_ snapshot: SessionSnapshot) -> Measure {
    let training = snapshot.state.training
    return Measure(loss: training.loss, counts: !training.evaluatesAfterEpoch)
  }
}

extension StopRule.Ending {
  /// Why a run has ended, for people.
  var sentence: String {
    switch self {
    case .stopEpoch: "The run has reached its last epoch."
    case .stopLoss: "The test loss has reached the limit that was set."
    case .earlyStopping: "The test loss has stopped improving: the best epoch's weights are back."
    case .diverged: "The loss is no longer a number: lower the learning rate, and reset."
    }
  }
}
