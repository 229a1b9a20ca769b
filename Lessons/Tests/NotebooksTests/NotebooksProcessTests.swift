import Foundation
import Testing

@testable import Notebooks

/// The repository's folder, found from where this file was compiled.
let repository = URL(filePath: #filePath)
  .deletingLastPathComponent()  // NotebooksTests
  .deletingLastPathComponent()  // Tests
  .deletingLastPathComponent()  // Lessons
  .deletingLastPathComponent()

/// `Scripts/notebooks` as a process, on a document outside the course. The tests run one after the other, since
/// they share the folder in which documents are built.
@Suite(.serialized) final class NotebooksProcessTests {
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

  private let folder: URL
  private var file: URL { folder.appending(path: "one.md") }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "vintner-lessons-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Runs the script, which must not build: the process that runs the tests holds the build folder.
  private func run(_ arguments: String...) throws -> Subprocess.Outcome {
    try Subprocess.run(
      repository.appending(path: "Scripts/notebooks").path, arguments, in: folder,
      environment: ["VINTNER_IS_BUILT": "yes"])
  }

  private func write(_ text: String) throws { try Data(text.utf8).write(to: file) }

  @Test func weavesAndChecks() throws {
    try write(Self.document)
    #expect(try run(file.path).status == 0)
    let woven = try String(contentsOf: file, encoding: .utf8)
    #expect(
      woven.contains(
        "```text\nafter two steps 0.4 in 12 ms\n```\n\n![x over step, lines x](figures/one-path.svg)"))
    #expect(woven.hasSuffix("\n\nThe end.\n"))
    #expect(try run("--check", file.path).status == 0)

    // A result that was changed by hand, a time that differs, a figure that is missing.
    try write(woven.replacing("0.4", with: "0.5").replacing("12 ms", with: "99 ms"))
    let changed = try run("--check", file.path)
    #expect(changed.status == 1)
    #expect(changed.output.hasSuffix("one.md:4: 0.5 is printed, the run gives 0.4.\n"))
    try write(woven)
    try FileManager.default.removeItem(at: folder.appending(path: "figures/one-path.svg"))
    let missing = try run("--check", file.path)
    #expect(missing.status == 1)
    #expect(missing.output.hasSuffix("one.md:4: figures/one-path.svg is missing.\n"))
    #expect(try String(contentsOf: file, encoding: .utf8) == woven)
  }

  @Test func namesTheLineOfWhatDoesNotCompile() throws {
    try write(Self.document.replacing("steps: 2", with: "steps: two"))
    let outcome = try run("--check", file.path)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("one.md:4:59: error: cannot find 'two' in scope"))
  }

  @Test func namesTheBlockThatEnds() throws {
    try write(
      Self.document.replacing("print(", with: "let none: Int? = path.isEmpty ? 1 : nil\nprint(none!, "))
    let outcome = try run(file.path)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("one.md:4: the block that begins here ended the lesson: "))
  }

  @Test func refusesUnknownArguments() throws {
    let wrong = try run("--chekc")
    #expect(wrong.status == 64)
    #expect(wrong.errors.contains("usage: Scripts/notebooks [--check] [NUMBER ...]"))
    let absent = try run("99")
    #expect(absent.status == 1)
    #expect(absent.output == "notebooks-md: there is no lesson 99.\n")
    let missing = try run("absent.md")
    #expect(missing.output == "absent.md: cannot be read: does it exist, and is it UTF-8?\n")
  }
}
