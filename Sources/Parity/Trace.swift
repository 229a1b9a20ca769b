import Foundation
import NeuralNetworks
import Pipelines
import Tabular

/// A run recorded from Keras: its configuration, initial weights, history and predictions.
///
/// A folder with `case.json`, `initial.safetensors`, `expected.csv` and `predictions.csv`.
package struct Trace: Sendable {
  /// The folder's name.
  package let name: String
  package let network: Sequential
  let training: Training
  let fraction: Double
  let splitSeed: UInt32
  /// If set, the target is 1 at or above this quality and 0 below.
  let binaryTarget: Double?
  /// Whether the targets are classes: the indices of the target's values, ascending over the whole table.
  let hasClasses: Bool
  /// The columns to predict.
  let targets: [String]
  /// The column that weights rows, which is no feature; `nil` where all count alike.
  let sampleWeight: String?
  let parameters: [Parameter]
  /// The history's columns, without `epoch`.
  let expected: [(name: String, values: [Double])]
  /// The final model's outputs for the validation rows, row after row.
  let predictions: [Double]

  /// The column to predict by default, and the one of two or more classes.
  static let target = "quality"

  /// Reads a trace.
  ///
  /// - Throws: ``TraceError`` if a file is missing or damaged, or the trace needs something that is not supported.
  package init(folder: String) throws(TraceError) {
    let name = (folder as NSString).lastPathComponent
    self.name = name
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw .missing(path: folder)
    }
    func path(_ file: String) -> String { (folder as NSString).appendingPathComponent(file) }
    do throws(SettingsError) {
      let text = try rethrowing(
        { (error: InputError) in
          SettingsError(file: "case.json", line: nil, problem: "\(error.reason)")
        }, InputFile.text(path("case.json")))
      let settings = try Settings(text: text, file: "case.json")
      try settings.refuseKeys(otherThan: [
        "layers", "optimizer", "loss", "metrics", "batch_size", "epochs", "callbacks", "fraction",
        "split_seed", "init_seed", "binary_target", "classes", "from_logits", "targets", "sample_weight",
        "weighted_metrics",
      ])
      // Settings that runs have, too, are checked as those of runs.
      var run = RunConfiguration()
      for name in ["layers", "batch_size", "epochs", "callbacks", "split_seed"] {
        try settings.read(RunFields.named(name)!, into: &run)
      }
      guard let layers = run.layers else { throw settings.unfit("layers", "is missing") }
      network = Sequential(layers.map(\.value))
      training = try Training(settings, run)
      fraction = try settings.number("fraction") ?? 0.7
      guard fraction > 0 && fraction < 1 else {
        throw settings.unfit("fraction", "is \(fraction), where a number above 0 and below 1 is expected")
      }
      splitSeed = UInt32(run.splitSeed ?? 0)
      binaryTarget = try settings.number("binary_target")
      hasClasses = try settings.value("classes", as: Bool.self) ?? false
      targets = try settings.texts("targets") ?? [Self.target]
      sampleWeight = try settings.text("sample_weight")
    } catch {
      throw .unusable(trace: name, file: error.file, problem: "\(error.problem).")
    }
    parameters = try rethrowing(
      { (error: ModelFileError) in
        TraceError.unusable(trace: name, file: "initial.safetensors", problem: "\(error)")
      }, SafeTensors(contentsOf: path("initial.safetensors")).parameters)
    /// The columns of a file of numbers.
    func columns(_ file: String) throws(TraceError) -> [(name: String, values: [Double])] {
      do throws(TabularError) {
        let frame = try DataFrame(contentsOfCSVFile: path(file))
        let matrix = try frame.matrix()
        return frame.columns.indices.map { (frame.columns[$0].name, matrix.column($0)) }
      } catch {
        throw .unusable(trace: name, file: file, problem: "\(error)")
      }
    }
    expected = try columns("expected.csv").filter { $0.name != "epoch" }
    let outputs = try columns("predictions.csv").map(\.values)
    predictions = (outputs.first ?? []).indices.flatMap { row in outputs.map { $0[row] } }
  }
}

/// A trace's `case.json` uses Keras's names; settings that are missing have Keras's defaults.
extension Training {
  fileprivate init(_ settings: Settings, _ run: RunConfiguration) throws(SettingsError) {
    func metrics(_ key: String) throws(SettingsError) -> [any Metric] {
      try (try settings.texts(key) ?? []).map { name throws(SettingsError) in
        guard let metric = MetricDescription.named(name)?.value else {
          throw settings.unfit(key, "names \(name), which is not supported")
        }
        return metric
      }
    }
    self.init(
      optimizer: try settings.required("optimizer", as: OptimizerDescription.self).value,
      loss: try settings.loss(), metrics: try metrics("metrics"),
      weightedMetrics: try metrics("weighted_metrics"),
      batchSize: run.batchSize ?? 32, epochs: run.epochs ?? 1, shuffles: false,
      callbacks: (run.callbacks ?? []).map(\.value))
  }
}

extension Settings {
  /// The loss, from logits where the trace says so.
  fileprivate func loss() throws(SettingsError) -> any Loss {
    let loss = try required("loss", as: LossDescription.self).value
    guard try value("from_logits", as: Bool.self) ?? false else { return loss }
    switch loss {
    case is BinaryCrossEntropy: return .binaryCrossEntropy(fromLogits: true)
    case is CategoricalCrossEntropy: return .categoricalCrossEntropy(fromLogits: true)
    case is SparseCategoricalCrossEntropy: return .sparseCategoricalCrossEntropy(fromLogits: true)
    default: throw unfit("from_logits", "is true, which the loss \(loss.name) does not know")
    }
  }

  fileprivate func required<Value: FieldValue>(
    _ key: String, as type: Value.Type
  ) throws(SettingsError) -> Value {
    guard let value = try value(key, as: type) else { throw unfit(key, "is missing") }
    return value
  }
}
