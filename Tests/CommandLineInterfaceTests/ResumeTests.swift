import Foundation
import TestSupport
import Testing

/// Trainings whose process is killed, and that go on with `--resume`.
struct ResumeTests {
  private static let table = ["table.csv", "--target", "y", "--hidden", "8", "--batch-size", "5"]

  /// What of a run's files must be alike: everything but times.
  private func files(_ workspace: Workspace, _ folder: String) throws -> [String: Data] {
    var result: [String: Data] = [:]
    for name in try workspace.names(folder) where !name.hasPrefix("checkpoint") && !name.hasSuffix(".svg") {
      let text = try workspace.text("\(folder)/\(name)")
      result[name] =
        ["history.csv", "folds.csv"].contains(name)
        ? Data(
          text.split(separator: "\n").map { $0.prefix(upTo: $0.lastIndex(of: ",")!) }.joined(separator: "\n")
            .utf8)
        : try workspace.data("\(folder)/\(name)")
    }
    return result
  }

  /// Kinds of runs with their arguments.
  static let kinds: [(name: String, arguments: [String])] = [
    (
      "early stopping and a plateau",
      ["--patience", "60", "--callbacks", "reduce_lr_on_plateau:patience=5", "--dropout", "0.2"]
    ),
    ("streamed", ["--no-early-stopping", "--stream", "--window", "10"]),
    ("an ensemble", ["--no-early-stopping", "--ensemble", "3"]),
    ("bagging", ["--no-early-stopping", "--folds", "3", "--fold-models", "bagging"]),
    ("folds", ["--no-early-stopping", "--folds", "3"]),
    ("classes, again on all rows", ["--no-early-stopping", "--positive-from", "2", "--refit"]),
  ]

  @Test(arguments: kinds.indices) func aKilledRunEndsAsOneThatWasNot(_ index: Int) throws {
    let arguments = Self.table + Self.kinds[index].arguments + ["--epochs", "100", "--quiet"]
    var random = SeededNumbers(state: UInt64(index + 1))
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      let whole = try workspace.command(["train"] + arguments + ["--output", "whole"]).run()
      try #require(whole.exitCode == 0, "\(whole.standardError)")
      var command = ["train"] + arguments + ["--output", "out", "--checkpoint-every", "2"]
      var resumptions = 0
      while true {
        let running = try workspace.command(command).start()
        if resumptions < 4 {
          // At a random moment after its first or second own checkpoint: every process makes some way.
          try wait(for: running, toSave: resumptions % 2 + 1, in: workspace)
          Thread.sleep(forTimeInterval: Double.random(in: 0...0.03, using: &random))
          running.send(SIGKILL)
        }
        let outcome = try running.outcome()
        if outcome.exitCode == 0 { break }
        try #require(outcome.exitCode == 128 + SIGKILL, "\(outcome.standardError)")
        command = ["train", "--resume", "out", "--quiet"]
        resumptions += 1
      }
      #expect(try files(workspace, "out") == files(workspace, "whole"), "after \(resumptions) resumptions")
      #expect(resumptions > 0)
    }
  }

  /// Waits until a process has saved some checkpoints, or has ended.
  private func wait(for running: RunningCommand, toSave count: Int, in workspace: Workspace) throws {
    let path = workspace.folder.appending(path: "out/checkpoint.safetensors").path
    func identity() -> UInt64? {
      (try? FileManager.default.attributesOfItem(atPath: path))?[.systemFileNumber] as? UInt64
    }
    var (known, seen) = (identity(), 0)
    while seen < count, running.isRunning {
      if let now = identity(), now != known { (known, seen) = (now, seen + 1) }
      Thread.sleep(forTimeInterval: 0.001)
    }
  }

  private struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64
    // SplitMix64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  @Test func aTerminatedRunWritesItsBestAndGoesOn() throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      let run = Self.table + ["--no-early-stopping", "--epochs", "30000"]
      let running = try workspace.command(
        ["train"] + run + ["--output", "out", "--checkpoint-every", "1000000"]
      ).start()
      try running.wait(for: "epoch 10/")
      running.send(SIGTERM)
      let outcome = try running.outcome()
      #expect(outcome.exitCode == 143)
      let line = /(?s).*\nvintner: Terminated: the model of epoch \d+, the best so far, is written\.\n/
      #expect(outcome.standardError.wholeMatch(of: line) != nil, "\(outcome.standardError)")
      #expect(
        try workspace.names("out") == [
          "checkpoint.safetensors", "config.yaml", "curves.svg", "history.csv", "model.safetensors",
        ])
      // The schedule of the run is not touched by fewer epochs: it has none.
      let epochs = try workspace.text("out/history.csv").split(separator: "\n").count + 50
      let resumed = try workspace.vintner("train", "--resume", "out", "--epochs", "\(epochs)", "--quiet")
      #expect(resumed.exitCode == 0, "\(resumed.standardError)")
      let whole = try workspace.command(
        ["train"] + Self.table + [
          "--no-early-stopping", "--epochs", "\(epochs)", "--output", "whole", "--quiet",
        ]
      ).run()
      #expect(whole.exitCode == 0)
      #expect(try files(workspace, "out") == files(workspace, "whole"))
    }
  }

  @Test func whatHasChangedIsRefusedByName() throws {
    try Workspace.with { workspace in
      let trained = try workspace.train("--checkpoint-every", "1", "--quiet")
      #expect(trained.exitCode == 0, "\(trained.standardError)")
      #expect(
        try workspace.names("out").prefix(2) == ["checkpoint-previous.safetensors", "checkpoint.safetensors"])
      try workspace.vintner("train", "--resume", "out", "--batch-size", "6").expectRefusal(
        64,
        "--batch-size is 6, where the run in 'out' has 5: leave it out, or begin a new run without --resume.")
      try workspace.vintner("train", "--resume", "none").expectRefusal(
        66, "There is no folder 'none': name the one that a run was begun in.")
      _ = try workspace.train("--quiet", output: "plain")
      try workspace.vintner("train", "--resume", "plain").expectRefusal(
        66, "There is no checkpoint in 'plain': a run saves them with --checkpoint-every 10 (epochs, or 60s)."
      )
      // A run without checkpoints leaves none of an earlier one.
      _ = try workspace.train("--quiet", output: "plain")
      try workspace.write(Sample.table + "1,2,3\n", to: "table.csv")
      try workspace.vintner("train", "--resume", "out").expectRefusal(
        65,
        "out/../table.csv is not the table with which the run in 'out' was begun (its SHA-256 differs): restore that"
          + " file, or begin a new run without --resume.")
      try workspace.write(Sample.table, to: "moved.csv")
      let moved = try workspace.vintner("train", "moved.csv", "--resume", "out", "--epochs", "9", "--quiet")
      #expect(moved.exitCode == 0, "\(moved.standardError)")
      #expect(try workspace.text("out/history.csv").split(separator: "\n").count == 10)
    }
  }

  @Test func aDamagedCheckpointIsSaidAndTheOneBeforeIsUsed() throws {
    try Workspace.with { workspace in
      _ = try workspace.train("--checkpoint-every", "1", "--quiet")
      let expected = try files(workspace, "out")
      var bytes = try workspace.data("out/checkpoint.safetensors")
      bytes[bytes.count - 3] ^= 4
      try workspace.write(bytes, to: "out/checkpoint.safetensors")
      let resumed = try workspace.vintner("train", "--resume", "out")
      #expect(resumed.exitCode == 0)
      #expect(
        resumed.standardError.hasPrefix(
          "note: 'out/checkpoint.safetensors' cannot be used, because its bytes have changed since it was saved (SHA-256"
            + " differs): the run is resumed from the checkpoint before it.\n"), "\(resumed.standardError)")
      #expect(try files(workspace, "out") == expected)
    }
  }
}
