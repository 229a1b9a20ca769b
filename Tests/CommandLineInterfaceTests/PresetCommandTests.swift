import Foundation
import TestSupport
import Testing

/// `vintner train --preset` and `--explain` as a process.
struct PresetCommandTests {
  @Test func explainsARunThatAFileRepeats() throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      let run = ["train", "table.csv", "--target", "y", "--preset", "keras-red-wine"] + Sample.smallRun
      let explained = try workspace.command(run + ["--explain"]).run()
      #expect(explained.exitCode == 0 && explained.standardError.isEmpty)
      #expect(try workspace.names() == ["table.csv"])
      for line in ["hidden: [8]", "epochs: 3", "optimizer: \"adam\"", "loss: \"mae\"", "target: \"y\""] {
        #expect(explained.standardOutput.contains("\n\(line)\n"), "\(line)")
      }
      try workspace.write(explained.standardOutput, to: "run.yaml")
      #expect(try workspace.command(run + ["--output", "preset", "--quiet"]).run().exitCode == 0)
      #expect(
        try workspace.vintner("train", "--config", "run.yaml", "--output", "file", "--quiet").exitCode == 0)
      #expect(try workspace.train("--quiet", output: "default").exitCode == 0)
      let models = try ["preset", "file", "default"].map { try workspace.data("\($0)/model.safetensors") }
      #expect(models[0] == models[1] && models[0] == models[2])
    }
  }

  @Test func explainsWithoutATable() throws {
    let outcome = try Command.vintner(
      "train", "--preset", "keras-red-wine", "--explain", "--task", "multiclass"
    ).run()
    #expect(outcome.exitCode == 0)
    #expect(outcome.standardOutput.contains("loss: \"sparse_categorical_crossentropy\"\n"))
    #expect(outcome.standardOutput.contains("hidden: [512, 512, 512]\n"))
    #expect(!outcome.standardOutput.contains("target:") && !outcome.standardOutput.contains("data:"))
  }

  @Test func refusesWhatThereIsNot() throws {
    try Command.vintner("train", "--preset", "keras", "--explain").run().expectRefusal(
      64, "--preset is \"keras\", where one of keras-red-wine is expected; see 'vintner train --help'.")
    try Command.vintner("train", "--preset", "keras-red-wine", "--config", "a.yaml").run().expectRefusal(
      64,
      "--preset does not go with --config, which has all settings: leave one of them out; see 'vintner train --help'."
    )
  }
}
