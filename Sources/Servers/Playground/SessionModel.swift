import Foundation
import Vintner

/// A run's network as a file, saved and loaded.
extension PlaygroundSession {
  /// The network as the bytes of a model file such as `vintner train` writes, with the state beside it, and what they
  /// take of the memory.
  func modelFile() throws(SessionError) -> (bytes: [UInt8], memory: Reservation) {
    let snapshot = newestSnapshot
    let parameters = snapshot.network.parameters.reduce(0) { $0 + $1.count }
    // The parameters, their tensors, the file, the file as it is read and written again, and the response.
    let memory = try memory.reserve(
      6 * (4 * parameters + 500 * snapshot.material.inputs.count) + 1 << 20, for: "This model's file",
      remedy: "give the network fewer units")
    let bytes = try TrainingThread.result { () throws(SessionError) in
      var file = try Self.file(try refusing { try snapshot.material.model(snapshot.network) })
      file.metadata[ModelState.key] = snapshot.state.json.line
      return file.modelBytes()
    }
    memory.shrink(to: 2 * bytes.count)
    return (bytes, memory)
  }

  /// Continues with the weights of a file. Where its network is not the run's, a new run begins with it: its layers,
  /// and of a table its columns, target, scaling and split.
  ///
  /// - Returns: whether the run had to restart.
  /// - Throws: `SessionError.malformed` where the file is damaged, or holds a network that a page cannot show or one
  ///   of a table that is not here.
  @discardableResult
  func load(model bytes: [UInt8]) throws(SessionError) -> Bool {
    let file = try Self.file(bytes)
    let model = try ModelState(file, over: state)
    try model.state.check()
    let parameters = file.tensors.map { name, tensor in
      Parameter(name: name, shape: tensor.shape, values: .double(tensor.scalars(as: Double.self)))
    }
    guard !model.state.hasNetwork(like: state) else {
      try command { (run, control) throws(SessionError) in
        try Self.replace(parameters, in: run)
        control.isRunning = false
      }
      return false
    }
    let next = try begun(model.state)
    try Self.replace(parameters, in: next)
    if let preprocessor = model.preprocessor, preprocessor != next.material.preprocessor {
      var material = next.material
      material.notices.append(
        "The model was trained on other rows: this table's are scaled by the ranges of its own training rows."
      )
      next.show(material)
    }
    try replace(by: next, isRunning: false, keepsFocus: false)
    return true
  }

  private static func file(_ bytes: [UInt8]) throws(SessionError) -> SafeTensors {
    try refusing { try SafeTensors(modelBytes: bytes, name: "The file") }
  }

  private static func replace(_ parameters: [Parameter], in run: SessionRun) throws(SessionError) {
    func shapes(_ parameters: [Parameter]) -> [String: [Int]] {
      Dictionary(parameters.map { ($0.name, $0.shape) }) { first, _ in first }
    }
    let (found, known) = (shapes(parameters), shapes(run.training.network.parameters))
    guard found == known else {
      let inputs = (found["layers.0.kernel"]?.first, known["layers.0.kernel"]?.first)
      throw .malformed(
        inputs.0 == inputs.1
          ? "The weights of this model do not fit its description: save it again."
          : "The model takes \(inputs.0 ?? 0) inputs, and this table's columns make \(inputs.1 ?? 0): load the table"
            + " that it was trained on.")
    }
    try run.replace(parameters)
  }
}

/// The state that a model file describes: the page's settings when it was saved, or else what follows from its
/// network, its columns and its training.
struct ModelState {
  /// The file's entry in which the page keeps its state. (Pages before version 2 had another.)
  static let key = "playground_settings"

  private(set) var state: PlaygroundState
  /// How the model's features became numbers; `nil` where the file has the state.
  private(set) var preprocessor: FittedPreprocessor?

  /// - Parameter current: what the file does not say, the table first of all.
  /// - Throws: `SessionError.malformed` where no state describes the model, or there is no table for it.
  init(_ file: SafeTensors, over current: PlaygroundState) throws(SessionError) {
    state = current
    if let text = file.metadata[Self.key] {
      guard let part = try? JSONDecoder().decode(StatePart.self, from: Data(text.utf8)) else {
        throw .malformed("The settings in this file are not those of this page: save the model again.")
      }
      state = part.over(current)
      guard state.isTable else { return }
      guard current.isTable else { throw Self.lacksTable(state.run.target?.first) }
      state.data = current.data
      return
    }
    let model = try refusing { try LoadedModel(file, name: "The file").model }
    let count = model.network.members.count
    guard count == 1 else {
      throw .malformed(
        "The model is an ensemble of \(count) networks, and this page trains one: use vintner predict, evaluate or"
          + " explain.")
    }
    try take(model)
  }

  private static func lacksTable(_ target: String?) -> SessionError {
    .malformed("The model predicts \((target ?? "").quoted) from a table: load its CSV file first.")
  }

  private mutating func take<Model: TrainedModel>(_ model: Model) throws(SessionError) {
    guard state.isTable else { throw Self.lacksTable(model.schema.target.name) }
    if let problem = PlaygroundState.problem(of: Model.Target.task) {
      throw .malformed("The model's task \(problem).")
    }
    let preprocessor = model.preprocessor
    guard model.pipeline.target.limits == nil,
      preprocessor.encoder?.columns.allSatisfy({ $0.form == .indicators }) != false
    else {
      throw .malformed(
        "The model keeps its predictions in a range, or has categories of 1 and −1 or an embedding, which this page"
          + " cannot show.")
    }
    self.preprocessor = preprocessor
    state.run.target = TargetNames(model.schema.target.name)
    state.run.features = preprocessor.featureNames
    state.task = Model.Target.task
    let rules = preprocessor.imputer.columns.map { MissingRule($0.rule) }
    let rule = rules.first { $0.rule != .refuse && PlaygroundState.missingRules.contains($0.text) }
    state.missing = [rule ?? MissingRule(.refuse)]
    state.run.encode = preprocessor.encoder == nil ? nil : [RunConfiguration.oneHot]
    if let scaling = preprocessor.scaling?.scaling { state.scaling = scaling }
    try take(model.network.network)
    take(model.provenance)
    var run = RunConfiguration()
    model.pipeline.target.describe(in: &run)
    if state.isClassification { state.run.positiveFrom = run.positiveFrom }
    guard let scaling = run.targetScaling else { return }
    guard scaling == preprocessor.scaling?.scaling ?? scaling else {
      throw .malformed(
        "The model scales its target differently from its features, which this page cannot show.")
    }
    state.scaling = scaling
  }

  /// Blocks of a dense layer, a normalization and a dropout, all alike, and a dense layer of one unit.
  private mutating func take(_ network: Sequential) throws(SessionError) {
    let hidden = network.layers.dropLast().compactMap { $0 as? Dense }
    let functions = network.layers.dropLast().compactMap { $0 as? Activation } + hidden.map(\.activation)
    state.hidden = hidden.compactMap(\.units)
    state.batchNormalization = network.layers.contains { $0 is BatchNormalization }
    state.dropout = network.layers.lazy.compactMap { ($0 as? Dropout)?.rate }.first ?? 0
    state.activation = functions.first { $0 != .linear } ?? .linear
    let last = network.layers.last as? Dense
    let rule = last?.kernelRegularizer
    (state.regularization, state.regularizationRate) =
      switch (rule?.l1 ?? 0, rule?.l2 ?? 0) {
      case (0, 0): (.none, 0)
      case (let rate, 0): (.l1, rate)
      case (_, let rate): (.l2, rate)
      }
    guard let last, state.network(output: last.activation).isLike(network) else {
      throw .malformed(
        "This page cannot show the model's network: it shows 0 to 6 hidden dense layers of one activation, each"
          + " with the same dropout and batch normalization.")
    }
  }

  /// What the page has settings for; the rest stays as it was.
  private mutating func take(_ provenance: Provenance) {
    state.trainFraction = provenance.trainFraction
    state.splitSeed = Int(provenance.splitSeed)
    if provenance.seed <= UInt64(UInt32.max) { state.seed = Int(provenance.seed) }
    state.batchSize = min(provenance.batchSize, PlaygroundState.Limits.batch.upperBound)
    var optimizer = provenance.optimizerOptions.value
    state.learningRate = optimizer.learningRate
    optimizer.learningRate = type(of: optimizer).defaults.learningRate
    (state.optimizer, state.loss) = (OptimizerDescription(optimizer), provenance.lossOptions)
    (state.run.epochs, state.stopLoss, state.earlyStopping) = (nil, nil, false)
    let stopping = provenance.callbacks.lazy.compactMap { $0.value as? EarlyStopping }.first
    guard let stopping else { return }
    // The page has a number, not a share.
    (state.earlyStopping, state.patience) = (true, stopping.patience)
    state.minDelta = MinimumDelta(stopping.minDelta)
  }
}
