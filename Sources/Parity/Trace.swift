import Foundation
import NeuralNetworks
import Pipelines
import Tabular

/// A run recorded from Keras: its configuration, initial weights, history and predictions.
///
/// A folder with `case.json`, `initial.safetensors`, `expected.csv` and `predictions.csv`.
public struct Trace: Sendable {
  /// The folder's name.
  public let name: String
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
  /// - Throws: ``TraceError`` if a file is missing or damaged, or the trace needs something that is not built.
  public init(folder: String) throws(TraceError) {
    let name = (folder as NSString).lastPathComponent
    self.name = name
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw .missing(path: folder)
    }
    func path(_ file: String) -> String { (folder as NSString).appendingPathComponent(file) }
    do throws(SettingsError) {
      let text: String
      do throws(InputError) { text = try InputFile.text(path("case.json")) } catch {
        throw SettingsError(file: "case.json", line: nil, problem: "\(error.reason)")
      }
      let settings = try Settings(text: text, file: "case.json")
      try settings.refuseKeys(otherThan: [
        "layers", "optimizer", "loss", "metrics", "batch_size", "epochs", "callbacks", "fraction",
        "split_seed",
        "init_seed", "binary_target",
      ])
      let reader = TraceCase(settings: settings)
      network = try reader.network()
      training = try reader.training()
      fraction = try settings.number("fraction") ?? 0.7
      splitSeed = UInt32(clamping: try settings.integer("split_seed") ?? 0)
      binaryTarget = try settings.number("binary_target")
    } catch {
      throw .unusable(trace: name, file: error.file, problem: "\(error.problem).")
    }
    do throws(ModelFileError) {
      parameters = try SafeTensors(contentsOf: path("initial.safetensors")).parameters
    } catch {
      throw .unusable(trace: name, file: "initial.safetensors", problem: "\(error)")
    }
    let history = try Self.numbers(path("expected.csv"), trace: name, file: "expected.csv")
    expected = history.filter { $0.name != "epoch" }
    predictions =
      try Self.numbers(path("predictions.csv"), trace: name, file: "predictions.csv").first?.values ?? []
  }

  private static func numbers(
    _ path: String, trace: String, file: String
  ) throws(TraceError) -> [(name: String, values: [Double])] {
    do throws(TabularError) {
      let frame = try DataFrame(contentsOfCSVFile: path)
      let matrix = try frame.matrix()
      return frame.columns.indices.map { (frame.columns[$0].name, matrix.column($0)) }
    } catch {
      throw .unusable(trace: trace, file: file, problem: "\(error)")
    }
  }
}

/// Reads a trace's `case.json`, which uses Keras's names; settings that are missing have Keras's defaults.
struct TraceCase {
  let settings: Settings

  func network() throws(SettingsError) -> Sequential {
    guard let layers = try settings.value("layers", as: [LayerDescription].self) else {
      throw settings.unfit("layers", "is missing")
    }
    return Sequential(layers.map(\.layer))
  }

  func training() throws(SettingsError) -> Training {
    guard let loss = try settings.value("loss", as: LossDescription.self)?.loss else {
      throw settings.unfit("loss", "is missing")
    }
    return Training(
      optimizer: try optimizer(), loss: loss, metrics: try metrics(),
      batchSize: max(try settings.integer("batch_size") ?? 32, 1),
      epochs: max(try settings.integer("epochs") ?? 1, 1), shuffles: false, callbacks: try callbacks())
  }

  private func metrics() throws(SettingsError) -> [any Metric] {
    var metrics: [any Metric] = []
    for name in try settings.texts("metrics") ?? [] {
      guard let metric = MetricDescription.metric(named: name) else {
        throw settings.unfit("metrics", "asks for \(name), which is not built")
      }
      metrics.append(metric)
    }
    return metrics
  }

  private func optimizer() throws(SettingsError) -> any Optimizer {
    guard let description = try settings.value("optimizer", as: OptimizerDescription.self) else {
      throw settings.unfit("optimizer", "is missing")
    }
    return description.optimizer
  }

  private func callbacks() throws(SettingsError) -> [any Callback] {
    try settings.value("callbacks", as: [CallbackDescription].self)?.map(\.callback) ?? []
  }
}
