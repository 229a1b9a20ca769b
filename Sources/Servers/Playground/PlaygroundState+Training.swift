import Vintner

/// What is trained, and how.
extension PlaygroundState {
  /// The run as run files, experiments and `vintner train` describe it: the settings that apply to its data.
  func configuration(epochs: Int) -> RunConfiguration {
    var result = run
    for field in Self.fields where !field.traits.scope.contains(scope) { result.remove(field) }
    result.epochs = epochs
    guard isTable else { return result }
    result.data = nil
    // The page shows columns as the table has them, and its programs split as pandas does.
    result.dates = .drop
    if isClassification { result.stratify = false }
    let own = self.task.target.settings
    let all = RunTask.allCases.reduce(Set()) { $0.union($1.target.settings) }
    for field in Self.fields where all.subtracting(own).contains(field.name) { result.remove(field) }
    if own.contains(RunFields.shared.targetScaling.name) { result.targetScaling = self.scaling }
    return result
  }

  /// A run of the Playground with the same points, and its defaults for the rest.
  ///
  /// - Precondition: the data are a data set of the Playground.
  var points: PlaygroundRun {
    PlaygroundRun(
      data: PlaygroundData(rawValue: self.data)!, noise: self.noise, trainFraction: self.trainFraction,
      features: self.features, seed: UInt64(self.seed))
  }

  /// The run of the Playground that these settings describe.
  ///
  /// - Precondition: the Playground's arithmetic is used.
  func playground(epochs: Int) -> PlaygroundRun {
    var run = points
    (run.hidden, run.activation) = (self.hidden, self.activation)
    (run.learningRate, run.batchSize, run.epochs) = (self.learningRate.base, self.batchSize, epochs)
    run.regularization = PlaygroundRegularization(self.regularization, rate: self.regularizationRate)
    return run
  }

  /// The layers.
  ///
  /// - Parameter output: the last layer's function. Default: what the settings say.
  func network(output: Activation? = nil) -> Sequential {
    isPlayground ? playground(epochs: 1).network : run.network(output: output ?? self.output)
  }

  /// How the network is trained.
  func training(epochs: Int) -> Training {
    if isPlayground { return playground(epochs: epochs).training(epochs: epochs) }
    var run = run
    run.epochs = epochs
    return run.training
  }
}

extension Sequential {
  /// Whether two networks are the same but for how their first weights are sampled.
  func isLike(_ other: Sequential) -> Bool {
    func plain(_ network: Sequential) -> [UInt8] {
      JSON.encoded(
        Sequential(
          network.layers.map { layer in
            guard var dense = layer as? Dense else { return layer }
            (dense.kernelInitializer, dense.biasInitializer) = (.zeros, .zeros)
            return dense
          }))
    }
    return plain(self) == plain(other)
  }

  /// The places of the dense layers, the output's the last.
  var densePlaces: [Int] { layers.indices.filter { layers[$0] is Dense } }
  /// The places of the layers whose outputs are the hidden units' and, the last, the network's.
  var outputPlaces: [Int] { densePlaces.dropFirst().map { $0 - 1 } + [layers.count - 1] }
}
