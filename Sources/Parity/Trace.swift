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
  let network: Sequential
  let training: Training
  let fraction: Double
  let splitSeed: UInt32
  /// If set, the target is 1 at or above this quality and 0 below.
  let binaryTarget: Double?
  let parameters: [Parameter]
  /// The history's columns, without `epoch`.
  let expected: [(name: String, values: [Double])]
  let predictions: [Double]

  /// The column to predict.
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
        "split_seed", "init_seed", "binary_target",
      ])
      network = Sequential(try settings.required("layers", as: [LayerDescription].self).map(\.value))
      training = try Training(settings)
      fraction = try settings.number("fraction") ?? 0.7
      splitSeed = UInt32(clamping: try settings.integer("split_seed") ?? 0)
      binaryTarget = try settings.number("binary_target")
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
    predictions = try columns("predictions.csv").first?.values ?? []
  }
}

/// A trace's `case.json` uses Keras's names; settings that are missing have Keras's defaults.
extension Training {
  fileprivate init(_ settings: Settings) throws(SettingsError) {
    let metrics = try (try settings.texts("metrics") ?? []).map { name throws(SettingsError) in
      guard let metric = MetricDescription.named(name)?.value else {
        throw settings.unfit("metrics", "names \(name), which is not supported")
      }
      return metric
    }
    self.init(
      optimizer: try settings.required("optimizer", as: OptimizerDescription.self).value,
      loss: try settings.required("loss", as: LossDescription.self).value, metrics: metrics,
      batchSize: max(try settings.integer("batch_size") ?? 32, 1),
      epochs: max(try settings.integer("epochs") ?? 1, 1), shuffles: false,
      callbacks: try settings.value("callbacks", as: [CallbackDescription].self)?.map(\.value) ?? [])
  }
}

extension Settings {
  fileprivate func required<Value: FieldValue>(
    _ key: String, as type: Value.Type
  ) throws(SettingsError) -> Value {
    guard let value = try value(key, as: type) else { throw unfit(key, "is missing") }
    return value
  }
}
