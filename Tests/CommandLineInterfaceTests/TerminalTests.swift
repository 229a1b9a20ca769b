import Foundation
import TestSupport
import Testing

/// Progress on a terminal: one line that is written over.
struct TerminalTests {
  private func screen(columns: UInt16, _ arguments: String...) throws -> [String] {
    var text = ""
    try Workspace.with { workspace in
      try workspace.write(Sample.table, to: "table.csv")
      text = try PseudoTerminal(columns: columns).vintner(
        ["train", "table.csv", "--target", "y"] + Sample.smallRun + arguments, in: workspace.folder)
    }
    return text.components(separatedBy: "\r\u{1B}[K")
  }

  @Test func overwritesItsLineAndRemovesIt() throws {
    let lines = try screen(columns: 80, "--epochs", "40000", "--no-early-stopping")
    #expect(lines.first == "")
    #expect(lines.last == "")
    #expect(lines.count > 4)
    #expect(lines[1] == "░░░░░░░░░░ epoch 1/40000")
    for line in lines.dropFirst(3).dropLast() {
      #expect(
        line.wholeMatch(of: /█*░* epoch \d+\/40000  loss [\d.e-]+  val_loss [\d.e-]+  [\d.]+ m?s left/)
          != nil,
        "\(line)")
      #expect(line.prefix { $0 != " " }.count == 10)
      #expect(!line.contains("\n"))
    }
  }

  @Test func fitsANarrowTerminal() throws {
    let lines = try screen(columns: 40, "--epochs", "40000", "--no-early-stopping")
    #expect(lines.count > 4)
    #expect(lines.allSatisfy { $0.count <= 39 })
    // The validation loss, which says how it goes, is there before the others.
    for line in lines.dropFirst(3).dropLast() {
      #expect(line.firstMatch(of: /(epoch )?\d+\/40000  .*val_loss [\d.e-]+$/) != nil, "\(line)")
    }
  }

  @Test func showsNoticesAboveAndNothingWhenQuiet() throws {
    let lines = try screen(columns: 80, "--batch-size", "50")
    #expect(lines[0].hasPrefix("note: The batch size of 50 is larger"))
    #expect(try screen(columns: 80, "--batch-size", "50", "--quiet") == [""])
  }
}
