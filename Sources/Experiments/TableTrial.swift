import LinearAlgebra
import NeuralNetworks
import Pipelines
import Tabular

/// A run of a pipeline on a table, with Keras's numerics: the split stays, the seed is that of the training.
///
///     let wine = try DataFrame(contentsOfCSVFile: "data/winequality-red.csv")
///     let results = try Experiment(RegressionPipeline(target: "quality"), on: wine, seeds: 20)
///       .varying(\.network, ["16": .dense(hidden: [16], activation: .relu), "32": …])
///       .run()
///
/// The loss on the training rows is Keras's, but without penalties: the mean over the epoch's batches, each before its
/// update. What an experiment calls the test rows are the pipeline's validation rows; those that its split sets aside
/// for the end are seen by no run.
public struct TableTrial<Target: PredictionTarget>: Trial {
  /// What is trained.
  public var pipeline: Pipeline<Target>
  /// The rows, those that are validated on among them, unless ``validation`` has these.
  public let table: DataFrame
  /// The rows to validate on; `nil` for some of the table's.
  public let validation: DataFrame?
  /// Into how many folds the rows are divided: the metrics of a run are the means of its folds' trainings. `nil` for
  /// one training.
  public let folds: Int?
  private let digests: [TrialSetting]

  /// Describes a run.
  ///
  /// - Parameters:
  ///   - pipeline: what is trained.
  ///   - table: the rows.
  ///   - validation: the rows to validate on, of another table. Default: some of the table's.
  ///   - folds: the number of folds, 2 or more. Default: one training.
  /// - Precondition: not both rows to validate on and folds.
  public init(
    _ pipeline: Pipeline<Target>, on table: DataFrame, validation: DataFrame? = nil, folds: Int? = nil
  ) {
    func digest(_ table: DataFrame) -> String { FileDigest.sha256(of: table.csvBytes()) }
    self.init(
      pipeline, on: table, validation: validation, folds: folds,
      digests: [TrialSetting("table", digest(table))]
        + (validation.map { [TrialSetting("validation", digest($0))] } ?? [])
        + (folds.map { [TrialSetting("folds", "\($0)")] } ?? []))
  }

  /// Describes a run on tables whose digests are among the settings of another description.
  init(
    _ pipeline: Pipeline<Target>, on table: DataFrame, validation: DataFrame?, folds: Int?,
    digests: [TrialSetting] = []
  ) {
    precondition(validation == nil || folds == nil, "Folds are validated on rows of the table itself.")
    precondition(folds ?? 2 > 1, "Rows are divided into two folds or more, received \(folds ?? 0).")
    self.pipeline = pipeline
    self.table = table
    self.validation = validation
    self.folds = folds
    self.digests = digests
  }

  public var settings: [TrialSetting] {
    digests
      + Mirror(reflecting: pipeline).children.flatMap { label, value in
        value is Training || value is Target
          ? Mirror(reflecting: value).children.compactMap { Self.setting($0.label, $0.value) }
          : [Self.setting(label, value)].compactMap { $0 }
      }
  }

  private static func setting(_ label: String?, _ value: Any) -> TrialSetting? {
    guard let label,
      !["seed", "threads", "isCancelled", "save", "checkpoints", "fileSettings"].contains(label)
    else {
      return nil
    }
    // One network has the settings that it had before there were ensembles.
    if label == "ensemble", value as? Ensemble == nil { return nil }
    return TrialSetting(label, settingText(of: value))
  }

  /// The table made ready for the trainings that make up a run: one, or one for each fold.
  private func prepared() throws(VintnerError) -> [PreparedPipeline<Target>] {
    if let folds { return try pipeline.prepared(table, folds: folds) }
    return [try pipeline.prepared(table, validation: validation)]
  }

  public func check() throws(VintnerError) -> [String] {
    let prepared = try prepared()[0]
    try prepared.requireOutputs()
    guard let test = prepared.test else { return prepared.notices }
    return prepared.notices + [
      "\(test.rowCount) of \(table.rowCount) rows are set aside as test rows: no run sees them, so that the variation"
        + " that is chosen can be tested on them."
    ]
  }

  public func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
    let parts = try prepared()
    guard parts.count > 1 else { return try outcome(of: parts[0], seed: seed, recording: recording) }
    var outcomes: [TrialOutcome] = []
    for (number, part) in parts.enumerated() where outcomes.allSatisfy({ $0.ending == .completed }) {
      outcomes.append(
        try outcome(of: part, seed: seed, recording: recording.part(number, of: parts.count)))
    }
    return TrialOutcome(meanOf: outcomes)
  }

  public func surface(of network: TrainedNetwork, seed: UInt64) throws(VintnerError) -> DecisionSurface? {
    guard hasPlane else { return nil }
    return surface(of: try prepared()[0].joined(with: network))
  }

  private func outcome(
    of prepared: PreparedPipeline<Target>, seed: UInt64, recording: TrialRecording
  ) throws(VintnerError) -> TrialOutcome {
    try prepared.outcome(seed: seed, recording: recording) { surface(of: prepared.joined(with: $0)) }
  }

  /// The predictions over the plane, where the target is predicted from the columns x1 and x2 alone: from −1 to 1
  /// where outputs have a range.
  private func surface(of model: FittedPipeline<Target>) -> DecisionSurface? {
    guard hasPlane else { return nil }
    let plane = DataFrame(columns: [
      Column(name: "x1", DecisionSurface.places.map(\.x)),
      Column(name: "x2", DecisionSurface.places.map(\.y)),
    ])
    guard let values = try? model.values(plane, threads: 1), values.columns == 1 else { return nil }
    guard let range = Target.outputRange else { return DecisionSurface(values: values.scalars) }
    let width = range.upperBound - range.lowerBound
    return DecisionSurface(values: values.scalars.map { 2 * ($0 - range.lowerBound) / width - 1 })
  }

  private var hasPlane: Bool { table.columnNames.contains("x1") && table.columnNames.contains("x2") }
}

extension Experiment {
  /// Creates an experiment on a pipeline and a table, without variations.
  ///
  /// - Parameters:
  ///   - pipeline: what is trained, and varied: `\.network`.
  ///   - table: the rows, those that are validated on among them.
  ///   - validation: the rows to validate on, of another table. Default: some of the table's.
  ///   - folds: the number of folds, 2 or more, whose means are the metrics of a run. Default: one training.
  ///   - title: the title of charts and report. Default: none.
  ///   - seeds: the number of seeds of the training, 1 or more, counted from 1. Default 20.
  ///   - recordEvery: the number of epochs between recorded points, 1 or more. Default 1.
  ///   - convergence: the criterion of convergence. Default: none.
  public init<Target>(
    _ pipeline: Pipeline<Target>, on table: DataFrame, validation: DataFrame? = nil, folds: Int? = nil,
    title: String = "", seeds: Int = 20, recordEvery: Int = 1, converged convergence: Convergence? = nil
  ) where Base == TableTrial<Target> {
    self.init(
      TableTrial(pipeline, on: table, validation: validation, folds: folds), title: title, seeds: seeds,
      recordEvery: recordEvery, converged: convergence)
  }

  /// The experiment with a setting of its pipeline varied by values.
  ///
  /// - Parameters:
  ///   - path: the setting: `\.training.batchSize`.
  ///   - values: its values, one or more.
  ///   - name: its name. Default: the property's name.
  public func varying<Target, Value: Sendable>(
    _ path: WritableKeyPath<Pipeline<Target>, Value> & Sendable, _ values: [Value], named name: String? = nil
  ) -> Experiment where Base == TableTrial<Target> {
    varying(path, values.map { (settingText(of: $0), $0) }, name)
  }

  /// The experiment with a setting of its pipeline varied by values with names.
  public func varying<Target, Value: Sendable>(
    _ path: WritableKeyPath<Pipeline<Target>, Value> & Sendable, _ values: KeyValuePairs<String, Value>,
    named name: String? = nil
  ) -> Experiment where Base == TableTrial<Target> {
    varying(path, values.map { ($0.key, $0.value) }, name)
  }

  private func varying<Target, Value: Sendable>(
    _ path: WritableKeyPath<Pipeline<Target>, Value> & Sendable, _ values: [(label: String, value: Value)],
    _ name: String?
  ) -> Experiment where Base == TableTrial<Target> {
    let choices = values.map { label, value in
      Variation<Base>.Choice(label) { $0.pipeline[keyPath: path] = value }
    }
    return varying(Variation(name ?? self.name(of: path, choices), choices: choices))
  }

  /// The property's name. The key path of a target's property does not contain it: it is that of the setting that
  /// changes.
  private func name<Target>(
    of path: AnyKeyPath, _ choices: [Variation<Base>.Choice]
  ) -> String where Base == TableTrial<Target> {
    let (name, settings) = (propertyName(path), base.settings)
    guard name == unnamedProperty else { return name }
    let changed = choices.lazy.compactMap { choice in
      var trial = base
      choice.apply(&trial)
      return zip(settings, trial.settings).first { $0 != $1 }?.1.name
    }
    return changed.first ?? name
  }
}
