import Foundation
import NeuralNetworks
import Pipelines
import Synchronization

/// The folder of an experiment, in which every finished run is saved and not repeated.
///
///     let results = try experiment.run(savingTo: try ExperimentFolder("spiral-rates"))
///
/// `runs.jsonl` has a line that describes the experiment and one line for each run, each with a checksum. A process
/// that is killed leaves at most its last line incomplete, which the next process cuts off; a run whose line was changed
/// is repeated. Unfinished runs leave their points in `running/`, and long ones their checkpoints, from which they are
/// resumed where the experiment is the same.
public final class ExperimentFolder: Sendable {
  /// The file of finished runs.
  package static let runsFile = "runs.jsonl"
  /// The subfolder with the points of unfinished runs.
  package static let runningFolder = "running"

  /// The folder as the caller named it.
  public let path: String
  private let restarting: Bool
  private let pointsPause: Duration
  private let checkpointInterval: CheckpointInterval
  private let file = Mutex<OpenFile?>(nil)

  private struct OpenFile {
    /// The folder, locked.
    let directory: OutputDirectory
    let descriptor: Int32
    /// The bytes of whole lines.
    var byteCount: Int
    var lastSync = ContinuousClock.now
  }

  /// The longest time between syncs: a machine that fails loses no more than this. A process that is killed
  /// loses nothing.
  private static let longestUnsynced = Duration.seconds(1)

  /// Names a folder, which is created when the experiment begins.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - restarting: whether runs found there are deleted. Default `false`: they are kept, and only the others are
  ///     run.
  public convenience init(_ path: String, restarting: Bool = false) {
    self.init(path, restarting: restarting, pointsPause: .seconds(2))
  }

  /// Also sets how long a run's points may wait before they are written, and how often its checkpoint is; shorter runs
  /// never write them.
  package init(
    _ path: String, restarting: Bool = false, pointsPause: Duration,
    checkpointInterval: CheckpointInterval = .seconds(10)
  ) {
    self.checkpointInterval = checkpointInterval
    self.path = path
    self.restarting = restarting
    self.pointsPause = pointsPause
  }

  /// Prepares the folder to take runs.
  ///
  /// - Returns: the runs found there, and what the user should know about them, a sentence each.
  /// - Throws: ``ExperimentError`` if they belong to another experiment, another process is writing to the folder, or
  ///   it cannot be written.
  func open(
    _ description: ExperimentDescription
  ) throws(ExperimentError) -> (runs: [ExperimentRun], notices: [String]) {
    let directory: OutputDirectory
    do throws(OutputError) {
      directory = try OutputDirectory(path)
      try OutputDirectory.requireReplaceable([Self.runsFile], in: path)
    } catch {
      throw error.code == EWOULDBLOCK ? .inUse(folder: path) : .output(error)
    }
    let runsPath = directory.path(of: Self.runsFile)
    let found = try restarting ? nil : kept(runsPath, description)
    clear(directory.path(of: Self.runningFolder), keepsCheckpoints: found?.isSame == true)
    // Whole or not at all: the runs that are kept are never in memory alone.
    if found?.isWhole != true {
      let lines = RunLines.line(of: description) + (found?.runs ?? []).flatMap(RunLines.line)
      try rethrowing(ExperimentError.output, AtomicFile.write(lines, to: runsPath))
    }
    let descriptor = retried { Foundation.open(runsPath, O_RDWR | O_CLOEXEC | O_APPEND | O_NONBLOCK) }
    guard descriptor >= 0 else { throw .output(OutputError(path: runsPath, code: errno)) }
    let byteCount = Int(lseek(descriptor, 0, SEEK_END))
    file.withLock { $0 = OpenFile(directory: directory, descriptor: descriptor, byteCount: byteCount) }
    return (found?.runs ?? [], found?.notices ?? [])
  }

  /// Adds a finished run.
  func append(_ run: ExperimentRun) throws(ExperimentError) {
    let line = RunLines.line(of: run)
    try file.withLock { (file) throws(ExperimentError) in
      guard var open = file else { preconditionFailure("A run is added to a folder that is open.") }
      let code = writeAll(line, to: open.descriptor)
      guard code == 0 else {
        // Another run's line must not follow half of this one.
        ftruncate(open.descriptor, off_t(open.byteCount))
        throw .output(OutputError(path: open.directory.path(of: Self.runsFile), code: code))
      }
      open.byteCount += line.count
      if ContinuousClock.now - open.lastSync > Self.longestUnsynced {
        fsync(open.descriptor)
        open.lastSync = .now
      }
      file = open
    }
  }

  /// Returns the file for the points of a new run.
  func beginRun(variation: Int, seed: UInt64) -> RunningPoints {
    RunningPoints(
      folder: (path as NSString).appendingPathComponent(Self.runningFolder), variation, seed,
      pause: pointsPause)
  }

  /// The checkpoints of a run, to be resumed from the newest, and how to delete them.
  func checkpoints(variation: Int, seed: UInt64) -> RunCheckpoints? {
    guard let directory = file.withLock({ $0?.directory }) else { return nil }
    let stem = "\(Self.runningFolder)/\(variation)-\(seed)"
    let names = [stem + ".safetensors", stem + "-previous.safetensors"]
    mkdir(directory.path(of: Self.runningFolder), 0o777)
    // A run is repeated where its checkpoints are damaged, and where none can be written.
    let found = try? RunCheckpoints.newest(in: directory, named: names)
    return RunCheckpoints(
      directory, named: names, every: checkpointInterval, resuming: found?.checkpoint, whenNotSaved: { _ in })
  }

  /// Deletes what unfinished runs have left.
  private func clear(_ running: String, keepsCheckpoints: Bool) {
    let files = FileManager.default
    guard keepsCheckpoints else {
      try? files.removeItem(atPath: running)
      return
    }
    for name in (try? files.contentsOfDirectory(atPath: running)) ?? [] where !name.hasSuffix(".safetensors")
    {
      unlink((running as NSString).appendingPathComponent(name))
    }
  }

  /// Releases the folder.
  func close() {
    file.withLock { file in
      guard let open = file else { return }
      fsync(open.descriptor)
      Foundation.close(open.descriptor)
      file = nil
    }
    rmdir((path as NSString).appendingPathComponent(Self.runningFolder))
  }

  deinit { close() }

  /// What is found in the experiment's file; `nil` if it has no line yet.
  private func kept(
    _ runsPath: String, _ description: ExperimentDescription
  ) throws(ExperimentError) -> FoundRuns? {
    guard access(runsPath, F_OK) == 0 else { return nil }
    let bytes = try rethrowing(ExperimentError.input, InputFile.bytes(runsPath))
    let lines = try RunLines(bytes, file: runsPath)
    guard let found = lines.description else { return nil }
    guard let places = found == description ? Array(found.cells.indices) : description.places(of: found)
    else {
      throw .changed(
        folder: path, runs: lines.runs.count,
        difference: description.difference(from: found) ?? "its settings are in another order")
    }
    let runs = lines.runs.map { run in
      var run = run
      run.variation = places[run.variation]
      return run
    }
    return FoundRuns(
      runs: runs, isSame: found == description,
      isWhole: found == description && lines.damaged.isEmpty && lines.byteCount == bytes.count,
      notices: lines.damaged.map {
        "'\(runsPath)', line \($0), is not what was written, so its run is repeated."
      })
  }

  private struct FoundRuns {
    let runs: [ExperimentRun]
    /// Whether they are of the same experiment, with no values added.
    let isSame: Bool
    /// Whether the file has nothing but these runs.
    let isWhole: Bool
    let notices: [String]
  }
}

/// The points of an unfinished run: `running/3-7.csv` for variation 3, seed 7.
///
/// They show the progress of a long run; when it ends, its points are saved with the run and the file is deleted.
/// A failure to write them stops no run.
final class RunningPoints: Sendable {
  private struct State {
    var waiting = "epoch,train_loss,test_loss,train_accuracy,test_accuracy\n"
    var lastWritten = ContinuousClock.now
    var isThere = false
  }

  private let folder: String
  private let path: String
  private let pause: Duration
  private let state = Mutex(State())

  init(folder: String, _ variation: Int, _ seed: UInt64, pause: Duration) {
    self.folder = folder
    self.pause = pause
    path = (folder as NSString).appendingPathComponent("\(variation)-\(seed).csv")
  }

  /// Adds a point; those of the last pause may not be on the disk yet.
  func append(_ point: RunPoint) {
    state.withLock { state in
      let accuracies = [point.trainAccuracy, point.testAccuracy].map { $0.map { "\($0)" } ?? "" }
      state.waiting +=
        "\(point.epoch),\(point.trainLoss),\(point.testLoss),\(accuracies.joined(separator: ","))\n"
      guard ContinuousClock.now - state.lastWritten > pause else { return }
      write(&state)
    }
  }

  /// Deletes the file when the run ends.
  func end() {
    state.withLock { state in
      if state.isThere { unlink(path) }
      state.isThere = false
    }
  }

  private func write(_ state: inout State) {
    mkdir(folder, 0o777)
    let descriptor = open(
      path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | (state.isThere ? 0 : O_TRUNC), 0o666)
    guard descriptor >= 0 else { return }
    _ = writeAll(Array(state.waiting.utf8), to: descriptor)
    close(descriptor)
    state.waiting = ""
    state.isThere = true
    state.lastWritten = .now
  }
}
