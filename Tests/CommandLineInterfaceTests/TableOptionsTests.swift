import Foundation
import TestSupport
import Testing

/// `vintner train` on a table with missing values and texts, and what its model is good for.
struct TableOptionsTests {
  /// 40 passengers: a target of two texts, texts and ages some of which are missing.
  static let passengers =
    "survived,class,sex,age,port,deck\n"
    + (0..<40).map { row in
      let survived = (row % 2 == 1) != (row % 8 == 0 || row % 8 == 7) ? "yes" : "no"
      let age = row % 7 == 3 ? "" : "\(row * 7 % 60 + 1)"
      let port = row % 3 > 0 ? "S" : row % 2 > 0 ? "Q" : "C"
      return [
        survived, "\(row % 3 + 1)", row % 2 == 1 ? "female" : "male", age, port, row % 5 == 0 ? "A" : "",
      ].joined(separator: ",") + "\n"
    }.joined()

  private static let run = [
    "--hidden", "8", "--epochs", "40", "--batch-size", "4", "--learning-rate", "0.02", "--output", "out",
    "--stratify", "no",
  ]

  private func train(
    _ workspace: Workspace, _ arguments: String..., target: String = "survived",
    task: String = "classification"
  ) throws -> CommandOutcome {
    try workspace.write(Self.passengers, to: "passengers.csv")
    return try workspace.command(
      ["train", "passengers.csv", "--target", target, "--task", task] + Self.run + arguments
    ).run()
  }

  private func preprocessing(_ workspace: Workspace) throws -> [String: Any] {
    let object = try workspace.vintner("inspect", "out/model.safetensors", "--json").object()
    return try #require(object["preprocessing"] as? [String: Any])
  }

  /// The figures are pandas's: `df.sample(frac=0.7, random_state=0)`, and the median of its ages.
  @Test func fillsEncodesAndTellsTwoTextsApart() throws {
    try Workspace.with { workspace in
      let outcome = try train(
        workspace, "--missing", "median", "--missing-indicator", "--encode", "one-hot", "--json")
      #expect(outcome.exitCode == 0)
      let notes = outcome.standardError.split(separator: "\n").filter { $0.hasPrefix("note: ") }
      #expect(
        notes == [
          "note: The column \"age\" lacks 2 of 28 values: they are filled with their median, 31.5."
            + " \"age missing\" shows which.",
          "note: The column \"deck\" lacks 21 of 28 values: they are a separate category.",
          "note: The text columns \"sex\", \"port\", \"deck\" become columns of 0 and 1, one for each category.",
        ])
      let object = try outcome.object()
      #expect(object["classes"] as? [String] == ["no", "yes"])
      #expect(object["rows_train"] as? Int == 28 && object["rows_valid"] as? Int == 12)
      // 14 of 28 training rows are "yes", no majority, so that "no" is named: 6 of 12 are that.
      #expect(object["baseline_majority_accuracy"] as? Double == 0.5)
      #expect(try #require(object["accuracy"] as? Double) > 0.6)
      #expect(
        try preprocessing(workspace)["inputs"] as? [String] == [
          "class", "sex=female", "sex=male", "age", "age missing", "port=C", "port=Q", "port=S", "deck=A",
          "deck missing",
        ])
      let missing = try #require(try preprocessing(workspace)["missing"] as? [[String: Any]])
      let age = try #require(missing.first { $0["column"] as? String == "age" })
      #expect(age["rule"] as? String == "median" && age["value"] as? Double == 31.5)
    }
  }

  @Test func takesRulesForSingleColumnsAndIntegersAsCategories() throws {
    try Workspace.with { workspace in
      let outcome = try train(
        workspace, "--missing", "refuse,age=constant=30,deck=constant=none", "--encode", "one-hot,class",
        "--scaling",
        "standard")
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      let inputs = try #require(try preprocessing(workspace)["inputs"] as? [String])
      #expect(
        inputs == [
          "class=1", "class=2", "class=3", "sex=female", "sex=male", "age", "port=C", "port=Q", "port=S",
          "deck=A", "deck=none",
        ])
      let text = try workspace.vintner("inspect", "out/model.safetensors").standardOutput
      for line in [
        "inputs      11 values per row", "scaling     standard",
        "missing     age: constant=30; deck: constant=\"none\"",
        "categories  class: 1, 2, 3; sex: female, male; port: C, Q, S; deck: A, none", "unknown     ignore",
      ] {
        #expect(text.contains("\n\(line)\n"), "\(line)")
      }
    }
  }

  /// Rows with missing values and categories that training did not see, under the rules that it had.
  @Test func predictsByTheSavedRules() throws {
    try Workspace.with { workspace in
      _ = try train(workspace, "--missing", "age=drop,deck=category", "--encode", "one-hot")
      let rows = "port,deck,age,class,sex\nS,,20,3,male\nS,A,,3,male\nX,Z,20,3,female\n"
      let outcome = try workspace.vintner("predict", "out/model.safetensors", "-", input: rows)
      let lines = outcome.standardOutput.split(separator: "\n")
      #expect(outcome.exitCode == 0)
      #expect(lines.count == 4 && lines[0] == "prediction,probability")
      #expect(lines[1].hasPrefix("no,0.") && lines[2] == "," && lines[3].hasPrefix("yes,0."))
      #expect(
        outcome.standardError
          == "note: The column \"port\" holds a category that training did not see in 1 row, the first \"X\".\n"
          + "note: The column \"deck\" holds a category that training did not see in 1 row, the first \"Z\".\n"
          + "note: 1 of 3 rows lack a value and have no prediction: training left such rows out.\n")

      let evaluated = try workspace.vintner("evaluate", "out/model.safetensors", "passengers.csv", "--json")
      #expect(try evaluated.object()["rows"] as? Int == 34)
      #expect(
        evaluated.standardError
          == "note: The model was trained on this very file: the figures include its training rows (--part validation"
          + " measures on the others).\n"
          + "note: 6 of 40 rows lack a value and are left out: training left such rows out.\n")

      // A column of text may look like numbers, or be empty, in a few rows.
      let numbers = "port,deck,age,class,sex\n1,2,20,3,true\n,,20,3,false\n"
      _ = try train(workspace, "--missing", "median", "--encode", "one-hot")
      let misread = try workspace.vintner("predict", "out/model.safetensors", "-", input: numbers)
      #expect(misread.exitCode == 0, "\(misread.standardError)")
      #expect(misread.standardOutput.split(separator: "\n").count == 3)
    }
  }

  @Test func refusesUnknownCategoriesWhereThatIsTheRule() throws {
    try Workspace.with { workspace in
      _ = try train(workspace, "--features", "class,port", "--encode", "port", "--unknown", "error")
      try workspace.vintner("predict", "out/model.safetensors", "-", input: "class,port\n3,S\n3,X\n")
        .expectRefusal(
          65,
          #"The column "port" holds "X" in row 1 (counted from 0), which no training row has: correct it, or let"#
            + " unknown categories be ignored (a model trained with --unknown ignore takes it).")
      try workspace.vintner("predict", "out/model.safetensors", "-", input: "class,port\n,S\n3,S\n")
        .expectRefusal(
          65,
          #"Values are missing in "class" (1): fill them in, or leave these rows or columns out (a model trained"#
            + " with --missing median takes them).")
    }
  }

  @Test func worksForFiguresAndDropsRowsWithoutATarget() throws {
    try Workspace.with { workspace in
      let outcome = try train(
        workspace, "--missing", "drop,deck=category", "--encode", "one-hot", "--target-scaling", "robust",
        target: "age", task: "regression")
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      #expect(
        outcome.standardError.hasPrefix("note: 6 of 40 rows lack the target \"age\" and are left out.\n"))
      // 70 % of the 34 rows that have an age.
      #expect(outcome.standardOutput.contains("rows            24 training, 10 validation\n"))
      let object = try workspace.vintner("inspect", "out/model.safetensors", "--json").object()
      #expect(object["target_scaling"] as? String == "robust")
      let predicted = try workspace.vintner("predict", "out/model.safetensors", "passengers.csv")
      #expect(predicted.standardOutput.split(separator: "\n").count == 41)
      let evaluated = try workspace.vintner("evaluate", "out/model.safetensors", "passengers.csv")
      #expect(
        evaluated.standardError
          == "note: The model was trained on this very file: the figures include its training rows (--part validation"
          + " measures on the others).\n"
          + "note: 6 of 40 rows lack the target and are left out.\n")
    }
  }

  @Test func areRepeatedFromTheRunFile() throws {
    try Workspace.with { workspace in
      _ = try train(
        workspace, "--missing", "most-frequent,deck=constant=none", "--missing-indicator", "--encode",
        "one-hot", "--unknown", "other", "--max-categories", "5", "--scaling", "robust")
      let config = try workspace.text("out/config.yaml")
      for line in [
        #"missing: ["most-frequent", "deck=constant=none"]"#, "missing_indicator: true",
        #"encode: ["one-hot"]"#, #"unknown: "other""#, "max_categories: 5", #"scaling: "robust""#,
      ] {
        #expect(config.contains("\n\(line)\n"), "\(line)")
      }
      let again = try workspace.vintner("train", "--config", "out/config.yaml", "--output", "again")
      #expect(again.exitCode == 0)
      #expect(try workspace.data("again/model.safetensors") == workspace.data("out/model.safetensors"))
    }
  }

  static let refusals: [([String], Int32, String)] = [
    (
      ["--missing", "refuse"], 65,
      #"Values are missing in "age" (6), "deck" (32): fill them in, or leave these rows or columns out"#
        + " (--missing fill, --missing drop)."
    ),
    (
      ["--missing", "median", "--encode", ""], 65,
      #"The columns "sex", "port", "deck" are text, which cannot be used as numbers: leave them out of the"#
        + " features, or encode them one-hot (--encode one-hot, --features)."
    ),
    (
      ["--features", "class,port", "--max-categories", "2"], 65,
      #"The column "port" has more than 2 distinct values, the limit of one-hot encoding: leave it out of the"#
        + " features, or raise the limit (--drop port, --max-categories)."
    ),
    (
      ["--missing", "deck=mean", "--encode", "one-hot"], 65,
      #"The missing values of the text column "deck" cannot be filled with their mean: give it the most"#
        + " frequent text, a constant text, or a separate category (--missing deck=RULE)."
    ),
    (
      ["--missing", "median", "--encode", "dek"], 64,
      #"There is no column "dek"; the nearest name is "deck"."#
    ),
    (
      ["--features", "age", "--missing", "deck=drop"], 65,
      #"There is a rule for the column "deck", which is not among the features: add it to them, or leave out"#
        + " the rule (--features)."
    ),
    (["--missing", "mean,median"], 64, "`missing` has 2 rules for all columns: keep one of them."),
    (
      ["--missing", "age=mean,age=drop"], 64,
      #"`missing` has two rules for the column "age": keep one of them."#
    ),
    (
      ["--missing", "survived=mean"], 64,
      #"`missing` would make up values of the target "survived": its rows can only be dropped."#
    ),
    (
      ["--missing", "average"], 64,
      #"--missing[0] is "average", where a rule (fill, refuse, drop, mean, median, most-frequent, category,"#
        + " constant=VALUE; with COLUMN= before it for one column) is expected; see 'vintner train --help'."
    ),
    (
      ["--unknown", "eror"], 64,
      "--unknown is \"eror\", where one of ignore, error, other is expected; the nearest is \"error\"; see"
        + " 'vintner train --help'."
    ),
    (
      ["--scaling", "logarithm"], 64,
      "--scaling is \"logarithm\", where one of min-max, standard, robust, max-abs, log, robust-smooth-clip, quantile-normal is expected; see 'vintner train"
        + " --help'."
    ),
    (
      ["--target-scaling", "robust"], 64,
      "`target_scaling` is for a regression only: set the task to regression or leave it out."
    ),
    (
      ["--task", "regression"], 65,
      #"The target "survived" is text, which a regression cannot predict: choose a column of numbers, or train"#
        + " a classification (--task classification)."
    ),
    (
      ["--target", "age", "--task", "regression", "--missing", "refuse"], 65,
      #"The target "age" lacks 6 values: fill them in, or leave these rows out (in --missing age=drop)."#
    ),
  ]

  @Test(arguments: refusals)
  func areRefused(_ arguments: [String], _ exitCode: Int32, _ line: String) throws {
    try Workspace.with { workspace in
      try workspace.write(Self.passengers, to: "passengers.csv")
      try workspace.command(
        ["train", "passengers.csv", "--target", "survived", "--task", "classification"] + arguments
      ).run().expectRefusal(exitCode, line)
      #expect(try workspace.names() == ["passengers.csv"])
    }
  }
}
