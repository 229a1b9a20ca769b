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
        try item.refuseKeys(otherThan: ["type", "units", "activation", "use_bias"])
        guard let units = try item.integer("units"), units > 0 else {
          throw item.unfit("units", "is missing, or below 1")
        }
        layers.append(
          Dense(
            units, activation: try item.choice("activation", of: activations) ?? .linear,
            useBias: try item.boolean("use_bias") ?? true))
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
    guard let settings = try settings.settings("optimizer") else {
      throw settings.unfit("optimizer", "is missing")
    }
    let kind = try settings.choice("name", of: [("adam", "adam"), ("sgd", "sgd")])
    if kind == "sgd" {
      try settings.refuseKeys(otherThan: ["name", "learning_rate", "momentum", "nesterov"])
      return SGD(
        learningRate: .constant(try settings.number("learning_rate") ?? 0.01),
        momentum: try settings.number("momentum") ?? 0, nesterov: try settings.boolean("nesterov") ?? false)
    }
    try settings.refuseKeys(otherThan: ["name", "learning_rate", "beta_1", "beta_2", "epsilon"])
    return Adam(
      learningRate: .constant(try settings.number("learning_rate") ?? 0.001),
      beta1: try settings.number("beta_1") ?? 0.9,
      beta2: try settings.number("beta_2") ?? 0.999, epsilon: try settings.number("epsilon") ?? 1e-7)
  }

  private func callbacks() throws(SettingsError) -> [any Callback] {
    var callbacks: [any Callback] = []
    for item in try settings.items("callbacks") ?? [] {
      _ = try item.choice("name", of: [("early_stopping", ())])
      try item.refuseKeys(otherThan: ["name", "monitor", "min_delta", "patience", "restore_best_weights"])
      callbacks.append(
        EarlyStopping(
          monitor: try item.text("monitor") ?? "val_loss", minDelta: try item.number("min_delta") ?? 0,
          patience: try item.integer("patience") ?? 0,
          restoreBestWeights: try item.boolean("restore_best_weights") ?? false))
    }
    return callbacks
  }
}
