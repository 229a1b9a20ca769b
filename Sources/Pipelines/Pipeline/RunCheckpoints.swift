import Foundation
import LinearAlgebra
import NeuralNetworks
import Synchronization
import Tabular

/// The checkpoints of one run in its folder: `checkpoint.safetensors` and the one before it.
///
/// A checkpoint is written whole and synced under a temporary name. Then the newest one takes the place of the one
/// before, and the new one that of the newest: wherever the process is killed, a whole one is there.
package final class RunCheckpoints: Sendable {
  /// The newest checkpoint and the one before it.
  package static let names = ["checkpoint.safetensors", "checkpoint-previous.safetensors"]

  private struct State {
    var checkpoint: Checkpoint
    /// Which training is next.
    var place = 0
    /// Whether the folder's checkpoints are this run's.
    var isOwner: Bool
    var hasFailed = false
  }

  private let directory: OutputDirectory
  private let newest: String
  private let previous: String
  private let whenNotSaved: (@Sendable (OutputError) -> Void)?
  private let state: Mutex<State>

  /// Begins or resumes a run.
  ///
  /// - Parameters:
  ///   - directory: where the checkpoints are.
  ///   - names: those of the newest checkpoint and of the one before it. Default: ``names``.
  ///   - interval: how often one is saved.
  ///   - run: the run as a run file's text, if it has one.
  ///   - found: the checkpoint to resume from. Default: the run begins.
  ///   - whenNotSaved: called once where one cannot be written; training goes on. Default: training ends with an error.
  package init(
    _ directory: OutputDirectory, named names: [String] = names, every interval: CheckpointInterval,
    run: String? = nil, resuming found: Checkpoint? = nil,
    whenNotSaved: (@Sendable (OutputError) -> Void)? = nil
  ) {
    self.directory = directory
    (newest, previous) = (directory.path(of: names[0]), directory.path(of: names[1]))
    self.whenNotSaved = whenNotSaved
    var checkpoint = Checkpoint(run: run, interval: interval)
    checkpoint.parts = found?.parts ?? []
    state = Mutex(State(checkpoint: checkpoint, isOwner: found != nil))
  }

  /// The newest whole checkpoint in a folder, which then is the first of its names; `nil` where there is none at all.
  ///
  /// - Returns: the checkpoint, and a sentence about the one that could not be used, if there was one.
  /// - Throws: ``VintnerError/model(_:)`` where there are only damaged ones.
  package static func newest(
    in directory: OutputDirectory, named names: [String] = names
  ) throws(VintnerError) -> (checkpoint: Checkpoint, notice: String?)? {
    let paths = names.map(directory.path(of:)).filter { access($0, F_OK) == 0 }
    var damage: ModelFileError?
    for path in paths {
      let checkpoint: Checkpoint
      do throws(ModelFileError) {
        checkpoint = try Checkpoint(contentsOf: path)
      } catch {
        damage = damage ?? error
        continue
      }
      let newest = directory.path(of: names[0])
      guard path == newest || retried({ rename(path, newest) }) == 0 else {
        throw .output(OutputError(path: newest, code: errno))
      }
      syncDirectory(directory.path)
      return (checkpoint, damage.map { "\($0.finding): the run is resumed from the checkpoint before it." })
    }
    if let damage { throw .model(damage) }
    return nil
  }

  /// Makes the run's next training, from where a checkpoint says.
  ///
  /// - Parameters:
  ///   - architecture: what is trained.
  ///   - rows: the digest of the rows.
  ///   - epochs: how many are planned.
  ///   - train: trains, saving states, from the state that it is given.
  package func trained(
    _ architecture: Sequential, rows: String, epochs: Int,
    _ train: (Checkpoints, TrainingState?) throws(NetworkError) -> TrainedNetwork
  ) throws(VintnerError) -> TrainedNetwork {
    let (place, found, interval) = state.withLock { state in
      defer { state.place += 1 }
      let parts = state.checkpoint.parts
      return (
        state.place, parts.indices.contains(state.place) ? parts[state.place] : nil, state.checkpoint.interval
      )
    }
    if let found, found.rows != rows {
      throw .notResumed(folder: directory.path, problem: "its rows are not those with which it was begun")
    }
    if let found, let finished = found.finished, found.epochs != epochs, !finished.endsByItself {
      throw .notResumed(
        folder: directory.path,
        problem: "a training of it has ended after its \(found.epochs) epochs, and \(epochs) are given")
    }
    do throws(NetworkError) {
      if let finished = found?.finished { return try finished.network(architecture) }
      let checkpoints = Checkpoints(every: interval) { [self] in try save($0, place, rows, epochs) }
      let network = try train(checkpoints, found?.state)
      if network.history.ending != .interrupted {
        state.withLock {
          $0.checkpoint.set(Checkpoint.Part(rows: rows, epochs: epochs, finished: .init(network)), at: place)
        }
      }
      return network
    } catch {
      guard case .stateOfAnotherTraining(let problem) = error else { throw .network(error) }
      throw .notResumed(folder: directory.path, problem: problem)
    }
  }

  private func save(_ training: TrainingState, _ place: Int, _ rows: String, _ epochs: Int) throws {
    try state.withLock { state in
      state.checkpoint.set(Checkpoint.Part(rows: rows, epochs: epochs, state: training), at: place)
      do throws(OutputError) {
        try write(state.checkpoint.fileBytes(), isFirst: !state.isOwner)
        state.isOwner = true
      } catch {
        guard let whenNotSaved else { throw error }
        if !state.hasFailed { whenNotSaved(error) }
        state.hasFailed = true
      }
    }
  }

  /// - Parameter isFirst: whether what is there is another run's.
  private func write(_ bytes: [UInt8], isFirst: Bool) throws(OutputError) {
    let file = try TemporaryFile(in: directory.path, for: newest)
    try file.fill(bytes, mode: nil, for: newest)
    let isThere = access(newest, F_OK) == 0
    if isFirst {
      unlink(previous)
    } else if isThere, retried({ rename(newest, previous) }) != 0 {
      throw OutputError(path: newest, code: errno)
    }
    try file.move(to: newest, for: newest)
    syncDirectory(parentFolder(of: newest))
  }

  /// Deletes the checkpoints.
  package func remove() { for path in [newest, previous] { unlink(path) } }
}

extension Checkpoint {
  /// Sets a part, which is the last one then.
  fileprivate mutating func set(_ part: Part, at place: Int) { parts = parts.prefix(place) + [part] }
}

/// The folder of a run that survives its process: where its checkpoints are, and how often one is saved.
///
///     let run = CheckpointFolder("wine-run", every: .epochs(10))
///     let model = try pipeline.fitted(to: wine, resuming: run)
///
/// The same lines, run again after the process was killed, go on from the newest checkpoint and end with the same bits,
/// with the same pipeline and table; the last two checkpoints are kept. A pipeline that is given more epochs goes on
/// with those of a run that has ended, too.
public struct CheckpointFolder: Sendable {
  /// The folder; it is created where it is not there.
  public let path: String
  /// How often a checkpoint is saved.
  public let interval: CheckpointInterval
  private let noting: @Sendable (String) -> Void

  /// Names a folder.
  ///
  /// - Parameters:
  ///   - path: the folder. A run has it for itself.
  ///   - interval: how often a checkpoint is saved. Default: once a minute.
  ///   - noting: called with what the user should know, a sentence: that a checkpoint is damaged. Default: nothing.
  public init(
    _ path: String, every interval: CheckpointInterval = .seconds(60),
    noting: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.path = path
    self.interval = interval
    self.noting = noting
  }

  /// Takes the folder, and up its run where it has one.
  func opened() throws(VintnerError) -> RunCheckpoints {
    let directory = try writing(OutputDirectory(path))
    let found = try RunCheckpoints.newest(in: directory)
    if let notice = found?.notice { noting(notice) }
    return RunCheckpoints(directory, every: interval, resuming: found?.checkpoint)
  }
}

extension Pipeline {
  /// Divides the rows, learns from the first part and measures on the second, from where the run in a folder was.
  ///
  /// - Throws: ``VintnerError`` as ``fitted(to:)``; ``VintnerError/notResumed(folder:problem:)`` where the run was begun
  ///   with other rows or settings, ``VintnerError/output(_:)`` where nothing can be written, ``VintnerError/model(_:)``
  ///   where both checkpoints are damaged.
  public func fitted(
    to frame: DataFrame, resuming folder: CheckpointFolder
  ) throws(VintnerError) -> FittedPipeline<Target> {
    try prepared(frame).fitted(resuming: folder)
  }
}

extension PreparedPipeline {
  /// Trains the network and measures it beside the baselines, from where the run in a folder was.
  ///
  /// - Throws: as ``Pipeline/fitted(to:resuming:)``.
  public func fitted(resuming folder: CheckpointFolder) throws(VintnerError) -> FittedPipeline<Target> {
    var prepared = self
    prepared.checkpoints = try folder.opened()
    return try prepared.fitted()
  }
}

extension PreparedBagging {
  /// Trains the networks side by side, from where the run in a folder was.
  ///
  /// - Throws: as ``Pipeline/fitted(to:resuming:)``.
  public func fitted(resuming folder: CheckpointFolder) throws(VintnerError) -> Bagging<Target> {
    var prepared = self
    prepared.whole.checkpoints = try folder.opened()
    return try prepared.fitted()
  }
}

extension FileDigest {
  /// The SHA-256 of rows as a training has them: 64 lower-case hexadecimal digits.
  static func sha256<Scalar: MatrixScalar>(of matrices: [Matrix<Scalar>], _ weights: [[Double]]) -> String {
    let digest = SHA256Digest()
    for matrix in matrices {
      digest.update(Array("\(matrix.rows) \(matrix.columns) ".utf8))
      let rowsAtOnce = max(1, (1 << 20) / max(matrix.columns, 1))
      for first in stride(from: 0, to: matrix.rows, by: rowsAtOnce) {
        let rows = first..<min(first + rowsAtOnce, matrix.rows)
        matrix.withUnsafeBufferPointer { scalars in
          let part = scalars[rows.lowerBound * matrix.columns..<rows.upperBound * matrix.columns]
          digest.update(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: part)))
        }
        matrix.release(rows: rows)
      }
    }
    for weights in weights { weights.withUnsafeBytes { digest.update($0) } }
    return digest.hexadecimal
  }
}
