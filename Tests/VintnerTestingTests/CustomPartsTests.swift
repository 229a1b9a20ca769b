import Foundation
import TestSupport
import Testing

/// Parts that a program of its own adds, with `import Vintner` alone: `Tests/CustomParts`. Each command is a new process.
struct CustomPartsTests {
  private func run(_ command: String, _ arguments: String...) throws -> CommandOutcome {
    try Command(BuiltProducts.folder.appending(path: "CustomParts"), [command] + arguments).run()
  }

  @Test func keepTheirContracts() throws {
    #expect(try run("check").standardOutput == "All keep their contracts.\n")
  }

  /// Trained from Swift and from a run file, loaded, and resumed in the middle of an epoch: the same bits.
  @Test func areSavedLoadedRunAndResumed() throws {
    try withTemporaryDirectory { folder in try areSavedLoadedRunAndResumed(folder.path) }
  }

  private func areSavedLoadedRunAndResumed(_ path: String) throws {
    let trained = try run("train", path).standardOutput.split(separator: "\n").map(String.init)
    try #require(trained.count == 2)
    #expect(try run("load", path).standardOutput == trained[0] + "\n")
    #expect(try run("run", path).standardOutput == trained[0] + "\n")
    #expect(try run("resume", path).standardOutput == trained[1] + "\n")

    let forgotten = try run("forget", path)
    #expect(forgotten.exitCode == 1)
    #expect(
      forgotten.standardOutput.hasPrefix("Cannot use '\(path)/model.safetensors' as a model: it needs a "))
    #expect(forgotten.standardOutput.contains("before it loads the model, Registry."))

    let inspected = try Command.vintner("inspect", "\(path)/model.safetensors").run()
    #expect(inspected.exitCode == 65)
    #expect(inspected.standardError.contains("the command vintner has only those built in"))
    let train = try Command.vintner("train", "--config", "\(path)/run.yaml").run()
    #expect(train.exitCode == 64)
    #expect(train.standardError.contains("`scaling` is \"midrange\", where one of min-max, "))
    #expect(
      train.standardError.contains(
        "Registry.scalers.add(MidrangeScaler.self), and the command vintner has only those built in"))
  }

  @Test func refuseASecondTypeUnderOneName() throws {
    let outcome = try run("twice")
    #expect(outcome.exitCode != 0)
    #expect(
      outcome.standardError.contains(
        "Registry.layers: Impostor cannot be added under the name swish6, which Swish6 has."))
  }
}
