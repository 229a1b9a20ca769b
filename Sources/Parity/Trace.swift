import Foundation
import NeuralNetworks
import Pipelines
import Tabular

/// A run recorded from Keras: how it was made, its first weights, its history, its predictions.
///
/// A folder with `case.json`, `initial.safetensors`, `expected.csv` and `predictions.csv`.
public struct Trace: Sendable {
  /// The folder's name.
  public let name: String
  let network: Sequential
  let training: Training
  let fraction: Double
  let splitSeed: UInt32
  /// Where set, the target is 1 from this quality on and 0 below.
  let binaryTarget: Double?
  let parameters: [Parameter]
  /// The history's columns without `epoch`.
  let expected: [(name: String, values: [Double])]
  let predictions: [Double]

  /// The column that is predicted.
  static let target = "quality"

  /// - Throws: ``VintnerError/trace(_:)`` where a file is missing or damaged, or the trace needs what is not
  ///   built.
  public init(folder: String) throws(VintnerError) {
    let name = (folder as NSString).lastPathComponent
    self.name = name
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw .trace(.missing(path: folder))
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
      throw .trace(.unusable(trace: name, file: error.file, problem: "\(error.problem)."))
    }
    do throws(ModelFileError) {
      parameters = try SafeTensors(contentsOf: path("initial.safetensors")).parameters
    } catch {
      throw .trace(.unusable(trace: name, file: "initial.safetensors", problem: "\(error)"))
    }
    let history = try Self.numbers(path("expected.csv"), trace: name, file: "expected.csv")
    expected = history.filter { $0.name != "epoch" }
    predictions =
      try Self.numbers(path("predictions.csv"), trace: name, file: "predictions.csv").first?.values ?? []
  }

  private static func numbers(
    _ path: String, trace: String, file: String
  ) throws(VintnerError) -> [(name: String, values: [Double])] {
    do throws(TabularError) {
      let frame = try DataFrame(contentsOfCSVFile: path)
      let matrix = try frame.matrix()
      return frame.columns.indices.map { (frame.columns[$0].name, matrix.column($0)) }
    } catch {
      throw .trace(.unusable(trace: trace, file: file, problem: "\(error)"))
    }
  }
}
