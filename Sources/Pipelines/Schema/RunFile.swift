import Foundation
import NeuralNetworks
import Tabular
import Yams

/// A run in a file: `config.yaml`, from which `vintner train --config` repeats it to the last bit.
///
/// Its keys are the settings of ``RunConfiguration``, in lower case with underscores: `batch_size`.
public enum RunFile {
  /// Reads a run. The path of its data, which it gives relative to itself, becomes one that can be opened.
  ///
  /// - Throws: ``VintnerError/settings(_:)`` for unknown keys, wrong types and values that cannot be,
  ///   ``VintnerError/input(_:)`` where the file cannot be read.
  public static func read(_ path: String) throws(VintnerError) -> RunConfiguration {
    let bytes: [UInt8]
    do throws(InputError) { bytes = try InputFile.bytes(path) } catch { throw .input(error) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .settings(SettingsError(file: path, line: nil, problem: "it is not UTF-8 text").unless(.run))
    }
    return try configuration(text, in: path)
  }

  /// Reads the text of a run file, which is in a file or part of one.
  package static func configuration(_ text: String, in path: String) throws(VintnerError) -> RunConfiguration
  {
    do throws(SettingsError) {
      var run = try configuration(Settings(text: text, file: path))
      let folder = parentFolder(of: path)
      run.data = run.data.map { opened($0, from: folder) }
      run.validation = run.validation.map { opened($0, from: folder) }
      return run
    } catch {
      throw .settings(error.unless(.run))
    }
  }

  private static func configuration(_ settings: Settings) throws(SettingsError) -> RunConfiguration {
    try settings.refuseKeys(otherThan: RunFields.all.map(\.name))
    var run = RunConfiguration()
    for field in RunFields.all { try settings.read(field, into: &run) }
    return run
  }

  /// A run as the text of a file in the given folder, every default spelled out.
  ///
  /// - Parameters:
  ///   - run: its `data` is a path as seen from the working directory.
  ///   - folder: where the file will be.
  ///   - history: how the run went; the file says so where it did not come to its end. Default: it did.
  public static func text(
    of run: RunConfiguration, inFolder folder: String, history: History? = nil
  ) -> String {
    var run = run.over(.defaults(for: run.runTask))
    run.data = run.data.map { relativePath(of: $0, from: folder) }
    run.validation = run.validation.map { relativePath(of: $0, from: folder) }
    let fields = RunFields.all.filter { run.layers == nil || !RunConfiguration.shorthand.contains($0.name) }
    let pairs = fields.compactMap { field in field.node(of: run).map { (Node(field.name), $0) } }
    do {
      return heading(history)
        + (try Yams.serialize(node: Node(pairs), width: -1, allowUnicode: true))
    } catch {
      preconditionFailure("A run can be written as YAML: \(error)")
    }
  }

  /// What repeating the run gives, as comments.
  private static func heading(_ history: History?) -> String {
    let repeats = "# vintner train --config FILE repeats this run"
    let kept =
      history?.keptEpochsOfMembers.map {
        "its networks are those of the epochs \($0.map(String.init).joined(separator: ", "))"
      }
      ?? history?.keptEpoch.map { "the model is that of epoch \($0)" } ?? "there is no model"
    switch history?.ending {
    case .interrupted:
      return
        "# The run was interrupted after epoch \(history?.epochs ?? 0); \(kept).\n\(repeats), and trains to its end.\n"
    case .diverged(let epoch, let batch):
      return "# The loss became NaN or infinite in epoch \(epoch), batch \(batch); \(kept).\n\(repeats).\n"
    case .completed, .stopped, nil: return repeats + ".\n"
    }
  }

  /// The path from a folder, which need not exist yet, to a file.
  private static func relativePath(of path: String, from folder: String) -> String {
    let target = resolvedComponents(of: path)
    let start = resolvedComponents(of: folder)
    let shared = zip(target, start).prefix { $0 == $1 }.count
    return ([String](repeating: "..", count: start.count - shared) + target[shared...]).joined(separator: "/")
  }

  /// The names from the root to a file, with links followed as far as the path exists.
  private static func resolvedComponents(of path: String) -> [String] {
    if let pointer = realpath(path, nil) {
      defer { free(pointer) }
      return String(cString: pointer).split(separator: "/").map(String.init)
    }
    let parent = parentFolder(of: path)
    let name = (path as NSString).lastPathComponent
    return parent == path ? [name] : resolvedComponents(of: parent) + [name]
  }
}
