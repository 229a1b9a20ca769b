import Foundation
import TestSupport
import Testing

/// How `vintner train` divides the rows.
struct SplitTests {
  /// 60 rows: 6 of the rare class, three rows a person, days in descending order.
  static let table =
    "person,day,x,y,kind\n"
    + (0..<60).map { row in
      "p\(row / 3),2020-0\(6 - row / 10)-\(10 + row % 10),\(row % 7),\(row % 5),\(row % 10 == 3 ? "rare" : "usual")\n"
    }.joined()

  private func train(
    _ workspace: Workspace, _ arguments: [String], target: String = "y"
  ) throws -> CommandOutcome {
    try workspace.write(Self.table, to: "table.csv")
    return try workspace.command(
      [
        "train", "table.csv", "--target", target, "--hidden", "8", "--epochs", "4", "--batch-size", "8",
      ] + (arguments.contains("--output") ? [] : ["--output", "out"]) + arguments
    ).run()
  }

  /// 70 % of 6 rare rows are 4, of 54 usual ones 38: the largest remainders of 42 rows, by hand.
  @Test func classesAreInBothParts() throws {
    try Workspace.with { workspace in
      let outcome = try train(workspace, ["--task", "classification", "--json"], target: "kind")
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      let object = try outcome.object()
      #expect(object["rows_train"] as? Int == 42 && object["rows_valid"] as? Int == 18)
      // 2 of the 18 validation rows are rare.
      let majority = try #require(object["baseline_majority_accuracy"] as? Double)
      #expect(abs(majority - 16.0 / 18) < 1e-12)
      #expect(try workspace.text("out/config.yaml").contains("\nstratify:") == false)
    }
  }

  @Test func groupsAndTimesDivide() throws {
    try Workspace.with { workspace in
      let grouped = try train(workspace, ["--group", "person", "--json"])
      #expect(grouped.exitCode == 0, "\(grouped.standardError)")
      // 20 persons: 14 to train on, 6 to validate.
      #expect(try grouped.object()["rows_train"] as? Int == 42)
      let inspected = try workspace.vintner("inspect", "out/model.safetensors", "--json").object()
      let inputs = try #require((inspected["preprocessing"] as? [String: Any])?["inputs"] as? [String])
      #expect(!inputs.contains { $0.hasPrefix("person") })

      let timed = try train(workspace, ["--split-by", "day", "--test-fraction", "0.2", "--json"])
      #expect(timed.exitCode == 0, "\(timed.standardError)")
      let object = try timed.object()
      // 12 of 60 rows, then 70 % of 48: 33.6.
      #expect(object["rows_test"] as? Int == 12 && object["rows_train"] as? Int == 34)
      #expect(object["rows_valid"] as? Int == 14)
      let test = try #require(object["test"] as? [String: Any])
      // Where the model is measured on the rows of the last days itself, the result is the same.
      let lines = Self.table.split(separator: "\n")
      try workspace.write(
        ([lines[0]] + lines[19...20] + lines[1...10]).joined(separator: "\n") + "\n", to: "last.csv")
      let evaluated = try workspace.vintner("evaluate", "out/model.safetensors", "last.csv", "--json")
      let (found, expected) = (
        try #require(try evaluated.object()["mae"] as? Double), try #require(test["mae"] as? Double)
      )
      #expect(abs(found - expected) < 1e-9)
      let text = try train(workspace, ["--test-fraction", "0.2"]).standardOutput
      #expect(text.contains("\ntest rows       12, unseen until now: MAE "))
    }
  }

  @Test func oneMayBringTheValidationRows() throws {
    try Workspace.with { workspace in
      let lines = Self.table.split(separator: "\n")
      try workspace.write(([lines[0]] + lines[20...29]).joined(separator: "\n") + "\n", to: "valid.csv")
      let outcome = try train(workspace, ["--validation", "valid.csv", "--json"])
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      let object = try outcome.object()
      #expect(object["rows_train"] as? Int == 60 && object["rows_valid"] as? Int == 10)
      #expect(object["rows_valid_repeated"] as? Int == 10)
      #expect(try workspace.text("out/config.yaml").contains("\nvalidation: \"../valid.csv\"\n"))
      let again = try workspace.vintner("train", "--config", "out/config.yaml", "--output", "again")
      #expect(again.exitCode == 0, "\(again.standardError)")
      #expect(try workspace.data("again/model.safetensors") == workspace.data("out/model.safetensors"))
      try train(workspace, ["--validation", "valid.csv", "--test-fraction", "0.1"]).expectRefusal(
        64, "`test_fraction` does not go with `validation`, whose rows are given: leave one of them out.")
    }
  }

  @Test func foldsGiveMeanAndSpread() throws {
    try Workspace.with { workspace in
      let outcome = try train(workspace, ["--folds", "5", "--json"])
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      let object = try outcome.object()
      let folds = try #require(object["folds"] as? [[String: Any]])
      #expect(folds.count == 5 && folds.allSatisfy { $0["rows_valid"] as? Int == 12 })
      let errors = folds.compactMap { $0["mae"] as? Double }
      let mean = errors.reduce(0, +) / 5
      let spread = (errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4).squareRoot()
      let found = try #require((object["mean"] as? [String: Any])?["mae"] as? Double)
      let sd = try #require((object["sd"] as? [String: Any])?["mae"] as? Double)
      #expect(abs(found - mean) < 1e-12 && abs(sd - spread) < 1e-12)
      #expect(try workspace.names("out") == ["config.yaml", "folds.csv", "model.safetensors"])
      let predicted = try workspace.vintner("predict", "out/model.safetensors", "table.csv")
      #expect(predicted.standardOutput.split(separator: "\n").count == 61)

      let each = try train(workspace, ["--folds", "2", "--fold-models", "each", "--output", "each"])
      #expect(each.exitCode == 0, "\(each.standardError)")
      #expect(each.standardOutput.contains("\nmean") && each.standardOutput.contains("\nspread"))
      #expect(try workspace.names("each") == ["fold-1", "fold-2", "folds.csv"])
      #expect(try workspace.names("each/fold-2").contains("model.safetensors"))
    }
  }

  @Test func oneWayAtATime() throws {
    try Workspace.with { workspace in
      try train(workspace, ["--group", "person", "--split-by", "day"]).expectRefusal(
        64, "`group` does not go with `split_by`: rows are divided in one way.")
      try train(workspace, ["--stream", "--group", "person"]).expectRefusal(
        64,
        "Streaming does not take a split by groups (all rows would be needed at once): choose a split at random into"
          + " two parts, or train in memory.")
    }
  }
}
