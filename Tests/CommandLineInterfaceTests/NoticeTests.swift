import Foundation
import TestSupport
import Testing

/// What `vintner train` notes on standard error, and how it says which weights it kept.
struct NoticeTests {
  private func notes(_ outcome: CommandOutcome) -> [Substring] {
    outcome.standardError.split(separator: "\n").filter { $0.hasPrefix("note: ") }
  }

  @Test func aLossThatDoesNotFitTheLastActivation() throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      func notes(_ loss: String, _ options: String...) throws -> [Substring] {
        try workspace.write(
          """
          data: table.csv
          target: y
          task: classification
          positive_from: 2
          layers: [{type: dense, units: 4}, {type: dense, units: 1}]
          loss: \(loss)
          batch_size: 5
          epochs: 2

          """, to: "run.yaml")
        let outcome = try workspace.command(["train", "--config", "run.yaml"] + options).run()
        #expect(outcome.exitCode == 0)
        return self.notes(outcome)
      }
      #expect(
        try notes("binary_crossentropy") == [
          "note: binary_crossentropy expects probabilities, but the last activation is linear: make it sigmoid, or"
            + " take the loss from logits after a linear one."
        ])
      #expect(try notes("{name: binary_crossentropy, from_logits: true}", "--output", "logits") == [])
      #expect(try notes("binary_crossentropy", "--output", "quiet", "--quiet") == [])
    }
  }

  @Test func aFileWithoutAHeader() throws {
    try Workspace.with { workspace in
      let note =
        "note: The file has no header, for its first row holds a number: its columns are called \"Unnamed: 0\" to"
        + " \"Unnamed: 2\"."
      try workspace.write(Sample.rows, to: "rows.csv")
      let outcome = try workspace.command(
        ["train", "rows.csv", "--target", "Unnamed: 2"] + Sample.smallRun
      ).run()
      let index = "note: The column \"Unnamed: 0\" numbers the rows: it is left out of the features."
      #expect(outcome.exitCode == 0 && notes(outcome).map(String.init) == [note, index])
      #expect(try workspace.vintner("inspect", "rows.csv").standardError == note + "\n")
      try workspace.vintner("train", "rows.csv", "--target", "y").expectRefusal(
        64, #"There is no column "y": the table has "Unnamed: 0", "Unnamed: 1", "Unnamed: 2"."#)
    }
  }

  @Test func aTargetOfOneValue() throws {
    try Workspace.with { workspace in
      try workspace.write("a,y\n" + (0..<20).map { "\($0),3\n" }.joined(), to: "same.csv")
      let outcome = try workspace.command(["train", "same.csv", "--target", "y"] + Sample.smallRun).run()
      #expect(
        notes(outcome) == [
          "note: The target \"y\" has one value in all training rows: there is nothing to learn."
        ])
    }
  }

  @Test func filesThatAreReplaced() throws {
    try Workspace.with { workspace in
      #expect(notes(try workspace.train("--no-overwrite")) == [])
      let model = try workspace.data("out/model.safetensors")
      let again = try workspace.train("--seed", "1")
      let files = "model.safetensors, history.csv, curves.svg and config.yaml"
      #expect(
        notes(again) == [
          "note: 'out' holds \(files): they will be replaced (--no-overwrite refuses, --output names another place)."
        ])
      let replaced = try workspace.data("out/model.safetensors")
      #expect(again.exitCode == 0 && replaced != model)
      try workspace.train("--no-overwrite", "--epochs", "1000000000").expectRefusal(
        73,
        "'out' holds \(files), which --no-overwrite keeps: name another place with --output, or leave out"
          + " --no-overwrite.")
      #expect(try workspace.data("out/model.safetensors") == replaced)

      _ = try workspace.vintner("predict", "out/model.safetensors", "table.csv", "--output", "p.csv")
      let predicted = try workspace.vintner(
        "predict", "out/model.safetensors", "table.csv", "--output", "p.csv")
      #expect(
        notes(predicted) == [
          "note: 'p.csv' exists: it will be replaced (--no-overwrite refuses, --output names another place).",
          Substring(Sample.noteOfRowsOutside),
        ])
      try workspace.vintner(
        "predict", "out/model.safetensors", "table.csv", "--output", "p.csv", "--no-overwrite"
      ).expectRefusal(
        73,
        "'p.csv' exists, which --no-overwrite keeps: name another place with --output, or leave out"
          + " --no-overwrite.")
      // A device is written to, not replaced.
      let device = try workspace.vintner(
        "predict", "out/model.safetensors", "table.csv", "--output", "/dev/stdout", "--no-overwrite")
      #expect(device.exitCode == 0 && device.standardOutput.hasPrefix("prediction\n"))

      let sweep =
        ["find-learning-rate", "table.csv", "--target", "y", "--output", "out", "--hidden", "8"]
        + ["--batch-size", "5"]
      #expect(notes(try workspace.command(sweep + ["--updates", "5"]).run()) == [])
      let second = notes(try workspace.command(sweep + ["--updates", "5"]).run())
      #expect(
        second.count == 1
          && second[0].hasPrefix("note: 'out' holds learning-rates.svg and learning-rates.csv: "))
      #expect(try workspace.command(sweep + ["--no-overwrite"]).run().exitCode == 73)
    }
  }

  @Test func anExperimentThatIsReplacedRatherThanResumed() throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      try workspace.write(Sample.experiment, to: "rates.yaml")
      #expect(notes(try workspace.vintner("experiment", "rates.yaml", "--no-overwrite")) == [])
      #expect(notes(try workspace.vintner("experiment", "rates.yaml")) == [])
      let restarted = notes(try workspace.vintner("experiment", "rates.yaml", "--restart"))
      #expect(restarted.count == 1)
      #expect(
        restarted[0].hasPrefix("note: 'rates' holds runs.jsonl, report.md, summary.csv, results.csv and "))
      #expect(try workspace.vintner("experiment", "rates.yaml", "--no-overwrite").exitCode == 73)
    }
  }

  /// Without early stopping the last epoch's weights are kept, whatever came before.
  @Test func theLastEpochIsNotCalledTheBest() throws {
    try Workspace.with { workspace in
      let last = try workspace.train("--no-early-stopping").standardOutput
      #expect(last.contains("\nlast epoch      3 of 3 (all epochs done)\n") && !last.contains("best epoch"))
      #expect(try workspace.text("out/curves.svg").contains(">last epoch 3: "))
      let best = try workspace.train().standardOutput
      #expect(best.contains("\nbest epoch      3 of 3 (all epochs done)\n") && !best.contains("last epoch"))
    }
  }

  /// The loss that training minimizes is named, and what is compared has no penalty: scaled to the range of the
  /// target's training rows, 0 to 4, it is the MAE in the target's units.
  @Test func aLossWithAPenalty() throws {
    try Workspace.with { workspace in
      let penalty = ["--regularization", "l2", "--regularization-rate", "0.5"]
      let run = ["train", "table.csv", "--target", "y", "--output", "out"] + Sample.smallRun + penalty
      try workspace.write(Sample.table, to: "table.csv")
      let outcome = try workspace.command(run).run()
      let object = try workspace.command(run + ["--quiet", "--json"]).run().object()
      let penalized = try #require(object["val_loss"] as? Double)
      let plain = try #require(object["val_loss_without_penalty"] as? Double)
      let inUnits = try #require(object["val_mae"] as? Double)
      #expect(abs(4 * plain - inUnits) < 1e-6 * inUnits && penalized > plain + 0.1)
      let text = outcome.standardOutput.replacing(/\s+/, with: " ")
      #expect(text.contains(" in the units of y, \(short(plain)) scaled R² "))
      #expect(text.contains(" with penalty \(short(penalized)), which training minimizes"))
      #expect(text.contains("MAE with penalty (scaled)"))
      #expect(try workspace.text("out/curves.svg").contains("MAE with penalty (scaled)"))
      #expect(
        try workspace.text("out/history.csv").hasPrefix(
          "epoch,loss,val_loss,loss_without_penalty,val_loss_without_penalty,seconds\n"))
      // The line of progress is a training's of three epochs, the last of which is kept.
      let history = try workspace.text("out/history.csv").split(separator: "\n")[3].split(separator: ",")
      let columns = history.compactMap { Double($0) }
      #expect(
        outcome.standardError.contains(
          "epoch 3/3  loss \(short(columns[1]))  val_loss \(short(penalized))"
            + "  (without penalty \(short(columns[3])), \(short(plain)))\n"))
      let file = "out/model.safetensors"
      let inspected = try workspace.command(["inspect", file, "--json"]).run().object()
      let provenance = try #require(inspected["provenance"] as? [String: Any])
      let names = ["", "_without_penalty"].flatMap { ["final_loss" + $0, "final_val_loss" + $0] }
      for (name, value) in zip(names, columns[1...4]) {
        // Foundation's JSON reader is an ulp off now and then.
        #expect(abs(try #require(provenance[name] as? Double) - value) < 1e-14, "\(name)")
      }
      #expect(
        try workspace.command(["inspect", file]).run().standardOutput.contains(
          "loss        mae with penalties on the weights, batches of "))
      let without = try workspace.train(output: "plain")
      #expect(!without.standardOutput.contains("with penalty ") && !without.standardError.contains("penalt"))
      let unpenalized = try workspace.command(["inspect", "plain/model.safetensors", "--json"]).run()
      #expect(!unpenalized.standardOutput.contains("penalt"))
      #expect(try !workspace.text("plain/curves.svg").contains("penalty"))
      let sweep = ["find-learning-rate", "table.csv", "--target", "y", "--updates", "5"] + penalty
      let swept = try workspace.command(sweep).run().standardOutput
      #expect(swept.contains("MAE with penalty of the training batches"))
    }
  }

  private func short(_ value: Double) -> String { Double(String(format: "%.4g", value))!.description }

  @Test func everyLossAndMetricCanBeNamed() throws {
    try Workspace.with { workspace in
      for loss in ["mse", "huber:delta=0.5", "log_cosh", "quantile:quantile=0.9", "mean_absolute_error"] {
        let outcome = try workspace.train("--loss", loss, "--quiet")
        #expect(outcome.exitCode == 0 && outcome.standardError.isEmpty, "\(loss)")
      }
      let outcome = try workspace.train(
        "--loss", "quantile:quantile=0.9", "--metrics", "r2,rmse,huber:delta=2", "--no-early-stopping")
      #expect(outcome.standardOutput.contains(" quantile loss (scaled)\n"))
      let history = try workspace.text("out/history.csv")
      #expect(history.hasPrefix("epoch,loss,r2,rmse,huber,val_loss,val_r2,val_rmse,val_huber,seconds\n"))
      let config = try workspace.text("out/config.yaml")
      #expect(config.contains("\nloss: {name: quantile, quantile: 0.9}\n"))
      #expect(config.contains("\nmetrics: [\"r2\", \"rmse\", {name: huber, delta: 2.0}]\n"))
      let again = try workspace.vintner("train", "--config", "out/config.yaml", "--output", "again")
      #expect(again.exitCode == 0)
      #expect(try workspace.data("again/model.safetensors") == workspace.data("out/model.safetensors"))
      let inspected = try workspace.vintner("inspect", "out/model.safetensors").standardOutput
      #expect(inspected.contains("\nloss        quantile:quantile=0.9, batches of 5 rows\n"))
    }
  }
}
