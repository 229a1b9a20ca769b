import Foundation
import TestSupport
import Testing

/// `vintner train` with targets of several classes, of several numbers, and with weights of rows.
struct TargetTests {
  /// 60 rows of three kinds that x separates.
  private static func table(_ names: [String]) -> String {
    "x,w,u,kind\n"
      + (0..<60).map { "\(Double($0 % 3) + Double($0 % 5) / 20),\($0 % 4),\($0 % 7),\(names[$0 % 3])\n" }
      .joined()
  }

  private static let run = [
    "--hidden", "8", "--epochs", "60", "--batch-size", "8", "--learning-rate", "0.05", "--no-early-stopping",
  ]

  private func train(
    _ workspace: Workspace, _ names: [String], _ arguments: String..., target: String = "kind",
    more: [String] = []
  ) throws -> CommandOutcome {
    try workspace.write(Self.table(names), to: "t.csv")
    return try workspace.command(
      ["train", "t.csv", "--target", target, "--output", "out"] + Self.run + arguments + more
    ).run()
  }

  @Test func severalClassesFromTheTableToPredictions() throws {
    try Workspace.with { workspace in
      let outcome = try train(workspace, ["red", "rose", "white"], "--json")
      #expect(outcome.exitCode == 0 && !outcome.standardError.contains("last layer"))
      #expect(
        outcome.standardError.contains(
          "The target \"kind\" is text of 3 different values: it is predicted as classes (the task multiclass)."
        ))
      let object = try outcome.object()
      #expect(object["task"] as? String == "multiclass")
      #expect(object["classes"] as? [String] == ["red", "rose", "white"])
      #expect(try #require(object["accuracy"] as? Double) > 0.9)
      for key in [
        "log_loss", "macro_f1", "weighted_f1", "auc", "baseline_majority_accuracy", "top_3_accuracy",
      ] {
        #expect(object[key] is Double, "\(key)")
      }
      let confusion = try #require(object["confusion_matrix"] as? [[Int]])
      #expect(confusion.flatMap { $0 }.reduce(0, +) == 18 && confusion.count == 3)

      let predicted = try workspace.vintner("predict", "out/model.safetensors", "t.csv").standardOutput
      let lines = predicted.split(separator: "\n")
      #expect(
        lines[0] == "prediction,probability_red,probability_rose,probability_white" && lines.count == 61)
      #expect(lines[1].hasPrefix("red,0.9"))

      let evaluated = try workspace.vintner("evaluate", "out/model.safetensors", "t.csv")
      #expect(
        evaluated.standardOutput.contains("called rose") && evaluated.standardOutput.contains("log loss"))
      let inspected = try workspace.vintner("inspect", "out/model.safetensors", "--json").object()
      #expect(inspected["classes"] as? [String] == ["red", "rose", "white"])

      // The run file repeats the run, bit for bit.
      func history(_ folder: String) throws -> [Substring] {
        // The last column is the time.
        try workspace.text("\(folder)/history.csv").split(separator: "\n").map {
          $0[..<($0.lastIndex(of: ",") ?? $0.endIndex)]
        }
      }
      let again = try workspace.vintner(
        "train", "--config", "out/config.yaml", "--output", "again", "--quiet")
      #expect(again.exitCode == 0)
      #expect(try history("again") == history("out"))
    }
  }

  @Test(arguments: [[], ["--stream", "--window", "16"]])
  func classesKeepTheSpellingOfTheFile(_ more: [String]) throws {
    try Workspace.with { workspace in
      let outcome = try train(
        workspace, ["02", "03", "10"], "--task", "classification", "--json", more: more)
      #expect(try outcome.object()["classes"] as? [String] == ["02", "03", "10"])
      let predicted = try workspace.vintner("predict", "out/model.safetensors", "t.csv").standardOutput
      #expect(predicted.split(separator: "\n")[1].hasPrefix("02,"))
      #expect(try workspace.vintner("evaluate", "out/model.safetensors", "t.csv").exitCode == 0)

      let numbers = try train(
        workspace, ["0.0", "1.0", "1.0"], "--task", "classification", "--json", more: more)
      #expect(try numbers.object()["classes"] as? [String] == ["0.0", "1.0"])

      let two = try train(workspace, ["False", "True", "True"], "--positive", "False", "--json", more: more)
      #expect(try two.object()["classes"] as? [String] == ["True", "False"])
      #expect(try two.object()["task"] as? String == "classification")
    }
  }

  @Test func severalNumbers() throws {
    try Workspace.with { workspace in
      let outcome = try train(workspace, ["1", "2", "3"], "--json", target: "kind,u")
      let object = try outcome.object()
      #expect(object["target"] as? String == "kind, u")
      let targets = try #require(object["targets"] as? [[String: Any]])
      #expect(targets.map { $0["name"] as? String } == ["kind", "u"])
      #expect(try #require(targets[0]["r2"] as? Double) > 0.8)
      let mean = try targets.reduce(0) { $0 + (try #require($1["r2"] as? Double)) } / 2
      #expect(relativeDifference(try #require(object["r2"] as? Double), mean) < 1e-12)
      let predicted = try workspace.vintner("predict", "out/model.safetensors", "t.csv").standardOutput
      #expect(predicted.hasPrefix("prediction_kind,prediction_u\n"))
      #expect(
        try workspace.vintner("evaluate", "out/model.safetensors", "t.csv").standardOutput.contains("mean R²")
      )
      #expect(try workspace.text("out/config.yaml").contains("target: [\"kind\", \"u\"]"))
      #expect(
        try workspace.vintner("train", "--config", "out/config.yaml", "--output", "again", "--quiet").exitCode
          == 0)
    }
  }

  @Test func aColumnWeightsRows() throws {
    try Workspace.with { workspace in
      let plain = try train(workspace, ["1", "2", "3"], "--features", "x", "--quiet")
      let history = try workspace.text("out/history.csv")
      let outcome = try train(
        workspace, ["1", "2", "3"], "--features", "x", "--quiet", "--sample-weight", "w")
      #expect(plain.exitCode == 0 && outcome.exitCode == 0)
      #expect(try workspace.text("out/history.csv") != history)
      #expect(outcome.standardOutput.contains("MAE (scaled), weighted"))
      let inspected = try workspace.vintner("inspect", "out/model.safetensors", "--json").object()
      #expect((inspected["provenance"] as? [String: Any])?["sample_weight"] as? String == "w")
      try train(workspace, ["1", "2", "3"], "--features", "x,w", "--sample-weight", "w").expectRefusal(
        64, "The sample weight \"w\" is among the features: leave it out of them.")
      try train(workspace, ["a", "b", "c"], "--class-weights", "balanced", "--sample-weight", "w")
        .expectRefusal(
          64, "`sample_weight` does not go with `class_weights`: leave one of them out.")
    }
  }

  @Test func anExperimentOfClasses() throws {
    try Workspace.with { workspace in
      try workspace.write(Self.table(["red", "rose", "white"]), to: "t.csv")
      try workspace.write(
        """
        data: t.csv
        target: kind
        sample_weight: w
        hidden: [8]
        batch_size: 8
        epochs: 5
        seeds: 2
        variations:
          learning_rate: [0.01, 0.05]

        """, to: "e.yaml")
      let outcome = try workspace.vintner("experiment", "e.yaml", "--output", "e")
      #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      // The same for both variations: it is said once.
      let notes = outcome.standardError.split(separator: "\n").filter { $0.hasPrefix("note: ") }
      #expect(
        notes == [
          "note: The target \"kind\" is text of 3 different values: it is predicted as classes (the task multiclass)."
        ])
    }
  }
}
