import Foundation
import TestSupport
import Testing

/// `vintner experiment` as a process: results, killed and gone on with, interrupted, refused.
struct ExperimentCommandTests {
  private func with(_ text: String = Sample.experiment, _ body: (Workspace) throws -> Void) throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      try workspace.write(text, to: "rates.yaml")
      try body(workspace)
    }
  }

  @Test func printsAndWritesItsResults() throws {
    try with { workspace in
      let outcome = try workspace.vintner("experiment", "rates.yaml", "--quiet")
      #expect(outcome.exitCode == 0 && outcome.standardError.isEmpty)
      let lines = outcome.standardOutput.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(
        lines[0].wholeMatch(of: /learning_rate  runs  diverged  test loss +quartiles +time/) != nil)
      #expect(lines[1].firstMatch(of: /^0\.001 +3 +0 %  +0\.\d+  +0\.\d+ to 0\.\d+  +[0-9.]+ m?s$/) != nil)
      #expect(lines.last == "" && lines.contains { $0.hasPrefix("written    rates: report.md") })
      #expect(
        try workspace.names("rates") == [
          "curves.csv", "figures", "report.md", "results.csv", "runs.jsonl", "summary.csv",
        ])
      #expect(try workspace.names("rates/figures") == ["test-loss.svg", "train-loss.svg"])
      let results = try workspace.text("rates/results.csv").split(separator: "\n")
      #expect(
        results[0]
          == "learning_rate,seed,epochs,train_loss,test_loss,lowest_test_loss,lowest_test_epoch,diverged")
      #expect(results.count == 7 && results[1].hasPrefix("0.001,1,3,") && results[6].hasPrefix("0.01,3,3,"))
      #expect(try workspace.text("rates/curves.csv").split(separator: "\n").count == 1 + 6 * 3)
      let report = try workspace.text("rates/report.md")
      for part in [
        "2 variations, 6 runs.", "| 0.01 | 3 | 0 % |", "](figures/test-loss.svg)", "| `hidden` | 8 |",
      ] {
        #expect(report.contains(part), "\(part)")
      }
    }
  }

  @Test func printsOneObject() throws {
    try with { workspace in
      let object = try workspace.vintner("experiment", "rates.yaml", "--output", "a/b", "--json").object()
      #expect(object["runs"] as? Int == 6 && object["planned_runs"] as? Int == 6)
      let variations = try #require(object["variations"] as? [[String: Any]])
      #expect(variations.map { $0["label"] as? String } == ["0.001", "0.01"])
      #expect(variations[0]["changes"] as? [String: String] == ["learning_rate": "0.001"])
      #expect(variations[1]["diverged"] as? Double == 0 && variations[1]["converged"] is NSNull)
      let loss = try #require(variations[0]["test_loss"] as? [String: Any])
      #expect(loss["count"] as? Int == 3 && loss["median"] is Double && loss["sd"] is Double)
      #expect(try workspace.names("a/b").contains("report.md"))
    }
  }

  @Test func givesTheSameBytesWithAnyNumberOfThreads() throws {
    try with { workspace in
      for threads in ["1", "3"] {
        let outcome = try workspace.vintner(
          "experiment", "rates.yaml", "--output", threads, "--threads", threads)
        #expect(outcome.exitCode == 0)
      }
      for file in ["results.csv", "curves.csv", "figures/test-loss.svg"] {
        #expect(try workspace.data("1/\(file)") == workspace.data("3/\(file)"), "\(file)")
      }
    }
  }

  /// The files are found from the experiment's folder, and a run is that of `vintner train`.
  @Test func validatesOnTheRowsOfAFile() throws {
    try with { workspace in
      try FileManager.default.createDirectory(
        at: workspace.folder.appending(path: "deep"), withIntermediateDirectories: false)
      try workspace.write("a,b,y\n1,2,3\n4,5,1\n", to: "deep/valid.csv")
      try workspace.write(
        Sample.experiment.replacing("data: table.csv", with: "data: ../table.csv\nvalidation: valid.csv")
          .replacing("seeds: 3", with: "seeds: 1"), to: "deep/rates.yaml")
      let outcome = try workspace.vintner(
        "experiment", "deep/rates.yaml", "--output", "out", "--json", "--quiet")
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      let variations = try #require(try outcome.object()["variations"] as? [[String: Any]])
      let loss = try #require((variations[0]["test_loss"] as? [String: Any])?["median"] as? Double)
      let trained = try workspace.train(
        "--validation", "deep/valid.csv", "--seed", "1", "--json", "--quiet", output: "own")
      let expected = try #require(try trained.object()["val_loss"] as? Double)
      #expect(relativeDifference(loss, expected) < 1e-9)
      // Other rows to validate on are another experiment.
      try workspace.write("a,b,y\n1,2,3\n4,5,2\n", to: "deep/valid.csv")
      let changed = try workspace.vintner("experiment", "deep/rates.yaml", "--output", "out")
      #expect(changed.exitCode == 64 && changed.standardError.contains("`validation_sha256` was "))
    }
  }

  @Test func trainsByFoldsAndSetsTestRowsAside() throws {
    let text = Sample.experiment.replacing("seeds: 3", with: "seeds: 1\nfolds: 4\ntest_fraction: 0.2")
    try with(text) { workspace in
      let outcome = try workspace.vintner("experiment", "rates.yaml", "--json")
      #expect(try outcome.object()["runs"] as? Int == 2)
      #expect(
        outcome.standardError.contains(
          "note: 4 of 20 rows are set aside as test rows: no run sees them, so that the variation that is chosen can be"
            + " tested on them.\n"), "\(outcome.standardError)")
      #expect(try workspace.text("rates/report.md").contains("| `folds` | 4 |"))
    }
  }

  /// Weights name classes as the file spells them.
  @Test func classesKeepTheSpellingOfTheFile() throws {
    let text = Sample.experiment.replacing("target: y", with: "target: y\nclass_weights: [\"False=2\"]")
    try with(text) { workspace in
      let rows = (0..<20).map { "\($0),\($0 * 2 % 7),\($0 % 2 == 0 ? "True" : "False")\n" }.joined()
      try workspace.write("a,b,y\n" + rows, to: "table.csv")
      let outcome = try workspace.vintner("experiment", "rates.yaml", "--quiet")
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
    }
  }

  /// Runs that take some tenths of a second each.
  private static let slow = Sample.experiment.replacing(
    "epochs: 3", with: "epochs: 2000\nearly_stopping: false"
  )
  .replacing("seeds: 3", with: "seeds: 5").replacing("hidden: [8]", with: "hidden: [64, 64]")

  @Test func goesOnWhereItWasKilled() throws {
    try with(Self.slow) { workspace in
      let whole = try workspace.vintner("experiment", "rates.yaml", "--output", "whole")
      #expect(whole.exitCode == 0)
      for round in 1...2 {
        let running = try workspace.command(["experiment", "rates.yaml", "--threads", "1"]).start()
        try running.wait(for: "run \(3 * round)/10")
        running.send(SIGKILL)
        #expect(try running.outcome().exitCode == 128 + SIGKILL)
        let lines = try workspace.text("rates/runs.jsonl").split(separator: "\n").count
        #expect(lines > 3 * round && lines < 11)
        #expect(try !workspace.names("rates").contains("results.csv"))
      }
      let rest = try workspace.vintner("experiment", "rates.yaml")
      #expect(rest.exitCode == 0)
      #expect(!rest.standardError.contains("run 5/10"))
      for file in ["results.csv", "curves.csv", "figures/test-loss.svg"] {
        #expect(try workspace.data("rates/\(file)") == workspace.data("whole/\(file)"), "\(file)")
      }
      #expect(try workspace.names("rates") == workspace.names("whole"))
    }
  }

  @Test func ctrlCSavesWhatHasEnded() throws {
    try with(Self.slow) { workspace in
      let running = try workspace.command(["experiment", "rates.yaml", "--threads", "1"]).start()
      try running.wait(for: "run 2/10")
      running.send(SIGINT)
      let outcome = try running.outcome()
      #expect(outcome.exitCode == 130)
      let runs = try workspace.text("rates/results.csv").split(separator: "\n").count - 1
      #expect((2...9).contains(runs))
      #expect(
        outcome.standardError.hasSuffix(
          "\nvintner: Interrupted: \(runs) of 10 runs are saved in 'rates'; the same command resumes with the"
            + " others.\n"))
      #expect(try workspace.text("rates/report.md").contains("\(runs) of 10 runs so far"))
      let rest = try workspace.vintner("experiment", "rates.yaml", "--json", "--quiet")
      #expect(try rest.object()["runs"] as? Int == 10)
      #expect(try workspace.text("rates/report.md").contains("2 variations, 10 runs."))
    }
  }

  @Test func countsRunsThatDiverge() throws {
    let text =
      Sample.experiment.replacing("[0.001, 0.01]", with: "[0.001, 1e30]")
      + "optimizer: sgd\nconverged: {test_loss: 1000}\n"
    try with(text) { workspace in
      let object = try workspace.vintner("experiment", "rates.yaml", "--json", "--quiet").object()
      let variations = try #require(object["variations"] as? [[String: Any]])
      #expect(variations.map { $0["diverged"] as? Double } == [0, 1])
      #expect(variations.map { $0["converged"] as? Double } == [1, 0])
      #expect(variations[1]["test_loss"] is NSNull)
      let results = try workspace.text("rates/results.csv").split(separator: "\n")
      #expect(results[4] == "1e+30,1,,,,,,true,false,")
    }
  }

  @Test func drawsTheSurfacesOfPlaygroundData() throws {
    let spiral = "data: spiral\ncount: 40\nepochs: 20\nseeds: 2\nvariations: {hidden: [[], [3], [4, 2]]}\n"
    try with(spiral) { workspace in
      #expect(try workspace.vintner("experiment", "rates.yaml").exitCode == 0)
      #expect(
        try workspace.names("rates/figures") == [
          "surface-1.svg", "surface-2.svg", "surface-3.svg", "test-accuracy.svg", "test-loss.svg",
          "train-accuracy.svg", "train-loss.svg",
        ])
      let report = try workspace.text("rates/report.md")
      #expect(report.contains("![decision surface of 4-2, seed 1](figures/surface-3.svg)"))
      let results = try workspace.text("rates/results.csv").split(separator: "\n")
      #expect(results[1].hasPrefix("none,1,20,") && results[6].hasPrefix("4-2,2,20,"))
      // What was run is not run again, and leads to the same files.
      let before = try workspace.data("rates/figures/surface-3.svg")
      #expect(try workspace.vintner("experiment", "rates.yaml").exitCode == 0)
      #expect(try workspace.data("rates/figures/surface-3.svg") == before)
    }
  }
}
