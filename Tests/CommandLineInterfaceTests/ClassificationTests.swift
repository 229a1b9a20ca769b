import Foundation
import TestSupport
import Testing

/// `vintner train --task classification`, and what its model is good for.
struct ClassificationTests {
  /// 40 rows whose fruit is told by their size: up to 9 it is a cherry.
  private static let fruits =
    "size,fruit\n" + (0..<40).map { "\($0 % 20),\($0 % 20 < 10 ? "cherry" : "\"plum, red\"")\n" }.joined()
  /// The same with a figure for the fruit.
  private static let figures = fruits.replacing("cherry", with: "3").replacing("\"plum, red\"", with: "7.5")

  private static let run = [
    "--task", "classification", "--hidden", "8", "--epochs", "60", "--batch-size", "4", "--learning-rate",
    "0.05", "--no-early-stopping", "--quiet",
  ]

  /// Trains on a table of fruits.
  private func train(
    _ workspace: Workspace, _ arguments: [String] = [], table: String = fruits, output: String = "out"
  ) throws -> CommandOutcome {
    try workspace.write(table, to: "fruits.csv")
    return try workspace.command(
      ["train", "fruits.csv", "--target", "fruit", "--output", output] + Self.run + arguments
    ).run()
  }

  @Test func printsOneObject() throws {
    try Workspace.with { workspace in
      let outcome = try train(workspace, ["--json"])
      #expect(outcome.exitCode == 0 && outcome.standardError.isEmpty)
      let object = try outcome.object()
      #expect(object["task"] as? String == "classification")
      #expect(object["classes"] as? [String] == ["cherry", "plum, red"])
      #expect(object["rows_train"] as? Int == 28 && object["rows_valid"] as? Int == 12)
      let confusion = try #require(object["confusion_matrix"] as? [String: Int])
      #expect(confusion.values.reduce(0, +) == 12)
      let right = try #require(confusion["true_positives"]) + (try #require(confusion["true_negatives"]))
      #expect(object["accuracy"] as? Double == Double(right) / 12)
      #expect(try #require(object["accuracy"] as? Double) > 0.8)
      for key in [
        "auc", "precision", "recall", "baseline_majority_accuracy", "val_loss", "fit_seconds",
      ] {
        #expect(object[key] is Double, "\(key)")
      }
      #expect(object["val_mae"] == nil && object["baseline_median_val_loss"] == nil)
      let history = try workspace.text("out/history.csv")
      #expect(history.hasPrefix("epoch,loss,"))
      #expect(history.contains("val_binary_accuracy"))
    }
  }

  @Test func printsABlockThatFitsATerminal() throws {
    try Workspace.with { workspace in
      let lines = try train(workspace).standardOutput.split(separator: "\n").map(String.init)
      #expect(lines.allSatisfy { $0.count <= 80 })
      let block = lines[try #require(lines.firstIndex { $0.hasPrefix("rows ") })...]
      let labels = block.map { $0.prefix(16).trimmingCharacters(in: .whitespaces) }
      #expect(
        labels.filter { $0 != "" } == [
          "rows", "last epoch", "validation loss", "accuracy", "AUC", "precision", "recall", "confusion",
          "repeated rows", "baselines", "time", "written",
        ])
    }
  }

  @Test func predictsClassAndProbability() throws {
    try Workspace.with { workspace in
      _ = try train(workspace)
      let outcome = try workspace.vintner("predict", "out/model.safetensors", "-", input: "size\n0\n19\n")
      let lines = outcome.standardOutput.split(separator: "\n")
      #expect(lines.count == 3)
      #expect(lines[0] == "prediction,probability")
      #expect(lines[1].hasPrefix("cherry,0.0"))
      #expect(lines[2].hasPrefix("\"plum, red\","))
      #expect(try #require(Double(lines[2].split(separator: ",").last ?? "")) > 0.9)
    }
  }

  @Test func evaluatesAndInspects() throws {
    try Workspace.with { workspace in
      _ = try train(workspace)
      let object = try workspace.vintner("evaluate", "out/model.safetensors", "fruits.csv", "--json").object()
      #expect(object["rows"] as? Int == 40)
      let confusion = try #require(object["confusion_matrix"] as? [String: Int])
      #expect(confusion["true_positives"]! + confusion["false_negatives"]! == 20)
      #expect(try #require(object["auc"] as? Double) > 0.9)
      let text = try workspace.vintner("evaluate", "out/model.safetensors", "fruits.csv").standardOutput
      #expect(text.hasPrefix("target     fruit, 40 rows\naccuracy   "))
      #expect(text.contains("called cherry  called plum, red\n"))
      let inspected = try workspace.vintner("inspect", "out/model.safetensors").standardOutput
      #expect(inspected.contains("classes     cherry and plum, red; positive is plum, red\n"))
      let description = try workspace.vintner("inspect", "out/model.safetensors", "--json").object()
      #expect(description["classes"] as? [String] == ["cherry", "plum, red"])
    }
  }

  /// A row is called positive above the threshold, and the saved model remembers it.
  @Test func keepsItsThreshold() throws {
    try Workspace.with { workspace in
      _ = try train(workspace, ["--positive-from", "5", "--threshold", "0.999999"], table: Self.figures)
      let lines = try workspace.vintner("predict", "out/model.safetensors", "-", input: "size\n10\n")
        .standardOutput.split(separator: "\n")
      let probability = try #require(Double(lines[1].split(separator: ",")[1]))
      #expect(lines[1].hasPrefix("false,"))
      #expect(probability > 0.5 && probability < 0.999999)
      let description = try workspace.vintner("inspect", "out/model.safetensors", "--json").object()
      #expect(description["threshold"] as? Double == 0.999999)
      #expect(description["positive_from"] as? Double == 5)
    }
  }

  @Test func isRepeatedFromItsRunFile() throws {
    try Workspace.with { workspace in
      _ = try train(workspace, ["--positive-from", "5", "--threshold", "0.4"], table: Self.figures)
      let config = try workspace.text("out/config.yaml")
      for line in [
        "task: \"classification\"", "positive_from: 5.0", "threshold: 0.4", "loss: \"binary_crossentropy\"",
      ] {
        #expect(config.contains("\n\(line)\n"), "\(line)")
      }
      let again = try workspace.vintner("train", "--config", "out/config.yaml", "--output", "again")
      #expect(again.exitCode == 0)
      for file in ["model.safetensors", "config.yaml"] {
        #expect(try workspace.data("again/\(file)") == workspace.data("out/\(file)"), "\(file)")
      }
    }
  }

  /// The rarer class weighs more, so that more rows are called that.
  @Test func weighsClasses() throws {
    try Workspace.with { workspace in
      func recall(_ weights: String) throws -> Double {
        let object = try train(workspace, ["--json", "--epochs", "10", "--class-weights", weights]).object()
        return try #require(object["recall"] as? Double)
      }
      let (few, all) = (try recall("cherry=100"), try recall("cherry=0"))
      #expect(few == 0 && all == 1)
    }
  }

  static let refusals: [([String], Int32, String)] = [
    (
      ["--task", "regression", "--positive-from", "2"], 64,
      "`positive_from` is for a classification only: set the task to classification or leave it out."
    ),
    (
      ["--task", "regression", "--threshold", "0.4"], 64,
      "`threshold` is for a classification only: set the task to classification or leave it out."
    ),
    (
      ["--task", "regression", "--class-weights", "balanced"], 64,
      "`class_weights` is for a classification only: set the task to classification or leave it out."
    ),
    (
      ["--task", "classification", "--positive-from", "2", "--class-weights", "yes=2"], 64,
      #"There is a weight for the class "yes", but no training row has it: the classes are "false" and "true"."#
    ),
    (
      ["--task", "classification", "--class-weights", "balanced,yes=2"], 64,
      "--class-weights is \"balanced\" alone, or has one weight per class; see 'vintner train --help'."
    ),
    (
      ["--task", "classification", "--class-weights", "yes=-1"], 64,
      "--class-weights holds yes=-1, where balanced, or CLASS=WEIGHT with a weight of 0 or more, is expected; see"
        + " 'vintner train --help'."
    ),
    (
      ["--task", "regresion"], 64,
      "--task is \"regresion\", where one of regression, classification, multiclass, multioutput is"
        + " expected; the nearest is \"regression\"; see 'vintner train --help'."
    ),
    (
      ["--task", "classification", "--threshold", "1"], 64,
      "--threshold is 1.0, where a number above 0 and below 1 is expected; see 'vintner train --help'."
    ),
    (
      ["--positive", "3"], 65,
      "The column \"y\" has 5 classes (0, 1, 2, 3, 4) where two are needed: choose a column with two,"
        + " or form two groups by a threshold (--positive-from, --task multiclass)."
    ),
    (
      ["--task", "classification", "--positive-from", "9"], 65,
      "The column \"y\" has only one class (false): a classification needs two or more."
    ),
  ]

  @Test(arguments: refusals)
  func isRefused(_ arguments: [String], _ exitCode: Int32, _ line: String) throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      try workspace.command(["train", "table.csv", "--target", "y"] + arguments).run()
        .expectRefusal(exitCode, line)
      #expect(try workspace.names() == ["table.csv"])
    }
  }
}
