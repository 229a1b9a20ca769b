import Foundation
import Vintner

/// The state that a model file describes: what was set when it was saved, or what its network, its columns and its
/// training say.
struct ModelState {
  /// The file's entry in which the page keeps its state.
  static let key = "playground_state"

  private(set) var state: PlaygroundState
  /// How the model's features became numbers; `nil` where the file has the state.
  private(set) var preprocessor: FittedPreprocessor?

  /// - Parameter current: what the file does not say, the table first of all.
  /// - Throws: `SessionError.malformed` where no state describes the model, or there is no table for it.
  init(_ file: SafeTensors, over current: PlaygroundState) throws(SessionError) {
    state = current
    if let text = file.metadata[Self.key] {
      guard let part = try? JSONDecoder().decode(StatePart.self, from: Data(text.utf8)) else {
        throw .malformed("The file's settings are none of this page's: save the model anew.")
      }
      state = part.over(current)
      state.table = current.table
      guard !state.isTable || current.isTable else { throw Self.lacksTable(state.target) }
      return
    }
    let model: any TrainedModel
    do throws(VintnerError) { model = try LoadedModel(file, name: "The file").model } catch {
      throw .malformed("\(error)")
    }
    try take(model)
  }

  private static func lacksTable(_ target: String?) -> SessionError {
    .malformed("The model predicts \((target ?? "").quoted) from a table: load its CSV file first.")
  }

  private mutating func take<Model: TrainedModel>(_ model: Model) throws(SessionError) {
    guard state.isTable else { throw Self.lacksTable(model.schema.target.name) }
    let preprocessor = model.preprocessor
    self.preprocessor = preprocessor
    state.target = model.schema.target.name
    state.columns = preprocessor.featureNames
    state.problem = Model.Target.task.rawValue
    let rules = preprocessor.imputer.columns.map(\.rule.settingName)
    let rule = rules.first { $0 != "refuse" && PlaygroundState.Choices.missing.contains($0) }
    state.missing = rule ?? "refuse"
    state.encode = preprocessor.encoder == nil ? "refuse" : RunConfiguration.oneHot
    if let scaling = preprocessor.scaling?.scaling { state.scaling = scaling.settingName }
    try take(model.network.network)
    take(model.provenance)
    var run = RunConfiguration()
    model.pipeline.target.describe(in: &run)
    if state.isClassification { state.positiveFrom = run.positiveFrom }
    guard let scaling = run.targetScaling else { return }
    guard scaling == preprocessor.scaling?.scaling ?? scaling else {
      throw .malformed(
        "The model scales its target differently from its features, which this page cannot show.")
    }
    state.scaling = scaling.settingName
  }

  /// Blocks of a dense layer, a normalization and a dropout, all alike, and a dense layer of one unit.
  private mutating func take(_ network: Sequential) throws(SessionError) {
    let hidden = network.layers.dropLast().compactMap { $0 as? Dense }
    let functions = network.layers.dropLast().compactMap { $0 as? Activation } + hidden.map(\.activation)
    state.layers = hidden.map(\.units)
    state.batchNormalization = network.layers.contains { $0 is BatchNormalization }
    state.dropout = network.layers.lazy.compactMap { ($0 as? Dropout)?.rate }.first ?? 0
    state.activation = (functions.first { $0 != .linear } ?? .linear).name
    let last = network.layers.last as? Dense
    let rule = last?.kernelRegularizer
    (state.regularization, state.regularizationRate) =
      switch (rule?.l1 ?? 0, rule?.l2 ?? 0) {
      case (0, 0): ("none", 0)
      case (let rate, 0): ("l1", rate)
      case (_, let rate): ("l2", rate)
      }
    guard let last, Self.isShown(state.network(output: last.activation), network) else {
      throw .malformed(
        "The model's network is none that this page shows: 0 to 6 hidden dense layers of one activation, each with"
          + " the same dropout and batch normalisation.")
    }
  }

  /// Whether a network is the other, whatever its first weights were drawn from.
  private static func isShown(_ shown: Sequential, _ network: Sequential) -> Bool {
    func plain(_ layers: [any Layer]) -> Data? {
      let same = layers.map { layer -> any Layer in
        guard var dense = layer as? Dense else { return layer }
        dense.kernelInitializer = .zeros
        dense.biasInitializer = .zeros
        return dense
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      return try? encoder.encode(Sequential(same))
    }
    return plain(shown.layers) == plain(network.layers)
  }

  /// What the page has words for; the rest stays as it was.
  private mutating func take(_ provenance: Provenance) {
    state.trainPercent = (provenance.trainFraction * 1e10).rounded() / 1e8
    state.splitSeed = Int(provenance.splitSeed)
    if provenance.seed <= UInt64(UInt32.max) { state.seed = Int(provenance.seed) }
    state.batchSize = min(provenance.batchSize, PlaygroundState.Choices.tableBatch.upperBound)
    if provenance.learningRate > 0 { state.learningRate = provenance.learningRate }
    state.schedule = "constant"
    if PlaygroundState.Choices.optimizers.contains(provenance.optimizer) {
      state.optimizer = provenance.optimizer
    }
    if PlaygroundState.Choices.losses.contains(provenance.loss) { state.loss = provenance.loss }
    (state.stopEpoch, state.stopLoss, state.earlyStopping) = (0, nil, false)
    let stopping = provenance.callbacks.lazy.compactMap { $0.callback as? EarlyStopping }.first
    guard let stopping else { return }
    (state.earlyStopping, state.patience, state.minDelta) = (true, stopping.patience, stopping.minDelta)
  }
}
