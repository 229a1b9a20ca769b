import Foundation
import TestSupport
import Testing

/// `vintner train --stream`: the table stays in its file.
struct StreamTests {
  @Test func trainsAndRepeatsItself() throws {
    try Workspace.with { workspace in
      let outcome = try workspace.train("--stream", "--window", "5", "--json")
      let object = try outcome.object()
      #expect(object["rows_train"] as? Int == 14 && object["rows_valid"] as? Int == 6)
      #expect(object["rows_valid_repeated"] is NSNull && object["baseline_median_val_loss"] is NSNull)
      #expect(object["val_mae"] is Double)
      _ = try workspace.train("--stream", "--window", "5", "--threads", "2", output: "again")
      #expect(try workspace.data("again/model.safetensors") == workspace.data("out/model.safetensors"))
      #expect(
        try workspace.names("out") == ["config.yaml", "curves.svg", "history.csv", "model.safetensors"])
      let predicted = try workspace.vintner("predict", "out/model.safetensors", "table.csv")
      #expect(predicted.standardOutput.split(separator: "\n").count == 21)
    }
  }

  /// A run file says how the table was taken, so that it repeats the run to the last bit.
  @Test func runFileRepeatsIt() throws {
    try Workspace.with { workspace in
      _ = try workspace.train("--stream", "--window", "5")
      #expect(try workspace.text("out/config.yaml").contains("stream_window: 5\n"))
      _ = try workspace.vintner(
        "train", "--config", "out/config.yaml", "--output", "again", "--quiet", "--json"
      )
      .object()
      #expect(try workspace.data("again/model.safetensors") == workspace.data("out/model.safetensors"))
      try workspace.train("--window", "5").expectRefusal(
        64, "--window requires --stream: give both, or neither.")
    }
  }

  @Test func leavesOutWhatItDidNotLookFor() throws {
    try Workspace.with { workspace in
      let text = try workspace.train("--stream").standardOutput
      #expect(text.contains("\nvalidation ") && !text.contains("\nbaselines") && !text.contains("\nrepeated"))
    }
  }

  @Test func refusesWhatAllRowsTell() throws {
    try Workspace.with { workspace in
      try workspace.train("--stream", "--scaling", "robust").expectRefusal(
        64,
        "Streaming does not take robust scaling (all rows would be needed at once): choose min-max"
          + " scaling, or none, or train in memory.")
      let outcome = try workspace.train("--stream", "--window", "0")
      #expect(outcome.exitCode == 64)
      #expect(outcome.standardError.contains("--window is 0, where 1 or more is expected"))
    }
  }

  @Test func namesTheLineOfADamagedFile() throws {
    try Workspace.with { workspace in
      try workspace.write("a,y\n1,2\n3\n", to: "table.csv")
      let command = workspace.command(["train", "table.csv", "--target", "y", "--stream"] + Sample.smallRun)
      let outcome = try command.run()
      #expect(outcome.exitCode == 65 && outcome.standardError.contains("line 3"))
    }
  }
}
