import Foundation
import TestSupport
import Testing

/// `Scripts/notebooks` as a process, on a document of one's own. The tests take turns: they share the folder in
/// which documents are built.
@Suite(.serialized) struct NotebooksProcessTests {
  private static let document = """
    # One block

    ```swift
    let path = SGD(learningRate: 0.05).path(from: [1], steps: 2) { [10 * $0[0] - 2] }
    print("after two steps", number(path[2][0]), "in", 12, "ms")
    try show(
      LineChart(x: Axis("step"), y: Axis("x"), series: [.init("x", values: path.map { $0[0] })]), as: "path")
    ```

    The end.

    """

  private func run(_ folder: URL, _ arguments: String...) throws -> CommandOutcome {
    try run(arguments + [folder.appending(path: "one.md").path])
  }

  /// Runs the script, which must not build: whoever runs the tests holds the build folder.
  private func run(_ arguments: [String]) throws -> CommandOutcome {
    var command = Command(Repository.root.appending(path: "Scripts/notebooks"), arguments)
    command.environment["VINTNER_IS_BUILT"] = "yes"
    return try command.run()
  }

  private func write(_ text: String, _ folder: URL) throws {
    try Data(text.utf8).write(to: folder.appending(path: "one.md"))
  }

  @Test func weavesAndChecks() throws {
    try withTemporaryDirectory { folder in
      try write(Self.document, folder)
      #expect(try run(folder).exitCode == 0)
      let woven = try String(contentsOf: folder.appending(path: "one.md"), encoding: .utf8)
      #expect(
        woven.contains(
          "```text\nafter two steps 0.4 in 12 ms\n```\n\n![x over step, lines x](figures/one-path.svg)"))
      #expect(woven.hasSuffix("\n\nThe end.\n"))
      #expect(try run(folder, "--check").exitCode == 0)

      // A figure that was changed by hand, a time that is another, a picture that is gone.
      try write(woven.replacing("0.4", with: "0.5").replacing("12 ms", with: "99 ms"), folder)
      let changed = try run(folder, "--check")
      #expect(changed.exitCode == 1)
      #expect(changed.standardOutput.hasSuffix("one.md:4: 0.5 is printed, the run gives 0.4.\n"))
      try write(woven, folder)
      try FileManager.default.removeItem(at: folder.appending(path: "figures/one-path.svg"))
      let missing = try run(folder, "--check")
      #expect(missing.exitCode == 1)
      #expect(missing.standardOutput.hasSuffix("one.md:4: figures/one-path.svg is missing.\n"))
      #expect(try String(contentsOf: folder.appending(path: "one.md"), encoding: .utf8) == woven)
    }
  }

  @Test func namesTheLineOfWhatDoesNotCompile() throws {
    try withTemporaryDirectory { folder in
      try write(Self.document.replacing("steps: 2", with: "steps: two"), folder)
      let outcome = try run(folder, "--check")
      #expect(outcome.exitCode == 1)
      #expect(outcome.standardOutput.contains("one.md:4:59: error: cannot find 'two' in scope"))
    }
  }

  @Test func namesTheBlockThatEnds() throws {
    try withTemporaryDirectory { folder in
      try write(
        Self.document.replacing("print(", with: "let none: Int? = path.isEmpty ? 1 : nil\nprint(none!, "),
        folder)
      let outcome = try run(folder)
      #expect(outcome.exitCode == 1)
      #expect(outcome.standardOutput.contains("one.md:4: the block that begins here ended the lesson: "))
    }
  }

  @Test func refusesWhatItDoesNotKnow() throws {
    let wrong = try run(["--chekc"])
    #expect(wrong.exitCode == 64)
    #expect(wrong.standardError.contains("usage: Scripts/notebooks [--check] [NUMBER ...]"))
    let absent = try run(["99"])
    #expect(absent.exitCode == 1)
    #expect(absent.standardOutput == "notebooks-md: there is no lesson 99.\n")
    let missing = try run(["absent.md"])
    #expect(missing.standardOutput == "absent.md: cannot be read: is there such a file of UTF-8?\n")
  }
}
