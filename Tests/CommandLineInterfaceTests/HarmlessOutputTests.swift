import Foundation
import TestSupport
import Testing

/// Whatever a table has in it is shown, and neither obeyed by a terminal nor taken for Markdown.
struct HarmlessOutputTests {
  /// ESC ] 0 ; … BEL sets a terminal's title, CSI 2 J clears it.
  private static let hostile = "\u{1B}]0;gone\u{7}\u{9B}2J"
  private static let table =
    "a,\(hostile)b,y\n"
    + (0..<20).map { "\($0),\($0 * 2 % 7),\($0 % 2 == 0 ? "yes" : "\(hostile)no")\n" }.joined()

  private func isHarmless(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0xA0 || (0x20..<0x7F).contains($0.value) }
  }

  @Test func escapesWhatTablesHave() throws {
    try Workspace.with { workspace in
      try workspace.write(Self.table, to: "table.csv")
      let trained = try workspace.command(["train", "table.csv", "--target", "y"] + Sample.smallRun).run()
      #expect(trained.exitCode == 0)
      for arguments in [
        ["inspect", "table.csv"], ["inspect", "table.csv", "--json"],
        ["inspect", "vintner-output/model.safetensors"],
        ["evaluate", "vintner-output/model.safetensors", "table.csv"],
        ["evaluate", "vintner-output/model.safetensors", "table.csv", "--json"],
        ["explain", "vintner-output/model.safetensors", "table.csv"],
        ["train", "table.csv", "--target", "\u{9B}b"],
        ["train", "table.csv", "--target", "a", "--drop", "c\u{1B}"],
      ] {
        let outcome = try workspace.command(arguments).run()
        #expect(isHarmless(outcome.standardOutput + outcome.standardError), "\(arguments)")
      }
      #expect(isHarmless(trained.standardOutput + trained.standardError))
      // What programs read is as it was.
      let predicted = try workspace.vintner("predict", "vintner-output/model.safetensors", "table.csv")
      #expect(predicted.standardOutput.contains(Self.hostile + "no"))
    }
  }

  @Test func escapesWhatReportsHave() throws {
    try Workspace.with { workspace in
      try workspace.write(Self.table.replacing("y\n0", with: "<img src=x>\n0"), to: "table.csv")
      let text =
        "data: table.csv\ntarget: <img src=x>\ntitle: \"<b>[a](javascript:b)| *c*\"\nhidden: [4]\nbatch_size: 5\n"
        + "epochs: 2\nseeds: 1\nvariations: {learning_rate: [0.001, 0.01]}\n"
      try workspace.write(text, to: "rates.yaml")
      #expect(try workspace.vintner("experiment", "rates.yaml").exitCode == 0)
      let report = try workspace.text("rates/report.md")
      #expect(!report.contains("<"))
      #expect(report.hasPrefix("# &lt;b&gt;\\[a\\](javascript:b)\\| \\*c\\*\n"))
      #expect(report.contains("| `target` | &lt;img src=x&gt; |"))
    }
  }

  /// With standard error closed, the first file that is opened would be where progress goes.
  @Test(arguments: ["2>&-", ">&-", "<&- >&- 2>&-"])
  func closedOutputsReachNoFile(_ redirection: String) throws {
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      try workspace.write(Sample.experiment, to: "rates.yaml")
      var shell = Command(
        URL(filePath: "/bin/sh"),
        ["-c", "\"$0\" experiment rates.yaml \(redirection)", BuiltProducts.vintner.path])
      shell.directory = workspace.folder
      let outcome = try shell.run()
      #expect(outcome.exitCode == (redirection == "2>&-" ? 0 : 73))
      let lines = try workspace.text("rates/runs.jsonl").split(separator: "\n")
      #expect(lines.count == 7 && lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
      #expect(try workspace.vintner("experiment", "rates.yaml").exitCode == 0)
    }
  }
}
