import NeuralNetworks

/// Reads a trace's `case.json`, in Keras's words. What is not named has Keras's default.
struct TraceCase {
  let settings: Settings

  func network() throws(SettingsError) -> Sequential {
    guard let items = try settings.items("layers") else {
      throw settings.unfit("layers", "is missing")
    }
    var layers: [any Layer] = []
    for item in items {
      let activations = Activation.all.map { ($0.name, $0) }
      switch try item.choice("type", of: ["dense", "batch_normalization", "activation"].map { ($0, $0) }) {
      case "batch_normalization":
        try item.refuseKeys(otherThan: ["type", "momentum", "epsilon"])
        layers.append(
          BatchNormalization(
            momentum: try item.number("momentum") ?? 0.99, epsilon: try item.number("epsilon") ?? 1e-3))
      case "activation":
        try item.refuseKeys(otherThan: ["type", "activation"])
        layers.append(try item.choice("activation", of: activations) ?? .linear)
      default:
        try item.refuseKeys(otherThan: ["type", "units", "activation", "use_bias", "l1", "l2"])
        guard let units = try item.integer("units"), units > 0 else {
          throw item.unfit("units", "is missing, or below 1")
        }
        layers.append(
          Dense(
            units, activation: try item.choice("activation", of: activations) ?? .linear,
            useBias: try item.boolean("use_bias") ?? true, kernelRegularizer: try Self.regularizer(item)))
      }
    }
    return Sequential(layers)
  }

  func training() throws(SettingsError) -> Training {
    let losses = LossDescription.spellings.map { ($0, LossDescription.loss(named: $0)!) }
    guard let loss = try settings.choice("loss", of: losses) else {
      throw settings.unfit("loss", "is missing")
    }
    return Training(
      optimizer: try optimizer(), loss: loss, metrics: try metrics(),
      batchSize: max(try settings.integer("batch_size") ?? 32, 1),
      epochs: max(try settings.integer("epochs") ?? 1, 1), shuffles: false, callbacks: try callbacks())
  }

  private func metrics() throws(SettingsError) -> [any Metric] {
    var metrics: [any Metric] = []
    for name in try settings.texts("metrics") ?? [] {
      guard let metric = MetricDescription.metric(named: name) else {
        throw settings.unfit("metrics", "asks for \(name), which is not built")
      }
      metrics.append(metric)
    }
    return metrics
  }

  private func optimizer() throws(SettingsError) -> any Optimizer {
    guard let description = try settings.decoded("optimizer", as: OptimizerDescription.self) else {
      throw settings.unfit("optimizer", "is missing")
    }
    return description.optimizer
  }

  private func callbacks() throws(SettingsError) -> [any Callback] {
    try settings.decoded("callbacks", as: [CallbackDescription].self)?.map(\.callback) ?? []
  }

  /// The penalty of a dense layer's kernel.
  private static func regularizer(_ layer: Settings) throws(SettingsError) -> Regularizer? {
    var weights: [String: Double] = [:]
    for key in ["l1", "l2"] {
      guard let weight = try layer.number(key) else { continue }
      guard weight >= 0, weight.isFinite else { throw layer.unfit(key, "is below 0, or not finite") }
      weights[key] = weight
    }
    return weights.isEmpty ? nil : Regularizer(l1: weights["l1"] ?? 0, l2: weights["l2"] ?? 0)
  }
}
