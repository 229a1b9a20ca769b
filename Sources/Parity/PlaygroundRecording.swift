import Foundation
import NeuralNetworks
import Pipelines
import Tabular

/// The JSON of a recorded run of the Playground.
struct PlaygroundRecording: Decodable {
  /// Why a recording cannot be used: the key, and its problem.
  struct Fault: Error {
    let key: String
    let problem: String

    var sentence: String { key.isEmpty ? "\(problem)." : "`\(key)`: \(problem)." }
  }

  struct Layer: Decodable {
    let weights: [[Double]]
    let biases: [Double]
  }

  let dataset: String
  let features: [String]
  let hidden: [Int]
  let activation: String
  let learningRate: Double
  let batchSize: Int
  let regularization: String?
  let regularizationRate: Double?
  let epochs: Int
  let initial: [Layer]
  let train: [[Double]]
  let test: [[Double]]
  let curve: [[Double?]]

  private enum CodingKeys: String, CodingKey {
    case dataset, features, hidden, activation, regularization, epochs, initial, train, test, curve
    case learningRate = "learning_rate"
    case batchSize = "batch_size"
    case regularizationRate = "regularization_rate"
  }

  /// - Throws: `Fault` if the bytes are not JSON, a key is missing, or its value has the wrong type.
  init(_ bytes: [UInt8]) throws(Fault) {
    do { self = try JSONDecoder().decode(Self.self, from: Data(bytes)) } catch {
      throw Fault(error)
    }
  }

  /// The run, with every setting checked.
  func checkedRun() throws(Fault) -> PlaygroundRun {
    let data = try data()
    guard let function = ["relu", "tanh", "sigmoid", "linear"].first(where: { $0 == activation }) else {
      throw Fault(key: "activation", problem: "\(activation) is not one of relu, tanh, sigmoid, linear")
    }
    for (place, feature) in features.enumerated() where !PlaygroundData.features.contains(feature) {
      let nearest = nearestName(to: feature, among: PlaygroundData.features)!
      throw Fault(
        key: "features[\(place)]", problem: "there is no feature \(feature); the nearest name is \(nearest)")
    }
    try require(!features.isEmpty, "features", "names no feature")
    try require(hidden.count < Sequential.mostLayers, "hidden", "\(hidden.count) layers are too many")
    for (place, units) in hidden.enumerated() {
      let allowed = Dense.allowedUnits
      try require(
        allowed.contains(units), "hidden[\(place)]",
        "\(units) units, where \(allowed.lowerBound) to \(allowed.upperBound) are expected")
    }
    try require(
      LearningRate.isUsable(learningRate), "learning_rate", "\(learningRate) is not a number above 0")
    try require(batchSize > 0, "batch_size", "\(batchSize) rows, where 1 or more are expected")
    try require(epochs >= 0, "epochs", "\(epochs), where 0 or more are expected")
    return PlaygroundRun(
      data: data, features: features, hidden: hidden, activation: Activation(named: function)!,
      learningRate: learningRate, batchSize: batchSize, regularization: try penalty(), epochs: epochs,
      precision: .double)
  }

  private func data() throws(Fault) -> PlaygroundData {
    // The Playground itself calls two of them reg-plane and reg-gauss, and the clouds gauss.
    let others = [
      "gauss": PlaygroundData.gaussian, "two_gaussians": .gaussian, "reg_plane": .plane,
      "reg_gauss": .multiGaussian, "multigaussian": .multiGaussian,
    ]
    let name = dataset.lowercased().replacing("-", with: "_")
    if let known = PlaygroundData(rawValue: name) ?? others[name] { return known }
    let nearest = nearestName(to: dataset, among: PlaygroundData.names)!
    throw Fault(
      key: "dataset", problem: "there is no data set \(dataset); the nearest name is \(nearest)")
  }

  private func penalty() throws(Fault) -> PlaygroundRegularization {
    let name = regularization ?? "none"
    guard let kind = PlaygroundRegularization.Kind(rawValue: name.lowercased()) else {
      throw Fault(key: "regularization", problem: "\(name) is not one of none, l1, l2")
    }
    let rate = regularizationRate ?? 0
    try require(rate >= 0 && rate.isFinite, "regularization_rate", "\(rate) is not a number of 0 or more")
    return PlaygroundRegularization(kind, rate: rate)
  }

  /// The points, 1 or more.
  func points(_ key: String, _ rows: [[Double]]) throws(Fault) -> [PlaygroundPoint] {
    try require(!rows.isEmpty, key, "holds no points")
    return try rows.enumerated().map { place, row throws(Fault) in
      try require(
        row.count == 3, "\(key)[\(place)]",
        "holds \(row.count) numbers, where x1, x2 and the label are expected")
      return PlaygroundPoint(x1: row[0], x2: row[1], label: row[2])
    }
  }

  /// The initial weights, by the network's names.
  func parameters() throws(Fault) -> [Parameter] {
    let widths = [features.count] + hidden + [1]
    try require(
      initial.count == widths.count - 1, "initial",
      "holds \(initial.count) layers, where \(hidden.count) hidden ones and the output are expected")
    var parameters: [Parameter] = []
    for (index, layer) in initial.enumerated() {
      let (inputs, units) = (widths[index], widths[index + 1])
      try require(
        layer.weights.count == units && layer.weights.allSatisfy { $0.count == inputs },
        "initial[\(index)].weights", "are not \(inputs) for each of \(units) units")
      try require(
        layer.biases.count == units, "initial[\(index)].biases",
        "are \(layer.biases.count), where \(units) are expected")
      let kernel = (0..<inputs).flatMap { input in layer.weights.map { $0[input] } }
      parameters.append(
        Parameter(name: "layers.\(index).kernel", shape: [inputs, units], values: .double(kernel)))
      parameters.append(
        Parameter(name: "layers.\(index).bias", shape: [units], values: .double(layer.biases)))
    }
    return parameters
  }

  /// The recorded epochs, in ascending order.
  func checkedCurve() throws(Fault) -> [PlaygroundTrace.CurvePoint] {
    try require(!curve.isEmpty, "curve", "holds no epochs")
    var points: [PlaygroundTrace.CurvePoint] = []
    for (place, row) in curve.enumerated() {
      let key = "curve[\(place)]"
      try require(
        row.count == 3, key, "holds \(row.count) values, where an epoch and two losses are expected")
      guard let number = row[0], let epoch = Int(exactly: number), (0...epochs).contains(epoch) else {
        throw Fault(key: key, problem: "does not begin with an epoch from 0 to \(epochs)")
      }
      try require(epoch > points.last?.epoch ?? -1, key, "does not come after the epoch before")
      points.append(PlaygroundTrace.CurvePoint(epoch: epoch, trainLoss: row[1], testLoss: row[2]))
    }
    return points
  }

  private func require(_ holds: Bool, _ key: String, _ problem: String) throws(Fault) {
    guard holds else { throw Fault(key: key, problem: problem) }
  }
}

extension PlaygroundRecording.Fault {
  /// Describes a decoding error.
  fileprivate init(_ error: any Error) {
    switch error as? DecodingError {
    case .keyNotFound(let key, let context):
      self.init(key: Self.path(context.codingPath + [key]), problem: "is missing")
    case .typeMismatch(_, let context):
      self.init(key: Self.path(context.codingPath), problem: "has the wrong type")
    case .valueNotFound(_, let context):
      self.init(key: Self.path(context.codingPath), problem: "is null, where a value is expected")
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      self.init(key: Self.path(context.codingPath), problem: "cannot be read")
    default: self.init(key: "", problem: "it is not JSON: the file is damaged")
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce(into: "") { path, key in
      if let index = key.intValue {
        path += "[\(index)]"
      } else {
        path += (path.isEmpty ? "" : ".") + key.stringValue
      }
    }
  }
}
