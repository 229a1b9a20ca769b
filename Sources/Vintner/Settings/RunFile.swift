import Foundation
import Tabular
import Yams

/// A run in a file: `config.yaml`, from which `vintner train --config` repeats it to the last bit.
public enum RunFile {
  private enum Key: String, CaseIterable {
    case data, target, features, hidden, activation, optimizer, loss, epochs, patience, seed, threads
    case dataSHA256 = "data_sha256"
    case learningRate = "learning_rate"
    case batchSize = "batch_size"
    case earlyStopping = "early_stopping"
    case minDelta = "min_delta"
    case trainFraction = "train_fraction"
    case splitSeed = "split_seed"
  }

  /// Reads a run. The path of its data, which it gives relative to itself, becomes one that can be opened.
  ///
  /// - Throws: ``VintnerError/settings(_:)`` for unknown keys and wrong types,
  ///   ``VintnerError/input(_:)`` where the file cannot be read.
  public static func read(_ path: String) throws(VintnerError) -> RunConfiguration {
    let bytes: [UInt8]
    do throws(InputError) { bytes = try InputFile.bytes(path) } catch { throw .input(error) }
    do throws(SettingsError) {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw SettingsError(file: path, line: nil, problem: "it is no UTF-8 text")
      }
      var run = try configuration(Settings(text: text, file: path))
      let folder = (path as NSString).deletingLastPathComponent
      run.data = run.data.map { $0.hasPrefix("/") ? $0 : (folder as NSString).appendingPathComponent($0) }
      return run
    } catch {
      throw .settings(error)
    }
  }

  private static func configuration(_ settings: Settings) throws(SettingsError) -> RunConfiguration {
    try settings.refuseKeys(otherThan: Key.allCases.map(\.rawValue))
    var run = RunConfiguration()
    run.data = try settings.text(Key.data.rawValue)
    run.dataSHA256 = try settings.text(Key.dataSHA256.rawValue)
    run.target = try settings.text(Key.target.rawValue)
    run.features = try settings.texts(Key.features.rawValue)
    run.hidden = try settings.integers(Key.hidden.rawValue)
    run.activation = try settings.text(Key.activation.rawValue)
    run.optimizer = try settings.text(Key.optimizer.rawValue)
    run.learningRate = try settings.number(Key.learningRate.rawValue)
    run.loss = try settings.text(Key.loss.rawValue)
    run.batchSize = try settings.integer(Key.batchSize.rawValue)
    run.epochs = try settings.integer(Key.epochs.rawValue)
    run.earlyStopping = try settings.boolean(Key.earlyStopping.rawValue)
    run.patience = try settings.integer(Key.patience.rawValue)
    run.minDelta = try settings.number(Key.minDelta.rawValue)
    run.trainFraction = try settings.number(Key.trainFraction.rawValue)
    run.splitSeed = try settings.integer(Key.splitSeed.rawValue)
    run.seed = try settings.integer(Key.seed.rawValue)
    run.threads = try settings.integer(Key.threads.rawValue)
    return run
  }

  /// A run as the text of a file in the given folder, every default spelled out.
  ///
  /// - Parameter run: its `data` is a path as seen from the working directory.
  public static func text(of run: RunConfiguration, inFolder folder: String) -> String {
    let run = run.over(.defaults)
    var pairs: [(Node, Node)] = []
    func add(_ key: Key, _ value: Node?) { if let value { pairs.append((Node(key.rawValue), value)) } }
    add(.data, run.data.map { text(relativePath(of: $0, from: folder)) })
    add(.dataSHA256, run.dataSHA256.map(text))
    add(.target, run.target.map(text))
    add(.features, run.features.map { Node($0.map(text), .implicit, .flow) })
    add(.hidden, run.hidden.map { Node($0.map { Node("\($0)") }, .implicit, .flow) })
    add(.activation, run.activation.map(text))
    add(.optimizer, run.optimizer.map(text))
    add(.learningRate, run.learningRate.map { Node("\($0)") })
    add(.loss, run.loss.map(text))
    add(.batchSize, run.batchSize.map { Node("\($0)") })
    add(.epochs, run.epochs.map { Node("\($0)") })
    add(.earlyStopping, run.earlyStopping.map { Node("\($0)") })
    add(.patience, run.patience.map { Node("\($0)") })
    add(.minDelta, run.minDelta.map { Node("\($0)") })
    add(.trainFraction, run.trainFraction.map { Node("\($0)") })
    add(.splitSeed, run.splitSeed.map { Node("\($0)") })
    add(.seed, run.seed.map { Node("\($0)") })
    add(.threads, run.threads.map { Node("\($0)") })
    do {
      return "# vintner train --config FILE repeats this run.\n"
        + (try Yams.serialize(node: Node(pairs), width: -1, allowUnicode: true))
    } catch {
      preconditionFailure("A run can be written as YAML: \(error)")
    }
  }

  /// A text, quoted: a column may be called `yes` or `1.0`.
  private static func text(_ value: String) -> Node { Node(value, .implicit, .doubleQuoted) }

  /// The way from a folder to a file.
  static func relativePath(of path: String, from folder: String) -> String {
    func parts(_ path: String) -> [String] {
      URL(filePath: path).absoluteURL.resolvingSymlinksInPath().standardizedFileURL.pathComponents
    }
    let target = parts(path)
    let start = parts(folder)
    let shared = zip(target, start).prefix { $0 == $1 }.count
    return ([String](repeating: "..", count: start.count - shared) + target[shared...]).joined(separator: "/")
  }
}
