import Foundation
import TestSupport
import Testing

/// The process runner that the tests of the command line stand on.
struct ProcessTests {
  private func shell(_ script: String) -> Command { Command(URL(filePath: "/bin/sh"), ["-c", script]) }

  @Test func returnsExitCodeAndBothOutputs() throws {
    let outcome = try shell("echo result; echo notice >&2; exit 66").run()
    #expect(outcome.exitCode == 66)
    #expect(outcome.standardOutput == "result\n")
    #expect(outcome.standardError == "notice\n")
  }

  @Test func passesInputEnvironmentAndDirectory() throws {
    try withTemporaryDirectory { folder in
      var command = shell("cat; printf %s \"$VINTNER_COLOUR\"; pwd -P >&2")
      command.input = Data("red\n".utf8)
      command.environment = ["VINTNER_COLOUR": "dark"]
      command.directory = folder
      let outcome = try command.run()
      #expect(outcome.standardOutput == "red\ndark")
      #expect(outcome.standardError == folder.resolvingSymlinksInPath().path + "\n")
    }
  }

  @Test func readsLargeOutputsOnBothSidesAtOnce() throws {
    var command = shell("head -c 3000000 /dev/zero >&2; cat; head -c 3000000 /dev/zero >&2")
    command.input = Data(count: 2_000_000)
    let outcome = try command.run()
    #expect(outcome.standardOutputData.count == 2_000_000)
    #expect(outcome.standardError.utf8.count == 6_000_000)
  }

  @Test func survivesAProgramThatDoesNotReadItsInput() throws {
    var command = shell("exit 3")
    command.input = Data(count: 2_000_000)
    #expect(try command.run().exitCode == 3)
  }

  @Test func interruptsARunningProgram() throws {
    let running = try shell("trap 'echo caught; exit 130' INT; echo ready; while :; do sleep 0.05; done")
      .start()
    try running.wait(for: "ready")
    running.send(SIGINT)
    let outcome = try running.outcome()
    #expect(outcome.exitCode == 130)
    #expect(outcome.standardOutput == "ready\ncaught\n")
  }

  @Test func saysWhichSignalEndedIt() throws {
    #expect(try shell("kill -TERM $$").run().exitCode == 128 + 15)
  }

  @Test func killsWhatTakesTooLong() throws {
    var command = shell("echo started; exec sleep 30")
    command.timeout = .milliseconds(200)
    let error = #expect(throws: CommandError.self) { try command.run() }
    guard case .timedOut(let limit, let output, _)? = error else {
      Issue.record("Expected a timeout, received \(String(describing: error)).")
      return
    }
    #expect(limit == .milliseconds(200))
    #expect(output == "started\n")
  }

  @Test func saysWhenTheAwaitedTextNeverComes() throws {
    let running = try shell("echo other").start()
    #expect(throws: CommandError.self) { try running.wait(for: "ready") }
  }
}
