import Foundation
import TestSupport
import Testing

/// `vintner find-learning-rate`.
struct FindLearningRateTests {
  private static let run = ["--hidden", "8", "--batch-size", "5"]

  private func find(_ workspace: Workspace, _ arguments: String...) throws -> CommandOutcome {
    try workspace.write(Sample.table, to: "table.csv")
    return try workspace.command(
      ["find-learning-rate", "table.csv", "--target", "y"] + Self.run + arguments
    ).run()
  }

  @Test func drawsAndSuggests() throws {
    try Workspace.with { workspace in
      let outcome = try find(workspace)
      #expect(outcome.exitCode == 0 && outcome.standardError.isEmpty)
      let lines = outcome.standardOutput.split(separator: "\n").map(String.init)
      #expect(lines[0] == "Learning rates" && lines[1] == "MAE of the training batches")
      #expect(lines.contains { $0.contains("◆ suggested: ") })
      #expect(lines.allSatisfy { $0.count <= 80 })
      let labels = lines.map { $0.prefix(13).trimmingCharacters(in: .whitespaces) }
      for label in ["suggestion", "lowest loss", "swept"] { #expect(labels.contains(label), "\(label)") }
      #expect(try workspace.names() == ["table.csv"])
    }
  }

  /// Rates climb by equal factors, and the suggestion is one of them.
  @Test func writesPictureAndFigures() throws {
    try Workspace.with { workspace in
      let outcome = try find(
        workspace, "--lowest", "0.0001", "--highest", "0.1", "--updates", "31", "--output", "rates", "--json")
      let object = try outcome.object()
      #expect(object["updates"] as? Int == 31 && object["output"] as? String == "rates")
      #expect(try workspace.names("rates") == ["learning-rates.csv", "learning-rates.svg"])
      let svg = try workspace.text("rates/learning-rates.svg")
      #expect(svg.hasPrefix("<svg") && svg.contains(">suggested: ") && svg.contains(">learning rate</text>"))
      let rows = try workspace.text("rates/learning-rates.csv").split(separator: "\n")
      #expect(rows[0] == "learning_rate,loss,smoothed_loss" && rows.count == 32)
      let figures = rows.dropFirst().map { $0.split(separator: ",").compactMap { Double($0) } }
      let rates = figures.map { $0[0] }
      // Ten updates a decade: 10^(1/10) each.
      for (rate, next) in zip(rates, rates.dropFirst()) {
        #expect(relativeDifference(next / rate, 1.2589254117941673) < 1e-5)
      }
      let suggestion = try #require(object["suggestion"] as? Double)
      #expect(rates.contains { relativeDifference($0, suggestion) < 1e-12 })
      // The lowest smoothed loss and its rate are those of the table.
      let lowest = try #require(figures.min { $0[2] < $1[2] })
      for (key, figure) in [("lowest_loss", lowest[2]), ("lowest_loss_rate", lowest[0])] {
        #expect(relativeDifference(try #require(object[key] as? Double), figure) < 1e-12, "\(key)")
      }
    }
  }

  @Test func takesTwoClassesAndARunFile() throws {
    try Workspace.with { workspace in
      try workspace.write(TableOptionsTests.passengers, to: "passengers.csv")
      try workspace.write(
        "data: passengers.csv\ntarget: survived\ntask: classification\nmissing: [median]\nencode: [one-hot]\n",
        to: "run.yaml")
      let outcome = try workspace.vintner(
        "find-learning-rate", "--config", "run.yaml", "--hidden", "8", "--quiet")
      #expect(outcome.exitCode == 0 && outcome.standardError.isEmpty)
      #expect(outcome.standardOutput.contains("binary cross-entropy of the training batches"))
    }
  }

  @Test func saysWhereTheLossNeverFalls() throws {
    try Workspace.with { workspace in
      let outcome = try find(workspace, "--lowest", "1", "--highest", "10", "--updates", "2")
      #expect(
        outcome.standardOutput.contains("\nsuggestion   none, since the loss never falls: try other rates"))
      #expect(!outcome.standardOutput.contains("suggested"))
    }
  }

  @Test func isRefusedAFolderItCannotWriteTo() throws {
    try Workspace.with { workspace in
      let outcome = try find(workspace, "--output", "table.csv")
      #expect(outcome.exitCode == 73 && outcome.standardOutput.isEmpty)
      #expect(outcome.standardError.split(separator: "\n").count == 1)
    }
  }
}
