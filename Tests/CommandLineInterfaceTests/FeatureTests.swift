import Foundation
import TestSupport
import Testing

/// `--features` with names of features that are computed from columns.
struct FeatureTests {
  private static let features = ["--features", "a,a_squared,a_times_b,sin_b"]

  @Test func aModelComputesItsFeatures() throws {
    try Workspace.with { workspace in
      let trained = workspace.command(
        ["train", "table.csv", "--target", "y", "--output", "out", "--json"] + Sample.smallRun + Self.features
      )
      try workspace.write(Sample.table, to: "table.csv")
      _ = try trained.run().object()
      let inspected = try workspace.vintner("inspect", "out/model.safetensors", "--json").object()
      let schema = try #require(inspected["schema"] as? [String: Any])
      let features = try #require(schema["features"] as? [[String: Any]])
      #expect(features.map { $0["name"] as? String } == ["a", "a_squared", "a_times_b", "sin_b"])
      #expect(features.map { $0["computed"] as? String } == [nil, "square", "product", "sine"])
      #expect(features[2]["computed_from"] as? [String] == ["a", "b"])
      let text = try workspace.vintner("inspect", "out/model.safetensors").standardOutput
      #expect(text.contains(/a_times_b +computed +number/) && text.contains(/a +feature +integer/))
      let whole = try workspace.vintner("predict", "out/model.safetensors", "table.csv")
      #expect(whole.exitCode == 0 && whole.standardOutput.split(separator: "\n").count == 21)
      // Neither the target nor the computed columns are needed.
      let bare = "b,a\n" + (0..<20).map { "\($0 * 2 % 7),\($0)\n" }.joined()
      try workspace.write(bare, to: "bare.csv")
      #expect(
        try workspace.vintner("predict", "out/model.safetensors", "bare.csv").standardOutput
          == whole.standardOutput)
      #expect(try workspace.vintner("evaluate", "out/model.safetensors", "table.csv").exitCode == 0)
      try workspace.write("a\n1\n", to: "less.csv")
      try workspace.vintner("predict", "out/model.safetensors", "less.csv").expectRefusal(
        65, "The table lacks a column that the model needs: \"b\".")
    }
  }

  @Test func theRunFileNamesThem() throws {
    try Workspace.with { workspace in
      #expect(try workspace.train("--features", "b,b_squared").exitCode == 0)
      let text = try workspace.text("out/config.yaml")
      #expect(text.contains("b_squared"))
      _ = try workspace.vintner("train", "--config", "out/config.yaml", "--output", "again", "--json")
        .object()
      #expect(try workspace.data("again/model.safetensors") == workspace.data("out/model.safetensors"))
    }
  }

  @Test func aStreamedTableComputesThem() throws {
    try Workspace.with { workspace in
      let trained = try workspace.train("--stream", "--window", "5", "--features", "a,a_times_b")
      #expect(trained.exitCode == 0)
      let predicted = try workspace.vintner("predict", "out/model.safetensors", "table.csv")
      #expect(predicted.exitCode == 0)
    }
  }

  @Test func whatThereIsNotIsRefused() throws {
    try Workspace.with { workspace in
      try workspace.train("--features", "a,a_sqared").expectRefusal(
        64, "There is no column \"a_sqared\"; the nearest name is \"a_squared\".")
      try workspace.train("--features", "a,y_squared").expectRefusal(
        64, "The target \"y\" is among the features: leave it out of them.")
      try workspace.train("--stream", "--features", "sin_c").expectRefusal(
        64, "There is no column \"sin_c\"; the nearest name is \"sin_a\".")
    }
  }
}
