import Foundation
import TestSupport
import Testing

/// Training that does not run to its end: Ctrl-C, and losses that are no longer numbers.
struct EndingTests {
  @Test func ctrlCKeepsTheBest() throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      let running = try workspace.command(
        ["train", "table.csv", "--target", "y", "--output", "out", "--no-early-stopping", "--json"]
          + Sample.smallRun + ["--epochs", "1000000000"]
      ).start()
      try running.wait(for: "epoch 10/")
      running.send(SIGINT)
      let outcome = try running.outcome()
      #expect(outcome.exitCode == 130)
      let object = try outcome.object()
      let best = try #require(object["best_epoch"] as? Int)
      let epochs = try #require(object["epochs"] as? Int)
      #expect(epochs >= 10 && (1...epochs).contains(best))
      #expect(object["ending"] as? String == "interrupted")
      #expect(
        outcome.standardError.hasSuffix(
          "\nvintner: Interrupted: the model of epoch \(best), the best so far, is written.\n"))
      #expect(
        try workspace.names("out") == ["config.yaml", "curves.svg", "history.csv", "model.safetensors"])
      #expect(try workspace.text("out/history.csv").split(separator: "\n").count == epochs + 1)
      #expect(
        try workspace.text("out/config.yaml").hasPrefix(
          "# The run was interrupted after epoch \(epochs); the model is that of epoch \(best).\n"
            + "# vintner train --config FILE repeats this run, and trains to its end.\n"))
      #expect(try workspace.vintner("predict", "out/model.safetensors", "table.csv").exitCode == 0)
    }
  }

  /// One batch an epoch, of 7,000 rows: with 1,500 units it takes half a second, with 5,000 several.
  private func slow(_ workspace: Workspace, units: Int) throws -> Command {
    try workspace.write("a,b,y\n" + String(repeating: Sample.rows, count: 500), to: "table.csv")
    return workspace.command(
      ["train", "table.csv", "--target", "y", "--batch-size", "100000", "--hidden", "\(units),\(units)"])
  }

  @Test func ctrlCBeforeTheFirstEpochWritesNothing() throws {
    try Workspace.with { workspace in
      let running = try slow(workspace, units: 1500).start()
      try running.wait(for: "note: ")
      running.send(SIGINT)
      let outcome = try running.outcome()
      #expect(outcome.exitCode == 130)
      #expect(outcome.standardOutputData.isEmpty)
      #expect(
        outcome.standardError.hasSuffix(
          "\nvintner: Interrupted: the first epoch had not ended, so nothing is written.\n"))
      #expect(try workspace.names() == ["table.csv"])
    }
  }

  @Test func aSecondCtrlCEndsAtOnce() throws {
    try Workspace.with { workspace in
      let running = try slow(workspace, units: 5000).start()
      try running.wait(for: "note: ")
      let start = ContinuousClock.now
      running.send(SIGINT)
      Thread.sleep(forTimeInterval: 0.1)
      running.send(SIGINT)
      let outcome = try running.outcome()
      #expect(outcome.exitCode == 130)
      #expect(!outcome.standardError.contains("Interrupted"))
      #expect(ContinuousClock.now - start < .seconds(2))
      #expect(try workspace.names() == ["table.csv"])
    }
  }

  @Test func divergingAtOnceWritesNothing() throws {
    try Workspace.with { workspace in
      let outcome = try workspace.train("--optimizer", "sgd", "--learning-rate", "1e30", "--quiet")
      outcome.expectRefusal(
        1,
        "The loss became NaN or infinite in epoch 1, batch 2: lower the learning rate. The first epoch had not"
          + " ended, so nothing is written.")
      #expect(try workspace.names() == ["table.csv"])
    }
  }

  @Test func divergingLaterKeepsTheBest() throws {
    try Workspace.with { workspace in
      let outcome = try workspace.command(
        ["train", Repository.redWine.path, "--target", "quality", "--output", "out", "--hidden", "8"]
          + [
            "--optimizer", "sgd", "--loss", "mse", "--learning-rate", "3", "--epochs", "50", "--quiet",
            "--json",
          ]
      ).run()
      #expect(outcome.exitCode == 1)
      let line = try Regex(
        #"vintner: The loss became NaN or infinite in epoch \d+, batch \d+: lower the learning rate\. "#
          + #"The model of epoch \d+, the best so far, is written\.\n"#)
      #expect(outcome.standardError.wholeMatch(of: line) != nil)
      let object = try outcome.object()
      let history = try workspace.text("out/history.csv").split(separator: "\n").dropFirst()
      let losses = history.compactMap { Double($0.split(separator: ",")[2]) }
      #expect(object["epochs"] as? Int == losses.count)
      #expect(object["best_val_loss"] as? Double == losses.min())
      #expect(
        try workspace.names("out") == ["config.yaml", "curves.svg", "history.csv", "model.safetensors"])
      let comment =
        /# The loss became NaN or infinite in epoch (\d+), batch \d+; the model is that of epoch \d+\.\n/
      let head = try #require(try workspace.text("out/config.yaml").prefixMatch(of: comment))
      #expect(Int(head.1) == losses.count + 1)
      let model = workspace.folder.appending(path: "out/model.safetensors").path
      let evaluated = try workspace.vintner("evaluate", model, Repository.redWine.path, "--json")
      #expect(try evaluated.object()["mae"] is Double)
    }
  }
}
