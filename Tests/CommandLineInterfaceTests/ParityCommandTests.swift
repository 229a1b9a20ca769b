import Foundation
import TestSupport
import Testing

/// `vintner parity`: its line a trace and its exit codes.
struct ParityCommandTests {
  private let traces = Repository.root.appending(path: "Tests/ParityTests/Traces")

  private func parity(_ arguments: String...) throws -> CommandOutcome {
    var command = Command(BuiltProducts.vintner, ["parity"] + arguments)
    command.directory = Repository.root
    return try command.run()
  }

  @Test func passes() throws {
    let sgd = traces.appending(path: "sgd").path
    let outcome = try parity(sgd, "--epochs", "2")
    #expect(outcome.exitCode == 0)
    #expect(outcome.standardError.isEmpty)
    #expect(
      outcome.standardOutput.wholeMatch(of: /sgd: pass, 2 epochs, loss [^,]+, val_loss [^,\n]+\n/) != nil)
  }

  @Test func fails() throws {
    let sgd = traces.appending(path: "sgd").path
    let outcome = try parity(sgd, sgd, "--epochs", "2", "--tolerance", "1e-12")
    #expect(outcome.exitCode == 1)
    #expect(outcome.standardError == "vintner: 2 of 2 traces exceeded the tolerance of 1e-12.\n")
    let lines = outcome.standardOutput.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines.allSatisfy { $0.hasPrefix("sgd: fail, ") && $0.contains("exceeds the tolerance in epoch ") })
  }

  @Test func refusesWhatIsNoTrace() throws {
    try parity("none").expectRefusal(
      66,
      "There is no trace at none: name a folder that holds a case.json, or a JSON file of a Playground run.")
    try Workspace.with { workspace in
      try workspace.write(#"{"layers": [{"type": "conv"}], "loss": "mae"}"#, to: "case.json")
      let outcome = try parity(workspace.folder.path)
      #expect(outcome.exitCode == 65)
      #expect(outcome.standardError.contains("case.json: `layers[0].type`"))
      #expect(outcome.standardError.contains("conv"))
      #expect(outcome.standardError.split(separator: "\n").count == 1)
    }
  }

  /// A file of JSON is the Playground's; it needs no table.
  @Test func replaysThePlayground() throws {
    let xor = traces.appending(path: "playground/xor-l1.json").path
    let outcome = try parity(xor, "--data", "none.csv", "--epochs", "10")
    #expect(outcome.exitCode == 0)
    #expect(outcome.standardError.isEmpty)
    #expect(
      outcome.standardOutput.wholeMatch(of: /xor-l1: pass, 10 epochs, loss [^,]+, val_loss [^,\n]+\n/) != nil)
    let strict = try parity(xor, traces.appending(path: "sgd").path, "--tolerance", "0", "--epochs", "1")
    #expect(strict.exitCode == 1)
    #expect(strict.standardError == "vintner: 2 of 2 traces exceeded the tolerance of 0.0.\n")
    #expect(strict.standardOutput.contains("xor-l1: fail, 1 epoch, loss "))
    try Workspace.with { workspace in
      try workspace.write(#"{"dataset": "circle"}"#, to: "half.json")
      try parity(workspace.folder.appending(path: "half.json").path).expectRefusal(
        65, "The trace half cannot be replayed: half.json: `features`: is missing.")
      try parity("gone.json").expectRefusal(
        66,
        "There is no trace at gone.json: name a folder that holds a case.json, or a JSON file of a Playground run."
      )
    }
  }
}
