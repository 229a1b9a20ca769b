import Vintner

extension PlaygroundState {
  /// What the settings can be.
  enum Choices {
    static let activations = Activation.all.map(\.name).filter { $0 != "softmax" }
    static let optimizers = OptimizerDescription.names.filter { $0 != PlaygroundDescent.kind }
    static let losses = ["mse", "mae", "huber", "log_cosh", "half_squared_error", "binary_crossentropy"]
    static let schedules = [
      "constant", "exponential_decay", "inverse_time_decay", "polynomial_decay", "cosine_decay",
      "cosine_decay_restarts", "linear_warmup",
    ]
    static let regularizations = PlaygroundRegularization.Kind.allCases.map(\.rawValue)
    static let missing = ["refuse", "drop", "mean", "median", "most-frequent", "category"]
    static let encodings = ["refuse", RunConfiguration.oneHot]
    static let learningRates = [0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]
    static let regularizationRates = [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]
    static let noise = 0.0...50
    /// What the page offers; a model may bring another share.
    static let offeredTrainPercent = 10.0...90
    static let dropout = 0.0...0.9
    static let seeds = 0.0...4_294_967_295
    static let layers = 0...6
    static let units = 1...8
    static let tableUnits = 1...512
    static let batch = 1...30
    static let tableBatch = 1...65_536
  }

  /// Finds the first setting that cannot be.
  ///
  /// - Throws: `SessionError.malformed`, a sentence that names the setting.
  func check() throws(SessionError) {
    try check("problem", problem, among: Problem.allCases.map(\.rawValue))
    try check("data", data, among: PlaygroundData.names + [Self.tableName])
    try check("numerics", numerics, among: Numerics.allCases.map(\.rawValue))
    try check("activation", activation, among: Choices.activations)
    try check("optimizer", optimizer, among: Choices.optimizers)
    try check("loss", loss, among: Choices.losses)
    try check("schedule", schedule, among: Choices.schedules)
    try check("regularization", regularization, among: Choices.regularizations)
    try check("missing", missing, among: Choices.missing)
    try check("encode", encode, among: Choices.encodings)
    try check("scaling", scaling, among: Scaling.choices)
    try check("noise", noise, in: Choices.noise)
    try check("trainPercent", trainPercent, in: 1...99)
    try check("dropout", dropout, in: Choices.dropout)
    try check("regularizationRate", regularizationRate, in: 0...1_000)
    try check("minDelta", minDelta, in: 0...1_000_000)
    try check("batchSize", Double(batchSize), in: 1...Double(Choices.tableBatch.upperBound))
    try check("scheduleSteps", Double(scheduleSteps), in: 1...1e9)
    try check("seed", Double(seed), in: Choices.seeds)
    try check("splitSeed", Double(splitSeed), in: Choices.seeds)
    try check("stopEpoch", Double(stopEpoch), in: 0...1e12)
    try check("patience", Double(patience), in: 0...1e9)
    guard learningRate > 0, learningRate <= 1_000 else {
      throw .malformed("The setting learningRate is \(learningRate): give a number above 0, at most 1000.")
    }
    try checkNetwork()
    try checkData()
  }

  private func checkNetwork() throws(SessionError) {
    let most = isPlayground || !isTable ? Choices.units : Choices.tableUnits
    guard Choices.layers.contains(layers.count) else {
      throw .malformed("There are \(layers.count) hidden layers: give 0 to \(Choices.layers.upperBound).")
    }
    guard layers.allSatisfy(most.contains) else {
      throw .malformed("A hidden layer has 1 to \(most.upperBound) neurons: change the layers \(layers).")
    }
  }

  private func checkData() throws(SessionError) {
    if loss == "binary_crossentropy" && !isClassification && !isPlayground {
      throw .malformed("The loss binary_crossentropy is for a classification: choose another.")
    }
    if isTable {
      guard table != nil else { throw .malformed("No table: load a CSV file first.") }
      guard target != nil else { throw .malformed("No target: choose the column to predict.") }
      guard columns?.isEmpty != true else { throw .malformed("No features: choose one column or more.") }
      return
    }
    guard !features.isEmpty else { throw .malformed("No features: switch one on.") }
    guard Set(features).count == features.count,
      features.allSatisfy(PlaygroundData.features.contains)
    else {
      throw .malformed("The features are some of \(PlaygroundData.features.joined(separator: ", ")).")
    }
    let expected = PlaygroundData(rawValue: data)!.isClassification
    guard isClassification == expected else {
      throw .malformed(
        "The data \(data) is a \(expected ? "classification" : "regression"): choose that problem, too.")
    }
  }

  private func check(_ name: String, _ value: String, among known: [String]) throws(SessionError) {
    guard known.contains(value) else {
      throw .malformed(
        "The setting \(name) is \(value.quoted): give one of \(known.joined(separator: ", ")).")
    }
  }

  private func check(_ name: String, _ value: Double, in range: ClosedRange<Double>) throws(SessionError) {
    guard range.contains(value) else {
      throw .malformed("The setting \(name) is \(value): give \(range.lowerBound) to \(range.upperBound).")
    }
  }
}
