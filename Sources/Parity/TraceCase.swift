import NeuralNetworks
import Pipelines

/// Reads a trace's `case.json`, in Keras's words. What is not named has Keras's default.
struct TraceCase {
  let settings: Settings

  func network() throws(SettingsError) -> Sequential {
    guard let network = try settings.decoded("layers", as: Sequential.self) else {
      throw settings.unfit("layers", "is missing")
    }
    return network
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
}
