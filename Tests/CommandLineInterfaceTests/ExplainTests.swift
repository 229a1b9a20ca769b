import Foundation
import TestSupport
import Testing

/// `vintner explain`: importances and partial dependence as text, as an object, and as files.
struct ExplainTests {
  @Test func printsATable() throws {
    try Workspace.withModel { workspace in
      let outcome = try workspace.vintner("explain", "model.safetensors", "table.csv")
      #expect(outcome.exitCode == 0 && outcome.standardError.isEmpty)
      let lines = outcome.standardOutput.split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= 80 })
      #expect(lines[0].wholeMatch(of: /column +drop of r2 +lowest +at +highest +at/) != nil)
      #expect(Set(lines[1...2].map { $0.prefix(1) }) == ["a", "b"])
      #expect(
        lines[1].firstMatch(of: /^[ab] +-?[0-9.]+ +± [0-9.e-]+ +-?[0-9.]+ +\d+ +-?[0-9.]+ +\d+$/) != nil)
      #expect(lines.contains("target           y, 20 rows"))
      #expect(try workspace.names() == ["model.safetensors", "table.csv"])
    }
  }

  @Test func printsOneObjectThatASeedRepeats() throws {
    try Workspace.withModel { workspace in
      let first = try workspace.vintner(
        "explain", "model.safetensors", "table.csv", "--json", "--repeats", "3", "--grid", "4")
      let object = try first.object()
      #expect(
        object["metric"] as? String == "r2" && object["repeats"] as? Int == 3 && object["rows"] as? Int == 20)
      let importances = try #require(object["importances"] as? [[String: Any]])
      let means = importances.compactMap { $0["mean"] as? Double }
      #expect(means.count == 2 && means[0] >= means[1])
      let drops = try #require(importances[0]["drops"] as? [Double])
      #expect(drops.count == 3 && abs(drops.reduce(0, +) / 3 - means[0]) < 1e-12)
      // R² of the same rows, as `evaluate` has it.
      let evaluated = try workspace.vintner("evaluate", "model.safetensors", "table.csv", "--json").object()
      #expect(object["baseline"] as? Double == evaluated["r2"] as? Double)
      let dependences = try #require(object["partial_dependence"] as? [[String: Any]])
      #expect((dependences[0]["values"] as? [Any])?.count == 4)
      #expect(((dependences[0]["outputs"] as? [String: Any])?["y"] as? [Double])?.count == 4)
      let again = try workspace.vintner(
        "explain", "model.safetensors", "table.csv", "--json", "--repeats", "3", "--grid", "4", "--seed", "0",
        "--threads", "1")
      #expect(again.standardOutput == first.standardOutput)
      let other = try workspace.vintner(
        "explain", "model.safetensors", "table.csv", "--json", "--repeats", "3", "--grid", "4", "--seed", "1")
      #expect(other.standardOutput != first.standardOutput)
    }
  }

  @Test func writesFourFiles() throws {
    try Workspace.withModel { workspace in
      let command = workspace.command([
        "explain", "model.safetensors", "table.csv", "--output", "why", "--metric", "rmse",
      ])
      let outcome = try command.run()
      #expect(outcome.exitCode == 0 && outcome.standardError.isEmpty)
      #expect(outcome.standardOutput.contains("increase of rmse"))
      #expect(
        try workspace.names("why") == [
          "importance.csv", "importance.svg", "partial-dependence.csv", "partial-dependence.svg",
        ])
      #expect(try workspace.text("why/importance.svg").contains("increase of rmse"))
      #expect(try workspace.text("why/partial-dependence.svg").hasPrefix("<svg"))
      #expect(try command.run().standardError.hasPrefix("note: 'why' holds importance.svg, "))
      #expect(
        try workspace.vintner(
          "explain", "model.safetensors", "table.csv", "--output", "why", "--no-overwrite"
        ).exitCode
          == 73)
      #expect(try workspace.command(command.arguments + ["--quiet"]).run().standardError.isEmpty)
    }
  }

  /// 100 values at most, as in the library: these columns' own, for a has 20 and b 7.
  @Test func takesTheValuesOfTheTable() throws {
    try Workspace.withModel { workspace in
      let object = try workspace.vintner("explain", "model.safetensors", "table.csv", "--json").object()
      let dependences = try #require(object["partial_dependence"] as? [[String: Any]])
      for dependence in dependences {
        let count = dependence["column"] as? String == "a" ? 20 : 7
        #expect(dependence["values"] as? [Int] == Array(0..<count))
      }
    }
  }

  @Test func showsItsProgressOnATerminal() throws {
    try Workspace.withModel { workspace in
      let arguments = ["explain", "model.safetensors", "table.csv", "--repeats", "100"]
      let lines = try PseudoTerminal(columns: 80).vintner(arguments, in: workspace.folder)
        .components(separatedBy: "\r\u{1B}[K")
      #expect(lines.first == "" && lines.last == "" && lines.count > 2)
      #expect(lines[1] == "░░░░░░░░░░ importances 0 %")
      #expect(
        lines.allSatisfy { $0.isEmpty || $0.wholeMatch(of: /█*░* (importances|dependences) \d+ %/) != nil })
      #expect(try PseudoTerminal(columns: 80).vintner(arguments + ["--quiet"], in: workspace.folder) == "")
    }
  }

  @Test func refuses() throws {
    try Workspace.withModel { workspace in
      try workspace.vintner("explain", "model.safetensors", "table.csv", "--metric", "auc").expectRefusal(
        64, "`metric` is auc, where one of mae, rmse, r2 is expected.")
      try workspace.vintner("explain", "model.safetensors", "table.csv", "--repeats", "0").expectRefusal(
        64, "--repeats is 0, where 1 to 10000 is expected; see 'vintner explain --help'.")
      try workspace.vintner("explain", "model.safetensors", "-", input: "a,b\n1,2\n").expectRefusal(
        65, "The table lacks a column that the model needs: \"y\".")
    }
  }
}
