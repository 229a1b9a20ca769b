import NeuralNetworks
import Tabular

/// With Keras's numerics.
extension DescribedTrial {
  /// The points of a data set of the Playground, drawn from a seed.
  func drawn(
    _ data: PlaygroundData, _ seed: UInt64
  ) throws(RunConfigurationError) -> TableShelf.Table {
    do throws(VintnerError) {
      return TableShelf.Table(
        frame: try data.frame(count: count, noise: noise ?? 0, seed: seed), digest: "\(data) \(seed)")
    } catch {
      throw RunConfigurationError(setting: "data", problem: "cannot be drawn: \(error)")
    }
  }

  /// The run on a data set of the Playground: where nothing else is said, its own split, network and batches.
  func described(_ data: PlaygroundData) -> RunConfiguration {
    var defaults = RunConfiguration()
    defaults.target = "label"
    defaults.task = (data.isClassification ? RunTask.classification : .regression).rawValue
    if data.isClassification { defaults.positiveFrom = 0 }
    defaults.features = ["x1", "x2"]
    defaults.hidden = [4, 2]
    defaults.activation = "tanh"
    defaults.batchSize = 10
    defaults.earlyStopping = false
    defaults.trainFraction = 0.5
    return run.over(defaults)
  }

  /// The run on a table that it is.
  func table(
    _ table: TableShelf.Table, _ run: RunConfiguration
  ) throws(RunConfigurationError) -> Resolved {
    switch try run.pipeline() {
    case .regression(var pipeline):
      pipeline.network = network(run, output: .linear)
      return .regression(TableTrial(pipeline, on: table.frame, digest: table.digest))
    case .classification(var pipeline):
      pipeline.network = network(run, output: .sigmoid)
      return .classification(TableTrial(pipeline, on: table.frame, digest: table.digest))
    }
  }

  /// The layers: each hidden one, then its batch normalization, then its dropout.
  ///
  /// - Precondition: the settings are checked.
  private func network(_ run: RunConfiguration, output: Activation) -> Sequential {
    let full = run.over(.defaults(for: run.runTask))
    let activation = Activation(named: full.activation!)!
    let hidden = full.hidden!.flatMap { units -> [any Layer] in
      var layers: [any Layer] = [Dense(units, activation: activation, kernelRegularizer: regularizer)]
      if batchNormalization == true { layers.append(BatchNormalization()) }
      if let dropout, dropout > 0 { layers.append(Dropout(rate: dropout)) }
      return layers
    }
    return Sequential(hidden + [Dense(1, activation: output, kernelRegularizer: regularizer)])
  }

  private var regularizer: Regularizer? {
    guard let rate = regularizationRate, rate > 0 else { return nil }
    switch regularization {
    case "l1": return Regularizer(l1: rate)
    case "l2": return Regularizer(l2: rate)
    default: return nil
    }
  }
}
