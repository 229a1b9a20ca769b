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
/// update.
public struct TableTrial<Target: PredictionTarget>: Trial {
  /// What is trained.
  public var pipeline: Pipeline<Target>
  /// The rows, those of the test among them.
  public let table: DataFrame
  private let tableDigest: String

  /// Describes a run.
  public init(_ pipeline: Pipeline<Target>, on table: DataFrame) {
    self.init(pipeline, on: table, digest: FileDigest.sha256(of: table.csvBytes()))
  }

  /// Describes a run on a table whose digest is known.
  init(_ pipeline: Pipeline<Target>, on table: DataFrame, digest: String) {
    self.pipeline = pipeline
    self.table = table
    tableDigest = digest
  }

  public var settings: [TrialSetting] {
    [TrialSetting("table", tableDigest)]
      + Mirror(reflecting: pipeline).children.flatMap { label, value in
        value is Training || value is Target
          ? Mirror(reflecting: value).children.compactMap { Self.setting($0.label, $0.value) }
          : [Self.setting(label, value)].compactMap { $0 }
      }
  }

  private static func setting(_ label: String?, _ value: Any) -> TrialSetting? {
    guard let label, !["seed", "threads", "isCancelled", "save"].contains(label) else { return nil }
    return TrialSetting(label, settingText(of: value))
  }

  public func check() throws(VintnerError) { try pipeline.prepared(table).requireOutputs() }

  public func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
    let prepared = try pipeline.prepared(table)
    try prepared.requireOutputs()
    var training = prepared.pipeline.training
    let accuracy = prepared.pipeline.kind.metrics.first
    if let accuracy, !training.metrics.contains(where: { $0.name == accuracy.name }) {
      training.metrics.append(accuracy)
    }
    let trial = NetworkTrial(
      network: prepared.pipeline.network, training: training, precision: prepared.pipeline.precision,
      train: prepared.train, validation: prepared.validation, weights: prepared.sampleWeights,
      accuracy: accuracy?.name ?? BinaryAccuracy.kind)
    return try trial.outcome(seed: seed, recording: recording) { surface(of: prepared.joined(with: $0)) }
  }

  /// The predictions over the plane, where the target is predicted from the columns x1 and x2 alone: from −1 to 1
  /// where outputs have a range.
  private func surface(of model: FittedPipeline<Target>) -> DecisionSurface? {
    guard table.columnNames.contains("x1"), table.columnNames.contains("x2") else { return nil }
    let plane = DataFrame(columns: [
      Column(name: "x1", DecisionSurface.places.map(\.x)),
      Column(name: "x2", DecisionSurface.places.map(\.y)),
    ])
    guard let values = try? model.values(plane, threads: 1), values.columns == 1 else { return nil }
    guard let range = Target.outputRange else { return DecisionSurface(values: values.scalars) }
    let width = range.upperBound - range.lowerBound
    return DecisionSurface(values: values.scalars.map { 2 * ($0 - range.lowerBound) / width - 1 })
  }
}

extension Experiment {
  /// Creates an experiment on a pipeline and a table, without variations.
  ///
  /// - Parameters:
  ///   - pipeline: what is trained, and varied: `\.network`.
  ///   - table: the rows, those of the test among them.
  ///   - title: the title of charts and report. Default: none.
  ///   - seeds: the number of seeds of the training, 1 or more, counted from 1. Default 20.
  ///   - recordEvery: the number of epochs between recorded points, 1 or more. Default 1.
  ///   - convergence: the criterion of convergence. Default: none.
  public init<Target>(
    _ pipeline: Pipeline<Target>, on table: DataFrame, title: String = "", seeds: Int = 20,
    recordEvery: Int = 1, converged convergence: Convergence? = nil
  ) where Base == TableTrial<Target> {
    self.init(
      TableTrial(pipeline, on: table), title: title, seeds: seeds, recordEvery: recordEvery,
      converged: convergence)
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
