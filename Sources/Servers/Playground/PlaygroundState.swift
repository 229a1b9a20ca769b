import Vintner

/// The settings of a page: a run whose every field has a value, the page's own default where it is not the field's.
///
/// Its `data` is a data set of the Playground or the id of a table on this server. JSON, checks, controls and what
/// a change restarts follow from the fields.
@dynamicMemberLookup
struct PlaygroundState: Sendable, Equatable {
  /// The settings; those that may be absent are read here.
  var run = Self.defaults

  /// A setting that always has a value.
  subscript<Value>(dynamicMember path: KeyPath<RunFields, Field<Value>>) -> Value {
    get { run[dynamicMember: path]! }
    set { run[dynamicMember: path] = newValue }
  }

  /// The test loss at or below which the run ends; `nil` for none.
  var stopLoss: Double? {
    get { run[Self.stopLossField] }
    set { run[Self.stopLossField] = newValue }
  }
  /// The epochs that a program trains where the run has no last one.
  var epochLimit: Int { run.epochs ?? 500 }

  /// Whether a table is trained on rather than a data set of the Playground.
  var isTable: Bool { PlaygroundData(rawValue: self.data) == nil }
  /// Whether the Playground's arithmetic is used.
  var isPlayground: Bool { !isTable && self.numerics == .playground }
  var isClassification: Bool { self.task == .classification }
  /// The function of the network's last layer.
  var output: Activation {
    if isTable { return self.task.target.lastActivation }
    guard isClassification else { return .linear }
    return !isPlayground && self.loss.name == BinaryCrossEntropy.kind ? .sigmoid : .tanh
  }
  /// Whether the network predicts the probability of the positive class.
  var isProbability: Bool { output == .sigmoid }
  /// Which settings apply.
  var scope: FieldTraits.Scope { isTable ? .table : isPlayground ? .playground : .points }
}

// MARK: - Fields

extension PlaygroundState {
  /// Only a page ends a run at a loss.
  private static let stopLossField = Field<Double>(
    "stop_loss", .zeroOrMore, help: "The test loss at which to stop.",
    FieldTraits([], restarts: .nothing, in: .stopping, placeholder: "loss"))

  /// The settings of a page, in the order in which they are written.
  static let fields: [any RunField] = RunFields.all.filter { $0.traits.group != .hidden } + [stopLossField]

  private static let defaults: RunConfiguration = {
    var run = fields.reduce(into: RunConfiguration()) { $1.setDefault(in: &$0) }
    run.data = PlaygroundData.circle.rawValue
    run.task = .classification
    run.features = ["x1", "x2"]
    run.missing = [MissingRule(.refuse)]
    run.trainFraction = 0.5
    run.batchSize = 10
    run.hidden = [4, 2]
    run.activation = .tanh
    run.regularizationRate = 0
    run.optimizer = OptimizerDescription(SGD())
    run.learningRate = 0.03
    run.loss = LossDescription(.meanSquaredError)
    run.epochs = nil
    run.earlyStopping = false
    run.minDelta = 0.001
    return run
  }()

  /// Whether a run may do without a value: a table without chosen features has all of its columns.
  static func mayBeAbsent(_ field: any RunField) -> Bool {
    field.node(of: defaults) == nil || field.name == RunFields.shared.features.name
  }

  var json: JSON { .object(Self.fields.map { ($0.name, $0.json(of: run)) }) }

  private func areEqual(_ field: any RunField, _ other: PlaygroundState) -> Bool {
    field.json(of: run) == field.json(of: other.run)
  }

  private func applies(_ field: any RunField) -> Bool { field.traits.scope.contains(scope) }

  /// Whether another state describes the same run, at another point of it: nothing has to restart.
  func continues(_ before: PlaygroundState) -> Bool {
    // The Playground's optimizer takes another penalty at any time.
    let isFree = isPlayground ? ["regularization", "regularization_rate"] : []
    return self.data == before.data && scope == before.scope && schedule(continues: before.learningRate)
      && Self.fields.allSatisfy { field in
        field.traits.restarts == .nothing || !applies(field) || isFree.contains(field.name)
          || areEqual(field, before)
      }
  }

  /// A schedule counts updates from the run's first.
  private func schedule(continues before: LearningRate) -> Bool {
    guard !isPlayground, case .schedule(let new) = self.learningRate else { return true }
    guard case .schedule(let old) = before else { return false }
    return type(of: new).kind == type(of: old).kind
  }

  /// Whether another state that continues this one trains in the same way: they differ only in what ends the run.
  func trainsLike(_ other: PlaygroundState) -> Bool {
    Self.fields.allSatisfy { $0.traits.group == .stopping || !applies($0) || areEqual($0, other) }
  }

  /// Whether another state has the same network on the same inputs, so that weights mean the same to both.
  func hasNetwork(like other: PlaygroundState) -> Bool {
    let names = isTable ? ["data", "features", "train_fraction"] : ["features"]
    return scope == other.scope && self.task == other.task
      && unpenalized.isLike(other.unpenalized)
      && Self.fields.allSatisfy { field in
        !(names.contains(field.name) || isTable && field.traits.group == .table) || areEqual(field, other)
      }
  }

  /// The network without a penalty.
  private var unpenalized: Sequential {
    var state = self
    (state.regularization, state.regularizationRate) = (.none, 0)
    return state.network(output: output)
  }
}

// MARK: - Checks

extension PlaygroundState {
  /// What a page shows of a network at most.
  enum Limits {
    static let layers = 0...6
    static let units = 1...8
    static let tableUnits = 1...512
    static let batch = 1...65_536
    static let seed = 0...Int(UInt32.max)
  }

  /// What is named in files and does not suit a page's network, which has one output.
  private static let unsuited: Set = [
    "softmax", "categorical_crossentropy", "sparse_categorical_crossentropy", RunTask.multiclass.rawValue,
    RunTask.multioutput.rawValue, PlaygroundDescent.kind, Scaling.log.rawValue,
  ]

  /// The rules for missing values that a page offers, each for all columns.
  static let missingRules = MissingRule.names.filter {
    !$0.contains("=") && $0 != MissingRule(.automatic).text
  }

  /// The names that a page offers for a setting.
  static func choices(of field: any RunField) -> [String] {
    let described = field.type as? any DescribedValue.Type
    return field.type.choices.filter {
      !unsuited.contains($0) && (described == nil || described!.named($0) != nil)
    }
  }

  /// Finds the first setting that does not fit.
  ///
  /// - Throws: `SessionError.malformed`, a sentence that names the setting.
  func check() throws(SessionError) {
    for field in Self.fields {
      if let problem = field.problem(in: run) { throw Self.refusal(field.name, problem) }
    }
    for (name, value, range) in [
      ("batch_size", self.batchSize, Limits.batch), ("seed", self.seed, Limits.seed),
    ] where !range.contains(value) {
      throw Self.refusal(
        name, "is \(value), where \(range.lowerBound) to \(range.upperBound) is expected")
    }
    for field in Self.fields where field.type is any DescribedValue.Type {
      let value = field.json(of: run)
      guard let name = value.text ?? value["name"]?.text, Self.unsuited.contains(name) else { continue }
      throw Self.refusal(
        field.name, "is \(name), which does not suit a network of one output: choose another")
    }
    if self.loss.name == BinaryCrossEntropy.kind, !isClassification, !isPlayground {
      throw Self.refusal("loss", "is \(self.loss.name), which is for a classification: choose another")
    }
    if case .schedule(let schedule as any ProgressSchedule) = self.learningRate {
      throw Self.refusal(
        "learning_rate",
        "is \(type(of: schedule).kind), which goes by planned epochs, and this page trains without an end: choose another"
      )
    }
    if self.optimizer.value.weightDecaySchedule != nil {
      throw Self.refusal("optimizer", "has a weight_decay_schedule, which this page does not show")
    }
    try refusing { try run.checkNetwork() }
    let units = isTable ? Limits.tableUnits : Limits.units
    guard Limits.layers.contains(self.hidden.count) else {
      throw Self.refusal(
        "hidden", "has \(self.hidden.count) layers, where 0 to \(Limits.layers.upperBound) are expected")
    }
    guard self.hidden.allSatisfy(units.contains) else {
      throw Self.refusal(
        "hidden", "is \(self.hidden), where 1 to \(units.upperBound) units a layer are expected")
    }
    try checkData()
  }

  /// Why this page does not show a task, if it does not: the rest of a sentence.
  static func problem(of task: RunTask) -> String? {
    [.regression, .classification].contains(task)
      ? nil : "is \(task.rawValue), which this page does not show: train it with vintner train"
  }

  private func checkData() throws(SessionError) {
    let features = run.features
    if features?.isEmpty == true { throw Self.refusal("features", "has none: choose one or more") }
    guard let known = PlaygroundData(rawValue: self.data) else {
      guard run.target != nil else {
        throw Self.refusal("target", "is missing: choose the column to predict")
      }
      guard run.target?.names.count == 1 else {
        throw Self.refusal("target", "names several columns, which this page does not show: choose one")
      }
      if let problem = Self.problem(of: self.task) { throw Self.refusal("task", problem) }
      guard self.missing.count == 1, Self.missingRules.contains(self.missing[0].text) else {
        throw Self.refusal("missing", "is one of \(Self.missingRules.joined(separator: ", "))")
      }
      guard run.encode == nil || run.encode == [RunConfiguration.oneHot] else {
        throw Self.refusal("encode", "is \(RunConfiguration.oneHot) or absent")
      }
      return
    }
    guard let features, Set(features).count == features.count,
      features.allSatisfy(PlaygroundData.features.contains)
    else {
      throw Self.refusal(
        "features", "has others than \(PlaygroundData.features.joined(separator: ", ")), or one twice")
    }
    guard isClassification == known.isClassification else {
      let task: RunTask = known.isClassification ? .classification : .regression
      throw Self.refusal(
        "task", "does not suit the data \(self.data), which are for a \(task): choose that task")
    }
  }

  private static func refusal(_ name: String, _ problem: String) -> SessionError {
    .malformed("`\(name)` \(problem).")
  }
}
