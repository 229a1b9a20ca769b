import Foundation
import TestSupport
import Testing

/// What a run says of itself where it cannot be good: losses that do not suit, models that simple ones beat.
struct WarningTests {
  private static func numbers(_ row: (Int) -> String) -> String { "a,b,y\n" + (0..<60).map(row).joined() }

  @Test(arguments: ["categorical_crossentropy", "sparse_categorical_crossentropy", "binary_crossentropy"])
  func lossesOfClassesDoNotPredictNumbers(_ loss: String) throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      for more in [[], ["--task", "regression"], ["--folds", "2"], ["--stream"]] {
        let outcome = try workspace.command(
          ["train", "table.csv", "--target", "y", "--loss", loss, "--quiet"] + Sample.smallRun + more
        ).run()
        outcome.expectRefusal(
          64,
          "`loss` is \(loss), which compares probabilities of classes, where a number is predicted: use mae, mse or"
            + " huber, or set the task to classification.")
      }
      // The remedies work on this very table.
      for more in [
        ["--loss", "huber"],
        ["--loss", loss == "binary_crossentropy" ? "mae" : loss, "--task", "multiclass"],
      ]
      where more[1] != "mae" {
        let outcome = try workspace.command(
          ["train", "table.csv", "--target", "y", "--quiet"] + Sample.smallRun + more
        ).run()
        #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      }
      try workspace.command(
        ["train", "table.csv", "--target", "y,a", "--loss", loss, "--quiet"] + Sample.smallRun
      ).run().expectRefusal(
        64,
        "`loss` is \(loss), which compares probabilities of classes, where a number is predicted: use mae, mse or"
          + " huber, or set the task to classification.")
    }
  }

  /// Probabilities of a network that ends with a sigmoid may be learned as numbers; a class's squared error is Brier's.
  @Test func whatSuitsIsAllowed() throws {
    try Workspace.with { workspace in
      try workspace.write(Self.numbers { "\($0 % 7),\($0 % 5),\(Double($0 % 4) / 3)\n" }, to: "shares.csv")
      for arguments in [
        ["--loss", "binary_crossentropy", "--layers", "dense:units=1,activation=sigmoid"],
        ["--positive-from", "0.5", "--loss", "mse"],
      ] {
        let outcome = try workspace.command(
          ["train", "shares.csv", "--target", "y", "--epochs", "2", "--quiet"] + arguments
        ).run()
        #expect(outcome.exitCode == 0, "\(outcome.standardError)")
      }
    }
  }

  /// Three least classes in 9 rows of whole numbers, or in a column that a gap makes one of numbers.
  @Test func numbersOfFewClassesAreSaid() throws {
    try Workspace.with { workspace in
      for (rows, gap) in [(42, false), (12, false), (42, true)] {
        let table =
          "a,text,y\n"
          + (0..<rows).map { "\($0 * 5 % 7),\(["u", "v"][$0 % 2]),\(gap && $0 == 7 ? "" : "\($0 % 3)")\n" }
          .joined()
        try workspace.write(table, to: "classes.csv")
        let outcome = try workspace.command(
          ["train", "classes.csv", "--target", "y", "--hidden", "4", "--epochs", "1"]
        ).run()
        #expect(
          outcome.standardError.contains("the task multiclass takes them for classes."), "\(rows) \(gap)")
      }
    }
  }

  /// The target is noise, but for its skew: after one epoch with the square's loss the median is better.
  @Test func aModelThatLosesSaysSo() throws {
    try Workspace.with { workspace in
      let table = Self.numbers { "\($0 * 7 % 11),\($0 * 3 % 13),\($0 % 10 == 0 ? 1000 : $0 % 3)\n" }
      try workspace.write(table, to: "skewed.csv")
      let train = [
        "train", "skewed.csv", "--target", "y", "--loss", "mse", "--hidden", "4", "--epochs", "1", "--quiet",
      ]
      let text = try workspace.command(train).run().standardOutput
      #expect(text.contains("\nloses to        the median (MAE "))
      #expect(text.replacing(/\s+/, with: " ").contains("simpler models that predict these rows better"))
      let names = try #require(
        try workspace.command(train + ["--json"]).run().object()["loses_to"] as? [String])
      #expect(names.contains("the median") && Set(names).count == names.count)
      let evaluated = try workspace.vintner("evaluate", "vintner-output/model.safetensors", "skewed.csv")
      #expect(evaluated.standardOutput.contains("\nloses to  the median (MAE "))
      let folds = try workspace.command(train + ["--folds", "3"]).run().standardOutput
      #expect(folds.contains("\nloses to  the median in "))
      let json = try workspace.command(train + ["--folds", "3", "--json"]).run().object()
      #expect((json["folds"] as? [[String: Any]])?.allSatisfy { $0["loses_to"] is [String] } == true)
    }
  }

  @Test func aClassifierThatLosesSaysSo() throws {
    try Workspace.with { workspace in
      // Nine in ten are "no", and weights make the network call most rows "yes".
      let table = "a,y\n" + (0..<60).map { "\($0 * 7 % 11),\($0 % 10 == 0 ? "yes" : "no")\n" }.joined()
      try workspace.write(table, to: "rare.csv")
      let train = [
        "train", "rare.csv", "--target", "y", "--hidden", "4", "--epochs", "60", "--learning-rate", "0.1",
        "--class-weights", "yes=1000", "--no-early-stopping", "--quiet",
      ]
      #expect(
        try workspace.command(train).run().standardOutput.contains(
          "\nloses to        the most frequent class (accuracy 0."))
      #expect(
        try workspace.command(train + ["--json"]).run().object()["loses_to"] as? [String] == [
          "the most frequent class"
        ])
      let evaluated = try workspace.vintner(
        "evaluate", "vintner-output/model.safetensors", "rare.csv", "--json")
      #expect(try evaluated.object()["loses_to"] as? [String] == ["the most frequent class"])
    }
  }

  /// A log-normal target: with an absolute smallest improvement, training stopped after some 30 epochs.
  @Test func aSkewedTargetIsTrainedOn() throws {
    try Workspace.with { workspace in
      let table = Self.numbers { row in
        let (a, b) = (Double(row * 17 % 60) / 10 - 3, Double(row * 23 % 59) / 10 - 3)
        return "\(a),\(b),\(100 * exp(1.2 * a + 0.5 * b))\n"
      }
      try workspace.write(table, to: "skewed.csv")
      let run = [
        "train", "skewed.csv", "--target", "y", "--loss", "mse", "--hidden", "16,16", "--json", "--quiet",
      ]
      let outcome = try workspace.command(run).run().object()
      let absolute = try workspace.command(run + ["--min-delta", "0.001"]).run().object()
      #expect(try #require(absolute["epochs"] as? Int) < 120)
      #expect(try #require(outcome["epochs"] as? Int) > 200)
      #expect((outcome["loses_to"] as? [String])?.contains("the median") == false)
      // The setting is written as it was given, or as its default.
      #expect(try workspace.text("vintner-output/config.yaml").contains("\nmin_delta: 0.001\n"))
      for text in ["1 %", "0.001 or 1.25 %", "0"] {
        #expect(try workspace.command(run + ["--epochs", "1", "--min-delta", text]).run().exitCode == 0)
        #expect(
          try workspace.text("vintner-output/config.yaml").contains(
            "min_delta: \(text == "0" ? "0.0" : "\"\(text)\"")\n"))
      }
      for text in ["x %", "-1 %", "1 % or 2 %", "1 or 2", "%"] {
        let refused = try workspace.command(run + ["--min-delta=\(text)"]).run()
        #expect(
          refused.exitCode == 64 && refused.standardError.hasPrefix("vintner: --min-delta is "), "\(text)")
      }
    }
  }
}
