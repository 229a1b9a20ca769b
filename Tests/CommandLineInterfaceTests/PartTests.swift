import Foundation
import TestSupport
import Testing

/// `vintner evaluate` on the file that a model was trained on, and what `vintner predict` says of its rows.
struct PartTests {
  /// 60 rows: groups, an order, two classes and a number, some rows without a target.
  private static let table =
    "id,a,b,who,when,kind,y\n"
    + (0..<60).map { row in
      let y = row % 13 == 5 ? "" : "\(row * 7 % 23)"
      return "\(String(format: "%03d", row)),\(row * 17 % 31),\(row * 5 % 11).5,p\(row % 9),\(row * 37 % 61),"
        + "\(["red", "white", "rosé"][row * row % 3]),\(y)\n"
    }.joined()

  private static let run = ["--hidden", "8", "--epochs", "3", "--batch-size", "8", "--json", "--quiet"]

  /// The metrics that training printed of its validation and test rows are those of the parts, to the last digit.
  @Test(arguments: [
    ["--target", "y"], ["--target", "y", "--split-by", "when", "--test-fraction", "0.2"],
    ["--target", "y", "--group", "who", "--split-seed", "3"],
    ["--target", "kind", "--test-fraction", "0.2", "--train-fraction", "0.6"],
    ["--target", "y", "--positive-from", "9", "--stratify", "no"], ["--target", "y,a", "--missing", "drop"],
    ["--target", "kind", "--stratify", "no", "--split-seed", "5"],
  ])
  func partsAreThoseOfTraining(_ arguments: [String]) throws {
    try Workspace.with { workspace in
      try workspace.write(Self.table, to: "t.csv")
      let trained = try workspace.command(["train", "t.csv", "--output", "o"] + Self.run + arguments).run()
      try #require(trained.exitCode == 0, "\(trained.standardError)")
      let report = try trained.object()
      func part(_ name: String) throws -> [String: Any] {
        let outcome = try workspace.vintner(
          "evaluate", "o/model.safetensors", "t.csv", "--json", "--part", name)
        #expect(outcome.exitCode == 0 && outcome.standardError.isEmpty, "\(outcome.standardError)")
        let object = try outcome.object()
        #expect(object["part"] as? String == name)
        return object
      }
      let validation = try part("validation")
      #expect(validation["rows"] as? Int == report["rows_valid"] as? Int)
      #expect(try part("training")["rows"] as? Int == report["rows_train"] as? Int)
      var compared = 0
      for (key, name) in [
        ("val_mae", "mae"), ("val_rmse", "rmse"), ("r2", "r2"), ("accuracy", "accuracy"), ("auc", "auc"),
        ("log_loss", "log_loss"),
      ] {
        guard let expected = report[key] as? Double else { continue }
        #expect(validation[name] as? Double == expected, "\(name)")
        compared += 1
      }
      #expect(compared > 0)
      if let test = report["test"] as? [String: Any] {
        let found = try part("test")
        for (key, value) in test {
          if let number = value as? Double { #expect(found[key] as? Double == number, "\(key)") }
        }
      }
    }
  }

  @Test func saysThatTrainingRowsAreAmongThem() throws {
    try Workspace.withModel { workspace in
      let own = try workspace.vintner("evaluate", "model.safetensors", "table.csv")
      #expect(
        own.standardError
          == "note: The model was trained on this very file: the figures include its training rows (--part validation"
          + " measures on the others).\n")
      try workspace.write(Sample.table + "20,1,3\n", to: "other.csv")
      let other = try workspace.vintner("evaluate", "model.safetensors", "other.csv")
      #expect(other.exitCode == 0 && other.standardError.isEmpty)
      try workspace.vintner("evaluate", "model.safetensors", "other.csv", "--part", "test").expectRefusal(
        64,
        "--part test is a part of the file that the model was trained on, which other.csv is not: name that file, or"
          + " leave out --part.")
      try workspace.vintner("evaluate", "model.safetensors", "table.csv", "--part", "all").expectRefusal(
        64,
        "--part is all, where one of training, validation, test is expected; see 'vintner evaluate --help'.")
      let test = try workspace.vintner("evaluate", "model.safetensors", "table.csv", "--part", "test")
      #expect(
        test.exitCode == 64 && test.standardError.hasPrefix("vintner: The model does not know test rows: "))
    }
  }

  /// What has no parts of one table says so.
  @Test(arguments: [["--folds", "2"], ["--stream"], ["--validation", "table.csv"]])
  func otherTrainingsHaveNoParts(_ arguments: [String]) throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      let trained = try workspace.command(
        ["train", "table.csv", "--target", "y", "--output", "o"] + Sample.smallRun + arguments
      ).run()
      try #require(trained.exitCode == 0, "\(trained.standardError)")
      let outcome = try workspace.vintner(
        "evaluate", "o/model.safetensors", "table.csv", "--part", "validation")
      #expect(outcome.exitCode == 64 && outcome.standardOutput.isEmpty)
      #expect(outcome.standardError.hasPrefix("vintner: The model does not know validation rows: "))
    }
  }

  @Test func predictKeepsColumnsAndCountsRowsOutside() throws {
    try Workspace.with { workspace in
      try workspace.write(Self.table, to: "t.csv")
      _ = try workspace.command(
        ["train", "t.csv", "--target", "y", "--features", "a,b", "--output", "o"] + Self.run
      ).run()
      try workspace.write(
        "id,name,a,b\n007,\"x, y\",1,2.5\n008,z,1000,3.5\n009,,5,-1e6\n010,w,-1,1e9\n", to: "new.csv")
      let outcome = try workspace.vintner(
        "predict", "o/model.safetensors", "new.csv", "--keep", "id,name,b")
      let lines = outcome.standardOutput.split(separator: "\n").map(String.init)
      #expect(lines[0] == "id,name,b,prediction")
      for (line, start) in zip(
        lines.dropFirst(), ["007,\"x, y\",2.5,", "008,z,3.5,", "009,,-1000000.0,", "010,w,1000000000.0,"])
      {
        #expect(line.hasPrefix(start), "\(line)")
      }
      #expect(
        outcome.standardError.wholeMatch(
          of:
            /note: 3 of 4 rows lie outside the training rows' range: "a" in 2 \(\d+ to \d+\), "b" in 2 \([\d.]+ to [\d.]+\)\.\n/
        ) != nil, "\(outcome.standardError)")
      let plain = try workspace.vintner("predict", "o/model.safetensors", "new.csv")
      #expect(
        plain.standardOutput.split(separator: "\n").dropFirst()
          == lines.dropFirst().map { $0.split(separator: ",").last! }[...])
      let absent = try workspace.vintner("predict", "o/model.safetensors", "new.csv", "--keep", "nam")
      #expect(absent.exitCode == 64 && absent.standardError.contains("\"name\""))
      try workspace.write("prediction,a,b\n1,2,3\n", to: "odd.csv")
      try workspace.vintner("predict", "o/model.safetensors", "odd.csv", "--keep", "prediction")
        .expectRefusal(
          64,
          "--keep names \"prediction\", which is what a column of predictions is called: rename it in the file."
        )
    }
  }
}
