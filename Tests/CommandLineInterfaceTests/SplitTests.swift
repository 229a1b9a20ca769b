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
  @Test(arguments: [[], ["--stream"]])
  func classesAreInBothParts(_ arguments: [String]) throws {
    try Workspace.with { workspace in
      let outcome = try train(
        workspace, ["--task", "classification", "--json"] + arguments, target: "kind")
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      #expect(!outcome.standardError.contains("stratified"))
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

  /// What is measured of each target, and of all: the mean R² is the mean of theirs.
  @Test func foldsOfSeveralTargets() throws {
    try Workspace.with { workspace in
      let outcome = try train(workspace, ["--folds", "3", "--json"], target: "x,y")
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      let object = try outcome.object()
      let names = ["mae_x", "rmse_x", "r2_x", "mae_y", "rmse_y", "r2_y", "r2"]
      for part in ["mean", "sd"] {
        let values = try #require(object[part] as? [String: Any])
        #expect(Set(values.keys) == Set(names))
      }
      for fold in try #require(object["folds"] as? [[String: Any]]) {
        func value(_ name: String) throws -> Double { try #require(fold[name] as? Double) }
        let mean = (try value("r2_x") + value("r2_y")) / 2
        #expect(abs(try value("r2") - mean) < 1e-12)
      }
      let mean = try #require(object["mean"] as? [String: Any])
      let csv = try workspace.text("out/folds.csv").split(separator: "\n").map { $0.split(separator: ",") }
      #expect(csv[0] == ["fold", "rows_train", "rows_valid", "epochs"] + names.map { Substring($0) })
      let errors = csv.dropFirst().compactMap { Double($0[4]) }
      #expect(abs(errors.reduce(0, +) / 3 - (try #require(mean["mae_x"] as? Double))) < 1e-12)

      let text = try train(workspace, ["--folds", "3"], target: "x,y").standardOutput
      let lines = text.split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= 80 })
      #expect(lines.contains { $0.wholeMatch(of: /target +mae +rmse +r2 */) != nil })
      let number = /-?[0-9.e-]+ +± [0-9.e-]+/
      for target in ["x", "y"] {
        let row = try #require(lines.first { $0.hasPrefix(target + " ") && $0.contains("±") })
        #expect(row.matches(of: number).count == 3, "\(row)")
      }
      #expect(lines[0].wholeMatch(of: /fold +rows +epochs +r2 */) != nil)
    }
  }

  @Test func foldsNeedTheMemoryToo() throws {
    try Workspace.with { workspace in
      let outcome = try train(workspace, ["--folds", "2", "--hidden", "1000000,1000000"])
      #expect(outcome.exitCode == 64 && outcome.standardError.contains("give it fewer units"))
    }
  }

  @Test func howTheValidationRowsWereReadIsSaid() throws {
    try Workspace.with { workspace in
      try workspace.write(
        "person,day,x,y,kind\np1,2020-01-01,\"1,000\",3,usual\np2,2020-01-02,\"2,000\",4,rare\n",
        to: "valid.csv")
      let outcome = try train(workspace, ["--validation", "valid.csv"])
      #expect(
        outcome.standardError.contains(
          "note: valid.csv: Column x holds numbers with separators of thousands (1,234): read as numbers.\n"),
        "\(outcome.standardError)")
      #expect(try train(workspace, ["--validation", "valid.csv", "--quiet"]).standardError.isEmpty)
    }
  }

  /// Refused before any file is read: there is none.
  @Test(arguments: [
    (
      ["--group", "person", "--split-by", "day"],
      "`group` does not go with `split_by`: rows are divided in one way."
    ),
    (
      ["--stratify", "yes", "--split-by", "day"],
      "`stratify` does not go with `split_by`: rows are divided in one way."
    ),
    (
      ["--stratify", "yes", "--group", "day"],
      "`stratify` does not go with `group`: rows are divided in one way."
    ),
    (["--folds", "3", "--split-by", "day"], "`folds` does not go with `split_by`: folds have no order."),
    (
      ["--folds", "3", "--validation", "v.csv"],
      "`folds` does not go with `validation`, whose rows are given: leave one of them out."
    ),
    (
      ["--group", "person", "--validation", "v.csv"],
      "`group` does not go with `validation`, whose rows are given: leave one of them out."
    ),
    (["--stream", "--folds", "3"], "--folds does not go with --stream: leave one of them out."),
    (
      ["--stream", "--validation", "v.csv"], "--validation does not go with --stream: leave one of them out."
    ),
    (
      ["--stream", "--group", "person"],
      "Streaming does not take a split by groups (all rows would be needed at once): choose a split at random into"
        + " two parts, or train in memory."
    ),
  ])
  func oneWayAtATime(_ arguments: [String], _ sentence: String) throws {
    try Workspace.with { workspace in
      try workspace.command(["train", "none.csv", "--target", "y"] + arguments).run().expectRefusal(
        64, sentence)
    }
  }
}
