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

  /// What is printed trains the same networks as the preset.
  @Test(arguments: ["strong", "fast"]) func trainsWhatItExplains(_ name: String) throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      let run = ["train", "table.csv", "--target", "y", "--preset", name, "--epochs", "2"]
      let explained = try workspace.command(run + ["--explain"]).run()
      #expect(explained.exitCode == 0 && explained.standardError.isEmpty)
      try workspace.write(explained.standardOutput, to: "run.yaml")
      let outcome = try workspace.command(run + ["--test-fraction", "0.2", "--output", "tested"]).run()
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      let text = outcome.standardOutput
      #expect(text.contains("\nout of fold") && text.contains("\ntest rows"))
      #expect(try workspace.command(run + ["--output", "preset", "--quiet"]).run().exitCode == 0)
      #expect(
        try workspace.vintner("train", "--config", "run.yaml", "--output", "file", "--quiet").exitCode == 0)
      #expect(
        try workspace.data("preset/model.safetensors") == workspace.data("file/model.safetensors"))
      #expect(try workspace.text("preset/config.yaml").contains("\nfold_models: \"bagging\"\n"))
      // A gap where training had none.
      let gap = Sample.table.replacing(/\n[^,\n]*,/, with: "\n,", maxReplacements: 1)
      try workspace.write(gap, to: "gap.csv")
      #expect(try workspace.vintner("predict", "file/model.safetensors", "gap.csv").exitCode == 0)
    }
  }

  /// The report of the first training stands above, that of the second one's test rows below.
  @Test func trainsAgainOnAllRows() throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      let outcome = try workspace.vintner(
        "train", "table.csv", "--target", "y", "--preset", "fast", "--epochs", "2", "--ensemble", "2",
        "--refit", "--test-fraction", "0.2", "--output", "tested")
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      let text = outcome.standardOutput.replacing(/\s+/, with: " ")
      #expect(text.contains("the model that is written was trained again, on all 16 rows for "))
      #expect(text.contains("; the results above are those of the first one, on rows that it had not seen"))
      let places = ["refit", "test rows"].compactMap {
        outcome.standardOutput.range(of: "\n\($0)")?.lowerBound
      }
      #expect(places.count == 2 && places[0] < places[1])
      #expect(try workspace.text("tested/config.yaml").contains("\nrefit: true\n"))
    }
  }

  /// The last layer has as many units as the table shows.
  @Test func explainsClassesThatNoTableHasShown() throws {
    let outcome = try Command.vintner("train", "--preset", "fast", "--explain", "--task", "multiclass").run()
    let layers = outcome.standardOutput.components(separatedBy: "{type: dense, ").dropFirst()
    #expect(layers.map { $0.hasPrefix("units: 64, activation: selu") } == [true, true, true, false])
    #expect(layers.last?.hasPrefix("activation: softmax") == true)
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
      64,
      "--preset is \"keras\", where one of keras-red-wine, fast, strong is expected; see 'vintner train --help'."
    )
    try Command.vintner("train", "--preset", "keras-red-wine", "--config", "a.yaml").run().expectRefusal(
      64,
      "--preset does not go with --config, which has all settings: leave one of them out; see 'vintner train --help'."
    )
  }
}
