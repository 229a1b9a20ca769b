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
      let expected = [
        "note: binary_crossentropy expects probabilities, but the last activation is linear: make it sigmoid, or"
          + " take the loss from logits after a linear one."
      ]
      let outcome = try workspace.train("--loss", "binary_crossentropy")
      #expect(outcome.exitCode == 0)
      #expect(notes(outcome).map(String.init) == expected)
      #expect(notes(try workspace.train("--loss", "binary_crossentropy:from_logits=true")) == [])
      #expect(notes(try workspace.train("--loss", "binary_crossentropy", "--quiet")) == [])
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
      #expect(outcome.exitCode == 0 && notes(outcome).map(String.init) == [note])
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
