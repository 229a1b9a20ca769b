import Foundation
import Vintner

/// The folder to which a command writes its results. It is this process's alone until the command ends, and gone
/// again where it was created and nothing is written.
struct RunFolder {
  /// The files of `vintner train`.
  static let fileNames = ["model.safetensors", "history.csv", "curves.svg", "config.yaml"]
  /// The file of training by folds.
  static let foldsName = "folds.csv"
  /// The predictions of bagging.
  static let outOfFoldName = "oof.csv"
  /// All files that a training may leave in the folder.
  static let allNames = fileNames + [foldsName, outOfFoldName] + RunCheckpoints.names

  let path: String
  private let directory: OutputDirectory

  /// Creates the folder and makes sure that files can be written there: better before an hour of training than after
  /// it.
  ///
  /// - Throws: `OutputError` if they cannot, or another process is writing there.
  init(_ path: String) throws(OutputError) {
    self.path = path
    directory = try OutputDirectory(path)
    Interruption.removesAtEnd(directory.created)
  }

  /// The four files of a model.
  ///
  /// - Parameter subfolder: where they are below the folder. Default: there.
  func files(
    of model: some TrainedModel, _ configuration: RunConfiguration, in subfolder: String? = nil
  ) -> [(name: String, bytes: [UInt8])] {
    func name(_ file: String) -> String { subfolder.map { "\($0)/\(file)" } ?? file }
    let folder = subfolder.map { "\(path)/\($0)" } ?? path
    let texts = [
      model.history.csv, model.learningCurves.svg(),
      RunFile.text(of: configuration, inFolder: folder, history: model.history),
    ]
    return zip(Self.fileNames, [model.modelBytes()] + texts.map { Array($0.utf8) }).map { (name($0), $1) }
  }

  /// Writes the files of a training, or none. What an earlier one has left and this one does not have is removed.
  ///
  /// - Parameter checkpoints: those of this training, which stay; `nil` where it has none.
  func writeRun(
    _ files: [(name: String, bytes: [UInt8])], keeping checkpoints: RunCheckpoints?
  ) throws(OutputError) {
    let names = Self.allNames.filter { checkpoints == nil || !RunCheckpoints.names.contains($0) }
    try directory.write(files, removing: names)
  }

  /// The newest whole checkpoint in the folder, and a sentence about one that is damaged.
  func newestCheckpoint() throws(VintnerError) -> (checkpoint: Checkpoint, notice: String?)? {
    try RunCheckpoints.newest(in: directory)
  }

  /// The checkpoints of a run in the folder.
  ///
  /// - Parameters:
  ///   - interval: how often one is saved.
  ///   - run: the run as it is to be resumed; its paths are as seen from the working directory.
  ///   - found: the checkpoint to resume from; `nil` where the run begins.
  ///   - note: called where one cannot be written, with a sentence.
  func checkpoints(
    every interval: CheckpointInterval, of run: RunConfiguration, resuming found: Checkpoint?,
    note: @escaping @Sendable (String) -> Void
  ) -> RunCheckpoints {
    RunCheckpoints(directory, every: interval, run: RunFile.text(of: run, inFolder: path), resuming: found) {
      note("\($0) Training goes on without a new checkpoint.")
    }
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
  func write(_ files: [(name: String, bytes: [UInt8])]) throws(OutputError) { try directory.write(files) }
}
