import Foundation
import Pipelines
import Synchronization

/// The folder of an experiment: every run is there as soon as it has ended, and is not run again.
///
///     let results = try experiment.run(savingTo: try ExperimentFolder("spiral-rates"))
///
/// `runs.jsonl` has a line that describes the experiment, and a line a run. A process that is killed leaves at
/// most its last line half-written, which is cut off by the next one; runs that had begun leave their points
/// in `running/`.
public final class ExperimentFolder: Sendable {
  /// The file that holds the runs.
  public static let runsFile = "runs.jsonl"
  /// The subfolder with the points of runs that have begun.
  public static let runningFolder = "running"

  /// The folder as the caller named it.
  public let path: String
  private let restarting: Bool
  private let file = Mutex<OpenFile?>(nil)

  private struct OpenFile {
    let descriptor: Int32
    var lastSync = ContinuousClock.now
  }

  /// How long lines may wait for the disk: a machine that fails loses no more than this. A process that is
  /// killed loses nothing.
  private static let longestUnsynced = Duration.seconds(1)

  /// Names a folder; it is made when the experiment begins.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - restarting: whether runs that are there already are thrown away. Default `false`: they are kept, and
  ///     only the others are run.
  public init(_ path: String, restarting: Bool = false) {
    self.path = path
    self.restarting = restarting
  }

  /// Makes the folder ready to take runs.
  ///
  /// - Returns: the runs that are there already.
  /// - Throws: ``VintnerError/experiment(_:)`` where they are those of another experiment, are damaged, or
  ///   another process is at work here, ``VintnerError/output(_:)`` where the folder cannot be written.
  func open(_ description: ExperimentDescription) throws(VintnerError) -> [ExperimentRun] {
    let directory = try writing { () throws(OutputError) in try OutputDirectory(path) }
    let runsPath = directory.path(of: Self.runsFile)
    let descriptor = Foundation.open(runsPath, O_RDWR | O_CREAT | O_CLOEXEC | O_APPEND, 0o666)
    guard descriptor >= 0 else { throw .output(OutputError(path: runsPath, code: errno)) }
    do throws(VintnerError) {
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .experiment(.inUse(folder: path)) }
      let runs = try restarting ? [] : kept(runsPath, description, descriptor)
      try? FileManager.default.removeItem(atPath: directory.path(of: Self.runningFolder))
      if runs == nil || restarting { try begin(description, runsPath, descriptor) }
      file.withLock { $0 = OpenFile(descriptor: descriptor) }
      return runs ?? []
    } catch {
      Foundation.close(descriptor)
      throw error
    }
  }

  /// Adds a run that has ended.
  func append(_ run: ExperimentRun) throws(VintnerError) {
    let line = RunLines.line(of: run)
    try writing { () throws(OutputError) in
      try file.withLock { (file) throws(OutputError) in
        guard var open = file else { preconditionFailure("A run is added to a folder that is open.") }
        try write(line, to: open.descriptor)
        if ContinuousClock.now - open.lastSync > Self.longestUnsynced {
          fsync(open.descriptor)
          open.lastSync = .now
          file = open
        }
      }
    }
  }

  /// Makes the place for the points of a run that begins.
  func beginRun(variation: Int, seed: UInt64) throws(VintnerError) -> RunningPoints {
    RunningPoints(folder: (path as NSString).appendingPathComponent(Self.runningFolder), variation, seed)
  }

  /// Lets go of the folder.
  func close() throws(VintnerError) {
    file.withLock { file in
      guard let open = file else { return }
      fsync(open.descriptor)
      Foundation.close(open.descriptor)
      file = nil
    }
    rmdir((path as NSString).appendingPathComponent(Self.runningFolder))
  }

  deinit { try? close() }

  /// The runs of a file that belongs to the experiment, cut behind its last whole line; `nil` of one that has
  /// no line yet.
  private func kept(
    _ runsPath: String, _ description: ExperimentDescription, _ descriptor: Int32
  ) throws(VintnerError) -> [ExperimentRun]? {
    let bytes: [UInt8]
    do throws(InputError) { bytes = try InputFile.bytes(runsPath) } catch { throw .input(error) }
    let lines = try RunLines(bytes, file: runsPath)
    if lines.byteCount < bytes.count { ftruncate(descriptor, off_t(lines.byteCount)) }
    guard let found = lines.description else { return nil }
    guard found == description else {
      throw .experiment(
        .changed(
          folder: path, runs: lines.runs.count,
          difference: description.difference(from: found) ?? "its settings are in another order"))
    }
    return lines.runs
  }

  private func begin(
    _ description: ExperimentDescription, _ runsPath: String, _ descriptor: Int32
  ) throws(VintnerError) {
    ftruncate(descriptor, 0)
    try writing { () throws(OutputError) in try write(RunLines.line(of: description), to: descriptor) }
    fsync(descriptor)
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) throws(OutputError) {
    let code = PendingFile.writeAll(bytes, to: descriptor)
    guard code == 0 else {
      throw OutputError(path: (path as NSString).appendingPathComponent(Self.runsFile), code: code)
    }
  }
}
