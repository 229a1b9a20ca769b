import Foundation
import Vintner

/// The folder to which a command writes its results. It is created when there is something to write, not before.
struct RunFolder {
  /// The files of `vintner train`.
  static let fileNames = ["model.safetensors", "history.csv", "curves.svg", "config.yaml"]

  let path: String

  /// Checks that a file can be created in the folder, or in its nearest parent that exists: better before an
  /// hour of training than after it.
  ///
  /// - Throws: `OutputError` if it cannot.
  init(_ path: String) throws(OutputError) {
    guard !path.isEmpty else { throw OutputError(path: path, code: ENOENT) }
    self.path = path
    do throws(OutputError) {
      _ = try OutputDirectory(Self.missingFolders(path).last.map(parentFolder) ?? path)
    } catch {
      throw OutputError(path: path, code: error.code)
    }
  }

  /// Writes a model's four files, or none.
  func write(_ model: some TrainedModel, configuration: RunConfiguration) throws(OutputError) {
    let texts = [
      model.history.csv,
      model.learningCurves.svg(),
      RunFile.text(of: configuration, inFolder: path),
    ]
    try write(
      zip(Self.fileNames, [model.modelBytes()] + texts.map { Array($0.utf8) }).map { (name: $0, bytes: $1) })
  }

  /// Writes texts to files of these names, or none.
  func write(_ names: [String], _ texts: [String]) throws(OutputError) {
    try write(zip(names, texts).map { (name: $0, bytes: Array($1.utf8)) })
  }

  /// The line of a report that says what was written.
  func entry(of names: [String]) -> (label: String, text: String) {
    ("written", "\(path): \(names.joined(separator: ", "))")
  }

  /// Writes all files, or none.
  func write(_ files: [(name: String, bytes: [UInt8])]) throws(OutputError) {
    let missing = Self.missingFolders(path)
    do throws(OutputError) {
      try OutputDirectory(path).write(files)
    } catch {
      for folder in missing { rmdir(folder) }
      throw error
    }
  }

  /// The folder itself and those of its parents that do not exist, the innermost first.
  private static func missingFolders(_ path: String) -> [String] {
    var missing: [String] = []
    var folder = path
    var status = stat()
    // A dangling link exists: no folder can be created in its place.
    while lstat(folder, &status) != 0 && errno == ENOENT {
      missing.append(folder)
      folder = parentFolder(of: folder)
    }
    return missing
  }
}
