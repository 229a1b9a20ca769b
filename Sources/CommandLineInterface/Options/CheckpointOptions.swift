import ArgumentParser
import Foundation
import Vintner

/// How a training survives its process: the checkpoints that it saves, and the one that it is resumed from.
struct CheckpointOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Save a checkpoint in the output folder every so many epochs, or seconds (60s), for --resume.",
      valueName: "epochs"))
  var checkpointEvery: String?

  @Option(
    help: ArgumentHelp(
      "Go on with the run in a folder, from its newest checkpoint; --epochs may give it more.",
      valueName: "folder"))
  var resume: String?

  func validate() throws {
    guard let checkpointEvery, CheckpointInterval(checkpointEvery) == nil else { return }
    throw ValidationError(
      "--checkpoint-every is \(checkpointEvery), where a number of epochs, 1 or more, or of seconds (60s) is expected"
    )
  }

  /// How often a checkpoint is saved, if at all.
  ///
  /// - Parameter found: the run that is resumed, which says so unless the option does.
  func interval(resuming found: ResumedRun?) -> CheckpointInterval? {
    checkpointEvery.flatMap(CheckpointInterval.init) ?? found?.checkpoint.interval
  }

  /// The run that is resumed; `nil` where one begins.
  ///
  /// - Throws: `Failure` where there is none; `OutputError` where another process has the folder.
  func resumedRun() throws -> ResumedRun? {
    guard let resume else { return nil }
    guard access(resume, F_OK) == 0 else {
      throw Failure(.noInput, "There is no folder '\(resume)': name the one that a run was begun in.")
    }
    let folder = try RunFolder(resume)
    let file = (resume as NSString).appendingPathComponent(RunCheckpoints.names[0])
    guard let (checkpoint, notice) = try folder.newestCheckpoint(), let text = checkpoint.run else {
      throw Failure(
        .noInput,
        "There is no checkpoint in '\(resume)': a run saves them with --checkpoint-every 10 (epochs, or 60s)."
      )
    }
    return ResumedRun(
      folder: folder, checkpoint: checkpoint, run: try RunFile.configuration(text, in: file), file: file,
      notice: notice)
  }
}

/// A run that another process has begun.
struct ResumedRun {
  let folder: RunFolder
  let checkpoint: Checkpoint
  let run: RunConfiguration
  /// The checkpoint's file.
  let file: String
  /// What the user should know of a checkpoint that is damaged.
  let notice: String?
}
