import Vintner

/// Renders a run at one moment as the page shows it: metrics, weights and pictures.
struct FrameRenderer {
  /// A network of more weights is shown without them.
  static let shownWeights = 1_000
  /// The neurons of a layer that get a picture.
  static let shownUnits = 8
  /// A network of more weights gets a coarse picture of its output.
  static let coarseFrom = 20_000
  /// The most points that are sent.
  static let shownPoints = 500

  let snapshot: SessionSnapshot
  private var material: SessionMaterial { snapshot.material }
  private var network: TrainedNetwork { snapshot.network }

  init(_ snapshot: SessionSnapshot) { self.snapshot = snapshot }

  /// What changes while the run itself does not, and takes little time.
  var moment: [(String, JSON)] {
    [
      ("n", .integer(snapshot.number)), ("running", .bool(snapshot.isRunning)),
      ("epochsPerSecond", .number((snapshot.epochsPerSecond * 10).rounded() / 10)),
      ("focus", .optional(focus)),
    ]
  }

  /// What takes time to compute: metrics, weights and pictures.
  var content: [(String, JSON)] {
    let (train, test) = (predictions(material.train), predictions(material.test))
    let training = snapshot.state.training(epochs: 1)
    let penalty = training.evaluatesAfterEpoch ? 0 : penalty
    func loss(_ predictions: Matrix<Double>, _ rows: SessionMaterial.Rows) -> JSON {
      // Rounded as training reports it.
      .single(Float(Double(Float(training.loss(predictions, rows.y))) + penalty))
    }
    let (units, output) = pictures
    let (weights, biases) = parameters
    return [
      ("epoch", .integer(snapshot.epoch)), ("step", .integer(snapshot.updates)),
      ("trainLoss", loss(train, material.train)), ("testLoss", loss(test, material.test)),
      ("train", metrics(train, material.train)), ("test", metrics(test, material.test)),
      ("confusion", confusion(test)), ("learningRate", .single(Float(snapshot.learningRate))),
      ("weights", weights), ("biases", biases), ("units", units), ("output", .text(output)),
      (
        "outputRange", .numbers([material.unscaled(bounds.lowerBound), material.unscaled(bounds.upperBound)])
      ),
      ("predicted", predicted(test)),
      (
        "best",
        snapshot.best.map {
          .object(["epoch": .integer($0.epoch), "testLoss": .single(Float($0.loss))])
        } ?? .null
      ),
      ("ended", .optional(snapshot.ending?.rawValue)), ("message", .optional(snapshot.ending?.sentence)),
    ]
  }

  private var bounds: ClosedRange<Double> { material.outputRange }

  private func predictions(_ rows: SessionMaterial.Rows) -> Matrix<Double> {
    Matrix(network.predict(rows.x, threads: 1))
  }

  // MARK: Metrics

  /// What the weights add to a loss.
  private var penalty: Double {
    var sum = 0.0
    for layer in network.layers {
      guard let dense = layer.description as? Dense, let rule = dense.kernelRegularizer else { continue }
      for weight in layer["kernel"]?.scalars ?? [] {
        sum += rule.l1 * abs(weight) + rule.l2 * weight * weight
      }
    }
    return sum
  }

  private func metrics(_ predictions: Matrix<Double>, _ rows: SessionMaterial.Rows) -> JSON {
    let scalars = predictions.scalars
    guard let threshold = material.threshold else {
      let metrics = RegressionMetrics(
        predictions: scalars.map(material.unscaled), targets: rows.targets)
      return .object([
        "r2": .number(metrics.rSquared), "rmse": .number(metrics.rootMeanSquaredError),
        "mae": .number(metrics.meanAbsoluteError),
      ])
    }
    let targets = rows.y.scalars
    let right = zip(scalars, targets).count { ($0 > threshold) == ($1 > threshold) }
    return .object(["accuracy": .number(Double(right) / Double(targets.count))])
  }

  private func confusion(_ predictions: Matrix<Double>) -> JSON {
    guard let threshold = material.threshold else { return .null }
    var counts = [[0, 0], [0, 0]]
    for (prediction, target) in zip(predictions.scalars, material.test.y.scalars) {
      counts[target > threshold ? 1 : 0][prediction > threshold ? 1 : 0] += 1
    }
    return .array(counts.map(JSON.integers))
  }

  private func predicted(_ predictions: Matrix<Double>) -> JSON {
    guard material.threshold == nil else { return .null }
    let count = min(predictions.rows, Self.shownPoints)
    return .object([
      "actual": .array(material.test.targets.prefix(count).map { .single(Float($0)) }),
      "predicted": .array((0..<count).map { .single(Float(material.unscaled(predictions[$0, 0]))) }),
    ])
  }

  // MARK: Weights

  /// What connects the layers: a list a layer of a list a unit.
  private var parameters: (weights: JSON, biases: JSON) {
    let layers = network.network.densePlaces.map { network.layer($0) }
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

  private var pictures: (units: JSON, output: String) {
    let places = network.network.outputPlaces
    let units = values(Picture.unit, of: places.dropLast().map { ($0, 0..<Self.shownUnits) }).map { units in
      JSON.texts(units.map { Picture.text(of: $0, in: -1...1) })
    }
    let size = Self.outputSize(of: network)
    return (.array(units), Picture.text(of: material.plane.predictions(of: network, size), in: bounds))
  }

  /// The picture of the neuron that is looked at, as large as the output's.
  private var focus: String? {
    let places = network.network.outputPlaces
    guard let focus = snapshot.focus, places.indices.contains(focus.layer), focus.unit >= 0 else {
      return nil
    }
    let size = Self.outputSize(of: network)
    let values = values(size, of: [(places[focus.layer], focus.unit..<focus.unit + 1)])[0].first
    return values.map { Picture.text(of: $0, in: -1...1) }
  }

  /// What some units of some layers compute over the plane: a list a layer of a list a unit of the values of a square
  /// picture. Units that a layer does not have are left out.
  private func values(_ size: Int, of units: [(layer: Int, units: Range<Int>)]) -> [[[Double]]] {
    var result = units.map { _ in [[Double]]() }
    material.plane.forEachBlock(of: size, inputs: network.inputs) { rows in
      let outputs = network.layerOutputs(of: rows)
      for (place, (layer, units)) in units.enumerated() {
        let units = units.clamped(to: 0..<outputs[layer].columns)
        if result[place].isEmpty { result[place] = units.map { _ in [] } }
        for (index, unit) in units.enumerated() { result[place][index] += outputs[layer].column(unit) }
      }
    }
    return result
  }

  /// The side of the output's picture.
  static func outputSize(of network: TrainedNetwork) -> Int {
    let weights = network.parameters.reduce(0) { $0 + $1.count }
    return weights > coarseFrom ? Picture.coarseOutput : Picture.output
  }
}

extension StopRule.Ending {
  /// Why a run has ended, as a sentence.
  var sentence: String {
    switch self {
    case .stopEpoch: "The run has reached its last epoch."
    case .stopLoss: "The test loss has reached the limit that was set."
    case .earlyStopping: "The test loss no longer improves: the weights of the best epoch have been restored."
    case .diverged: "The loss is not a finite number: lower the learning rate, then reset."
    }
  }
}
