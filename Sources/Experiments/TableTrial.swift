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
/// The loss on the training rows is Keras's: the mean over the epoch's batches, each before its update.
public struct TableTrial<Description: Pipeline>: Trial {
  /// What is trained.
  public var pipeline: Description
  /// The rows, those of the test among them.
  public let table: DataFrame
  private let tableDigest: String

  /// Describes a run.
  public init(_ pipeline: Description, on table: DataFrame) {
    self.pipeline = pipeline
    self.table = table
    tableDigest = FileDigest.sha256(of: table.csvBytes())
  }

  /// Describes a run on a table whose digest is known.
  init(_ pipeline: Description, on table: DataFrame, digest: String) {
    self.pipeline = pipeline
    self.table = table
    tableDigest = digest
  }

  public var settings: [TrialSetting] {
    [TrialSetting("table", tableDigest)]
      + Mirror(reflecting: pipeline).children.flatMap { label, value in
        value is Training
          ? Mirror(reflecting: value).children.compactMap { Self.setting($0.label, $0.value) }
          : [Self.setting(label, value)].compactMap { $0 }
      }
  }

  private static func setting(_ label: String?, _ value: Any) -> TrialSetting? {
    guard let label, !["seed", "threads", "isCancelled", "save"].contains(label) else { return nil }
    return TrialSetting(label, settingText(of: value))
  }

  public func check() throws(VintnerError) { _ = try pipeline.prepared(table) }

  public func outcome(seed: UInt64, recording: TrialRecording) throws(VintnerError) -> TrialOutcome {
    try preparedOutcome(seed: seed, recording: recording)
  }

  private func preparedOutcome(
    seed: UInt64, recording: TrialRecording
  ) throws(VintnerError) -> TrialOutcome {
    let prepared = try pipeline.prepared(table)
    let described = prepared.pipeline
    var training = described.training
    if let classification = described as? ClassificationPipeline,
      !training.metrics.contains(where: { $0.name == Self.accuracy })
    {
      training.metrics.append(BinaryAccuracy(threshold: classification.threshold, name: Self.accuracy))
    }
    let trial = NetworkTrial(
      network: described.network, training: training, precision: described.precision, train: prepared.train,
      validation: prepared.validation, accuracy: Self.accuracy)
    return try trial.outcome(seed: seed, recording: recording) { surface(of: prepared.joined(with: $0)) }
  }
}

extension TableTrial {
  private static var accuracy: String { "binary_accuracy" }

  /// Of a table with the columns x1 and x2, from which alone the target is predicted.
  private func surface(of model: some FittedPipeline) -> DecisionSurface? {
    guard table.columnNames.contains("x1"), table.columnNames.contains("x2") else { return nil }
    let plane = DataFrame(columns: [
      Column(name: "x1", DecisionSurface.places.map(\.x)),
      Column(name: "x2", DecisionSurface.places.map(\.y)),
    ])
    switch model {
    case let model as FittedClassificationPipeline:
      return (try? model.probabilities(plane, threads: 1)).map { .init(values: $0.map { 2 * $0 - 1 }) }
    case let model as FittedRegressionPipeline:
      return (try? model.predict(plane, threads: 1)).map { .init(values: $0) }
    default: return nil
    }
  }
}

extension Experiment {
  /// Creates an experiment on a pipeline and a table, without variations.
  ///
  /// - Parameters:
  ///   - pipeline: what is trained, and varied: `\.network`.
  ///   - table: the rows, those of the test among them.
  ///   - title: what stands above its pictures and its report. Default: nothing.
  ///   - seeds: how many seeds of the training, 1 or more: from 1 on. Default 20.
  ///   - recordEvery: how many epochs lie between two recorded points, 1 or more. Default 1.
  ///   - convergence: when a run counts as converged. Default: nobody asks.
  public init<Description: Pipeline>(
    _ pipeline: Description, on table: DataFrame, title: String = "", seeds: Int = 20,
    recordEvery: Int = 1, converged convergence: Convergence? = nil
  ) where Base == TableTrial<Description> {
    self.init(
      TableTrial(pipeline, on: table), title: title, seeds: seeds, recordEvery: recordEvery,
      converged: convergence)
  }

  /// The experiment with a setting of its pipeline varied by values.
  ///
  /// - Parameters:
  ///   - path: the setting: `\.training.batchSize`.
  ///   - values: what it becomes, one or more.
  ///   - name: what it is called. Default: the property's name.
  public func varying<Description: Pipeline, Value: Sendable>(
    _ path: WritableKeyPath<Description, Value> & Sendable, _ values: [Value], named name: String? = nil
  ) -> Experiment where Base == TableTrial<Description> {
    let choices = values.map { value in
      Variation<Base>.Choice(settingText(of: value)) { $0.pipeline[keyPath: path] = value }
    }
    return varying(Variation(name ?? propertyName(path), choices: choices))
  }

  /// The experiment with a setting of its pipeline varied by values with names.
  public func varying<Description: Pipeline, Value: Sendable>(
    _ path: WritableKeyPath<Description, Value> & Sendable, _ values: KeyValuePairs<String, Value>,
    named name: String? = nil
  ) -> Experiment where Base == TableTrial<Description> {
    let choices = values.map { label, value in
      Variation<Base>.Choice(label) { $0.pipeline[keyPath: path] = value }
    }
    return varying(Variation(name ?? propertyName(path), choices: choices))
  }
}
