import Foundation
import TestSupport
import Testing

/// `vintner compare` as a process: results, interrupted and gone on with, refused.
struct CompareCommandTests {
  private static let small = "hidden: [8]\nbatch_size: 5\nepochs: 3\n"

  private func with(_ body: (Workspace) throws -> Void) throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      try workspace.write(Self.small, to: "small.yaml")
      try body(workspace)
    }
  }

  /// Compares simple models and small networks.
  private func compare(_ workspace: Workspace, _ arguments: String...) throws -> CommandOutcome {
    try workspace.command(
      ["compare", "table.csv", "small.yaml", "--target", "y", "--presets", "none"] + arguments
    ).run()
  }

  @Test func printsAndWritesItsResults() throws {
    try with { workspace in
      let outcome = try compare(workspace, "--quiet", "--output", "out")
      #expect(outcome.exitCode == 0 && outcome.standardError.isEmpty)
      let lines = outcome.standardOutput.split(separator: "\n", omittingEmptySubsequences: false).map(
        String.init)
      #expect(lines[0].wholeMatch(of: /contender +MAE +± +time +difference +95 % interval/) != nil)
      #expect(
        Set(lines[1...3].map { $0.prefix { $0 != " " } }) == ["median", "ridge", "small.yaml"]
          && lines[1].hasSuffix("–"))
      #expect(lines[5...7].allSatisfy { $0.contains("◆") } && lines.allSatisfy { $0.count <= 80 })
      #expect(lines.contains { $0.hasPrefix("verdict    ") })
      #expect(
        try workspace.names("out") == [
          "curves.csv", "figures", "report.md", "results.csv", "runs.jsonl", "summary.csv",
        ])
      #expect(
        try workspace.names("out/figures") == ["leaderboard.svg", "test-loss.svg", "train-loss.svg"])
      let summary = try workspace.text("out/summary.csv").split(separator: "\n")
      #expect(
        summary[0]
          == "contender,mae_mean,mae_sd,difference,difference_lower,difference_upper,folds,failures,seconds")
      let results = try workspace.text("out/results.csv").split(separator: "\n")
      #expect(
        results.count == 16 && results[0].hasPrefix("contender,seed,epochs,train_loss,test_loss,mae,rmse,r2,")
      )
      let report = try workspace.text("out/report.md")
      for part in ["3 contenders, 15 runs.", "](figures/leaderboard.svg)", "| `folds` | 5 |"] {
        #expect(report.contains(part), "\(part)")
      }
    }
  }

  @Test func printsOneObject() throws {
    try with { workspace in
      let object = try compare(workspace, "--json", "--folds", "3", "--repeats", "2", "--by", "r2").object()
      #expect(object["score"] as? String == "r2" && object["folds"] as? Int == 3)
      #expect(object["runs"] as? Int == 18 && object["planned_runs"] as? Int == 18)
      let contenders = try #require(object["contenders"] as? [[String: Any]])
      let means = contenders.compactMap { $0["mean"] as? Double }
      #expect(means.count == 3 && means == means.sorted(by: >))
      #expect(contenders[0]["difference"] is NSNull && contenders[1]["difference_lower"] is Double)
      #expect(object["output"] as? String == "table-comparison")
      #expect(try workspace.names("table-comparison").contains("report.md"))
    }
  }

  /// Runs that take some tenths of a second each.
  private static let slow = "hidden: [64, 64]\nbatch_size: 5\nepochs: 2000\nearly_stopping: false\n"

  @Test func goesOnWhereItWasKilledOrInterrupted() throws {
    try with { workspace in
      try workspace.write(Self.slow, to: "small.yaml")
      let whole = try compare(workspace, "--output", "whole")
      #expect(whole.exitCode == 0)
      let arguments =
        ["compare", "table.csv", "small.yaml", "--target", "y", "--presets", "none"]
        + ["--output", "parts", "--threads", "1"]
      let killed = try workspace.command(arguments).start()
      try killed.wait(for: "run 3/15")
      killed.send(SIGKILL)
      #expect(try killed.outcome().exitCode == 128 + SIGKILL)
      let saved = try workspace.text("parts/runs.jsonl").split(separator: "\n").count - 1
      #expect((3...14).contains(saved))
      let interrupted = try workspace.command(arguments).start()
      try interrupted.wait(for: "run 6/15")
      interrupted.send(SIGINT)
      let outcome = try interrupted.outcome()
      #expect(outcome.exitCode == 130)
      #expect(outcome.standardError.contains("runs are saved in 'parts'; the same command resumes"))
      let rest = try workspace.command(arguments).run()
      #expect(rest.exitCode == 0 && !rest.standardError.contains("run 5/15"))
      for file in ["results.csv", "curves.csv", "figures/leaderboard.svg"] {
        #expect(try workspace.data("parts/\(file)") == workspace.data("whole/\(file)"), "\(file)")
      }
      // What is complete is not run again.
      let again = try workspace.command(arguments + ["--json"]).run()
      #expect(try again.object()["runs"] as? Int == 15 && !again.standardError.contains("run 14/15"))
    }
  }

  @Test func comparesClasses() throws {
    try with { workspace in
      let rows = (0..<30).map { "\($0 % 3 * 5 + $0 % 2),\(["oak", "elm", "ash"][$0 % 3])\n" }.joined()
      try workspace.write("a,y\n" + rows, to: "table.csv")
      let outcome = try compare(workspace, "--json")
      let contenders = try #require(try outcome.object()["contenders"] as? [[String: Any]])
      #expect(contenders[0]["name"] as? String == "logistic" && contenders[0]["mean"] as? Double == 1)
      #expect(outcome.standardError.contains("note: The target \"y\" is text of 3 different values"))
    }
  }

  /// Rows that lack a value are left out for all contenders, or for none.
  @Test func allPredictTheSameRows() throws {
    try with { workspace in
      try workspace.write(Sample.table.replacing("\n3,", with: "\n,"), to: "table.csv")
      try workspace.write(Self.small + "missing: [drop]\n", to: "small.yaml")
      try compare(workspace, "--quiet", "--output", "out").expectRefusal(
        64,
        "`missing` of small.yaml has it predict 3 rows of a fold, where the others predict 4: set it for the"
          + " comparison.")
      let outcome = try compare(
        workspace, "--quiet", "--output", "out", "--missing", "drop", "--restart", "--json")
      #expect(try outcome.object()["runs"] as? Int == 15, "\(outcome.standardError)")
      let results = try workspace.text("out/runs.jsonl")
      #expect(results.split(separator: "\n").count == 16)
    }
  }

  @Test func refusesWhatCannotBe() throws {
    try with { workspace in
      func refused(_ exitCode: Int32, _ line: String, _ arguments: String...) throws {
        try workspace.command(["compare"] + arguments).run().expectRefusal(exitCode, line)
      }
      try refused(
        64, "No target: name the column to predict with --target NAME.", "table.csv")
      try refused(
        64,
        "--presets is \"keras\", where one of keras-red-wine, fast, strong, none is expected; see 'vintner compare --help'.",
        "table.csv", "--target", "y", "--presets", "keras")
      try refused(
        64, "--folds is 1, where 2 to 1000 is expected; see 'vintner compare --help'.", "table.csv",
        "--target",
        "y", "--folds", "1")
      try refused(
        64, "`by` is \"accuracy\", where one of mae, rmse, r2 is expected.", "table.csv", "--target", "y",
        "--by", "accuracy")
      try refused(
        66, "Cannot read 'absent.yaml': there is no such file; check the path.", "table.csv", "absent.yaml",
        "--target",
        "y")
      try workspace.write("a,y\n1,0.5\n2,1.5\n3,2.5\n", to: "halves.csv")
      try workspace.write("target: b\n", to: "other.yaml")
      try refused(
        64, "`target` is not that of the comparison: contenders predict the same.", "table.csv", "other.yaml",
        "--target", "y")
      try workspace.write(
        Self.small + "callbacks: [{name: model_checkpoint, filepath: a}]\n", to: "save.yaml")
      try refused(
        64,
        "`callbacks` has a model_checkpoint, whose files the runs of an experiment would overwrite for each other:"
          + " leave it out.", "table.csv", "save.yaml", "--target", "y")
      try refused(
        65, "20 rows cannot be divided into 21 folds: use at most as many folds as there are rows.",
        "table.csv",
        "--target", "y", "--folds", "21")
      // What is wrong with the table is said as for training, with the option that helps.
      try refused(
        65,
        "The column \"y\" holds 0.5 in row 0 (counted from 0), which is not a class: classes are texts, booleans or"
          + " whole numbers (--task regression).", "halves.csv", "--target", "y", "--task", "multiclass")
      _ = try compare(workspace, "--quiet", "--output", "out")
      try refused(
        64,
        "'out' has 15 runs of another experiment: `folds` was 5, now it is 4. Undo the change, choose another"
          + " folder, or start over. See --output and --restart.", "table.csv", "small.yaml", "--target", "y",
        "--presets", "none", "--folds", "4", "--output", "out")
      #expect(try compare(workspace, "--quiet", "--output", "out", "--folds", "4", "--restart").exitCode == 0)
    }
  }
}
