import Foundation
import TestSupport
import Testing

/// `vintner train`: what it writes and says.
struct TrainTests {
  @Test func writesFourFilesAndNothingElse() throws {
    try Workspace.with { workspace in
      let outcome = try workspace.train(output: "new/folder")
      #expect(outcome.exitCode == 0)
      #expect(
        try workspace.names("new/folder") == [
          "config.yaml", "curves.svg", "history.csv", "model.safetensors",
        ])
      #expect(try workspace.names() == ["new", "table.csv"])
      let history = try workspace.text("new/folder/history.csv").split(separator: "\n")
      #expect(history.count == 4)
      #expect(history[0] == "epoch,loss,val_loss,seconds")
      #expect(history[3].hasPrefix("3,"))
      #expect(try workspace.text("new/folder/curves.svg").hasPrefix("<svg"))
    }
  }

  @Test func writesToNamesOfOneLetter() throws {
    try Workspace.with { workspace in
      #expect(try workspace.train(output: "o").exitCode == 0)
      try workspace.write(try workspace.data("o/config.yaml"), to: "o/c")
      var command = workspace.command(["train", "--config", "c", "--output", "p"])
      command.directory = workspace.folder.appending(path: "o")
      #expect(try command.run().exitCode == 0)
      let predicted = try workspace.vintner("predict", "o/model.safetensors", "table.csv", "--output", "q")
      #expect(predicted.exitCode == 0 && predicted.standardOutput.isEmpty)
      #expect(
        predicted.standardError
          == "note: 1 of 20 rows lie outside the training rows' range: \"a\" in 1 (1 to 19).\n")
      #expect(try workspace.names() == ["o", "q", "table.csv"])
    }
  }

  @Test func printsOneObject() throws {
    try Workspace.with { workspace in
      let outcome = try workspace.train("--json", "--threads", "1")
      let object = try outcome.object()
      let integers = ["rows_train": 14, "rows_valid": 6, "epochs": 3, "best_epoch": 3, "threads": 1]
      for (key, value) in integers { #expect(object[key] as? Int == value, "\(key)") }
      for key in [
        "best_val_loss", "val_mae", "r2", "baseline_median_val_loss", "baseline_linear_val_loss",
        "fit_seconds",
        "milliseconds_per_epoch",
      ] {
        #expect(object[key] is Double, "\(key)")
      }
      let history = try workspace.text("out/history.csv").split(separator: "\n").dropFirst()
      let losses = history.compactMap { Double($0.split(separator: ",")[2]) }
      #expect(object["best_val_loss"] as? Double == losses.min())
    }
  }

  /// The figures of the split and the baselines on red wine, and the validation rows that occur in training.
  @Test func saysWhatHoldsForRedWine() throws {
    try Workspace.with { workspace in
      let object = try workspace.command(
        ["train", Repository.redWine.path, "--target", "quality", "--json", "--hidden", "8", "--epochs", "2"]
      ).run().object()
      #expect(object["rows_train"] as? Int == 1119)
      #expect(object["rows_valid"] as? Int == 480)
      #expect(object["rows_valid_repeated"] as? Int == 90)
      let linear = try #require(object["baseline_linear_val_loss"] as? Double)
      #expect(abs(linear - 0.09876) < 5e-6)
      let median = try #require(object["baseline_median_val_loss"] as? Double)
      #expect(abs(median - 0.13292) < 5e-6)
      let mean = try #require(object["baseline_mean_val_loss"] as? Double)
      #expect(abs(mean - 0.14051) < 5e-6)
      let ridge = try #require(object["baseline_ridge_val_loss"] as? Double)
      #expect(abs(ridge - 0.09913) < 5e-6)
      #expect(object["baseline_ridge_penalty"] as? Double == 1)
      #expect(try workspace.names() == ["vintner-output"])
    }
  }

  @Test func keepsResultsFromProgress() throws {
    try Workspace.with { workspace in
      let outcome = try workspace.train("--batch-size", "50")
      let errors = outcome.standardError.split(separator: "\n")
      #expect(
        errors[0]
          == "note: The batch size of 50 is larger than the 14 training rows: each epoch is one batch.")
      #expect(errors[1].hasPrefix("epoch 1/3  loss 0."))
      #expect(errors[2].hasPrefix("epoch 3/3  loss 0."))
      #expect(errors.count == 3)
      #expect(!outcome.standardOutput.contains("epoch 1/3"))
      #expect(!outcome.standardOutput.contains("\u{1B}"))

      let quiet = try workspace.train("--batch-size", "50", "--quiet")
      #expect(quiet.standardError.isEmpty)
      #expect(quiet.standardOutput.contains("best epoch"))
      let object = try workspace.train("--batch-size", "50", "--quiet", "--json")
      #expect(object.standardError.isEmpty)
      #expect(try object.object()["epochs"] as? Int == 3)
    }
  }

  @Test func printsABlockThatFitsATerminal() throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table + Sample.rows, to: "doubled.csv")
      let outcome = try workspace.command(
        ["train", "doubled.csv", "--target", "y", "--output", "out"] + Sample.smallRun
      ).run()
      let lines = outcome.standardOutput.split(separator: "\n").map(String.init)
      #expect(lines.allSatisfy { $0.count <= 80 })
      let block = lines[try #require(lines.firstIndex { $0.hasPrefix("rows ") })...]
      let labels = block.map { $0.prefix(16).trimmingCharacters(in: .whitespaces) }
      #expect(
        labels.filter { $0 != "" } == [
          "rows", "best epoch", "validation MAE", "R²", "repeated rows", "baselines", "loses to", "time",
          "written",
        ])
      #expect(lines.contains("rows            28 training, 12 validation"))
      #expect(lines.contains("best epoch      3 of 3 (all epochs done)"))
      #expect(lines.contains { $0.hasSuffix(" validation rows repeat a training row exactly; without") })
    }
  }

  @Test func stopsEarlyOrNot() throws {
    try Workspace.with { workspace in
      let flags = ["--epochs", "30", "--patience", "2", "--min-delta", "10", "--json"]
      var command = workspace.command(["train", "table.csv", "--target", "y"] + Sample.smallRun + flags)
      try workspace.write(Sample.table, to: "table.csv")
      let stopped = try command.run().object()
      #expect(stopped["epochs"] as? Int == 3)
      #expect(stopped["best_epoch"] as? Int == 1)
      #expect(stopped["ending"] as? String == "val_loss has not improved for 2 epochs")
      command.arguments.append("--no-early-stopping")
      let completed = try command.run().object()
      #expect(completed["epochs"] as? Int == 30)
      #expect(completed["best_epoch"] as? Int == 30)
    }
  }

  /// Keras's `ModelCheckpoint` at the command line.
  @Test func savesEpochs() throws {
    try Workspace.with { workspace in
      let outcome = try workspace.train(
        "--callbacks", "model_checkpoint:filepath='epoch-{epoch:02d}.safetensors'")
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      #expect(
        try workspace.names() == [
          "epoch-01.safetensors", "epoch-02.safetensors", "epoch-03.safetensors", "out", "table.csv",
        ])
      let last = try workspace.vintner("predict", "epoch-03.safetensors", "table.csv").standardOutput
      #expect(try last == workspace.vintner("predict", "out/model.safetensors", "table.csv").standardOutput)
      let nowhere = try workspace.train("--callbacks", "model_checkpoint:filepath=none/m", output: "other")
      #expect(nowhere.exitCode == 73)
      #expect(nowhere.standardError.contains("The network could not be saved to none/m during training: "))
    }
  }

  @Test func takesFeaturesByName() throws {
    try Workspace.with { workspace in
      #expect(try workspace.train("--features", "b").exitCode == 0)
      let schema = try workspace.vintner("inspect", "out/model.safetensors", "--json").object()["schema"]
      let features = (schema as? [String: Any])?["features"] as? [[String: Any]]
      #expect(features?.compactMap { $0["name"] as? String } == ["b"])
    }
  }

  @Test func givesTheSameBytesTwiceAndWithOneThreadOrTwo() throws {
    try Workspace.with { workspace in
      let one = try workspace.train("--hidden", "300,300", "--threads", "1", output: "one")
      let two = try workspace.train("--hidden", "300,300", "--threads", "2", output: "two")
      let again = try workspace.train("--hidden", "300,300", "--threads", "2", output: "again")
      #expect([one, two, again].map(\.exitCode) == [0, 0, 0])
      let model = try workspace.data("one/model.safetensors")
      #expect(try workspace.data("two/model.safetensors") == model)
      #expect(try workspace.data("again/model.safetensors") == model)
      #expect(try historyWithoutSeconds(workspace, "two") == historyWithoutSeconds(workspace, "one"))
      _ = try workspace.train("--hidden", "300,300", "--seed", "1", output: "other")
      #expect(try workspace.data("other/model.safetensors") != model)
    }
  }
}

/// The lines of a history without their last column.
func historyWithoutSeconds(_ workspace: Workspace, _ folder: String) throws -> [Substring] {
  try workspace.text("\(folder)/history.csv").split(separator: "\n").map { line in
    line[..<line.lastIndex(of: ",")!]
  }
}
