import NeuralNetworks
import Tabular

extension RunConfiguration {
  /// What the network is trained for.
  public var runTask: RunTask { self.task ?? .regression }

  /// The settings that `layers` replace.
  static let shorthand: Set = [
    "hidden", "activation", "dropout", "batch_normalization", "regularization", "regularization_rate",
  ]

  /// Makes sure that a penalty and its rate go together, and that a network is described in one way.
  package func checkNetwork() throws(RunConfigurationError) {
    if self.regularization == nil, (self.regularizationRate ?? 0) > 0 {
      throw RunConfigurationError(
        setting: "regularization_rate",
        problem: "has no penalty to apply to: set `regularization` to l1 or l2")
    }
    if let regularization = self.regularization, regularization != .none, self.regularizationRate == nil {
      throw RunConfigurationError(
        setting: "regularization",
        problem: "is \(regularization.rawValue), which takes a `regularization_rate`")
    }
    guard self.layers != nil else { return }
    if let field = given.first(where: { Self.shorthand.contains($0.name) }) {
      throw RunConfigurationError(
        setting: field.name,
        problem:
          "does not go with `layers`, of the run or its preset, which give the whole network: leave it out")
    }
  }

  /// The layers: those that are given, or dense ones with an output layer, behind an embedding where `encode` has one.
  ///
  /// - Parameters:
  ///   - output: the activation of the output layer.
  ///   - outputs: its units; `nil` where only the rows show them. Default 1.
  /// - Precondition: all defaults are filled in, and checked.
  package func network(output: Activation, outputs: Int? = 1) -> Sequential {
    if let layers = self.layers { return Sequential(layers.map(\.value)) }
    let rate = self.regularizationRate ?? 0
    let regularizer: Regularizer? =
      switch self.regularization {
      case .l1? where rate > 0: .l1(rate)
      case .l2? where rate > 0: .l2(rate)
      default: nil
      }
    let dense = Sequential.dense(
      hidden: self.hidden!, activation: self.activation!, outputs: outputs, output: output,
      batchNormalization: self.batchNormalization!, dropout: self.dropout!, kernelRegularizer: regularizer)
    return has(Self.embedding) ? Sequential([Embedding()] + dense.layers) : dense
  }

  /// How the network is trained.
  ///
  /// - Precondition: all defaults are filled in, and checked.
  package var training: Training {
    var optimizer = self.optimizer!.value
    if let learningRate = self.learningRate { optimizer.learningRate = learningRate }
    let stopping = EarlyStopping(self.minDelta!, patience: self.patience!)
    return Training(
      optimizer: optimizer, loss: self.loss!.value, metrics: (self.metrics ?? []).map(\.value),
      batchSize: self.batchSize!, epochs: self.epochs!,
      callbacks: (self.earlyStopping! ? [stopping] : []) + (self.callbacks ?? []).map(\.value),
      seed: UInt64(self.seed!),
      ensemble: self.ensemble.map { Ensemble(members: $0, combination: self.ensembleCombination ?? .mean) },
      threads: self.threads)
  }

  /// Makes sure that there are several networks where something is said of them, and that one setting says how many.
  package func checkEnsemble() throws(RunConfigurationError) {
    let most = Ensemble.allowedMembers.upperBound
    if self.foldModels == .bagging {
      if self.ensemble != nil {
        throw RunConfigurationError(
          setting: "ensemble",
          problem: "does not go with `fold_models` bagging, whose networks are the folds'")
      }
      if let folds = self.folds, folds > most {
        throw RunConfigurationError(
          setting: "folds", problem: "is \(folds), and `fold_models` bagging takes \(most) folds at most")
      }
    }
    if self.refit == true,
      let other = [("folds", self.folds != nil), ("validation", self.validation != nil)]
        .first(where: \.1)
    {
      throw RunConfigurationError(
        setting: "refit", problem: "does not go with `\(other.0)`: leave one of them out")
    }
    guard self.ensembleCombination != nil, self.ensemble ?? 1 == 1, self.foldModels != .bagging else {
      return
    }
    throw RunConfigurationError(
      setting: "ensemble_combination",
      problem: "has nothing to combine: set `ensemble` to the number of networks, or leave it out")
  }
}

extension EarlyStopping {
  /// What the settings of a run say: the best epoch's weights are restored.
  package init(_ minDelta: MinimumDelta, patience: Int) {
    self.init(
      minDelta: minDelta.absolute ?? 0, patience: patience, restoreBestWeights: true,
      relativeDelta: minDelta.share)
  }
}
