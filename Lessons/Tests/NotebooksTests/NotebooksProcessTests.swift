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
  private func run(
    _ arguments: String..., input: String = "", environment: [String: String] = [:]
  ) throws -> Subprocess.Outcome {
    try Subprocess.run(
      repository.appending(path: "Scripts/notebooks").path, arguments, in: folder,
      environment: environment.merging(["VINTNER_IS_BUILT": "yes"]) { $1 }, input: input)
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

  /// A chart's text of an older picture, a number that no result has, a statement that is not true.
  @Test func holdsTheTextToTheRun() throws {
    try write(Self.document)
    #expect(try run(file.path).status == 0)
    let woven = try String(contentsOf: file, encoding: .utf8)
    try write(woven.replacing("![x over step, lines x]", with: "![x over step, lines y]"))
    let stale = try run("--check", file.path)
    #expect(stale.status == 1)
    #expect(
      stale.output.contains(
        "one.md:4: the alternative text of figures/one-path.svg is of an older picture, which is now ")
    )
    #expect(try run(file.path).status == 0)
    #expect(try String(contentsOf: file, encoding: .utf8) == woven)

    try write(woven.replacing("The end.", with: "It ends at 0.43."))
    let sentence = "one.md:16: 0.43 is in no result and no code of this lesson.\n"
    #expect(try run("--check", file.path).output.hasSuffix(sentence))
    let warned = try run(file.path)
    #expect(warned.status == 0 && warned.errors.contains("warning: ") && warned.errors.hasSuffix(sentence))

    try write(
      Self.document.replacing("try show", with: "ensure(\"it grows\", path[1][0] < path[2][0])\ntry show"))
    let untrue = try run(file.path)
    #expect(untrue.status == 1)
    #expect(untrue.output.hasSuffix("one.md:6: this is not true of the run: it grows.\n"))
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

  /// With a module in Keras's place: one that cannot be imported, and one that can.
  @Test func runsPythonCode() throws {
    try write(
      "# Python\n\n```python\nimport keras\nprint(keras.answer)\n```\n\n```python\nprint(none)\n```\n")
    let module = folder.appending(path: "keras.py")
    let environment = ["PYTHONPATH": folder.path, "PYTHONDONTWRITEBYTECODE": "1"]
    try Data("raise ImportError\n".utf8).write(to: module)
    let none = try run("keras", file.path, environment: environment)
    #expect(none.status == 69)
    #expect(
      none.errors == "python3: it has no keras 3: pip install keras jax, then export KERAS_BACKEND=jax.\n")
    try Data("answer = 42\n".utf8).write(to: module)
    let outcome = try run("keras", file.path, environment: environment)
    #expect(outcome.status == 1)
    #expect(outcome.output == "\(file.path):4\n42\n\(file.path):9\n")
    #expect(outcome.errors.contains("one.md:9: the Python code that begins here failed:\nTraceback"))
    #expect(outcome.errors.contains("line 9, in <module>"))
  }

  @Test func refusesUnknownArguments() throws {
    let wrong = try run("--chekc")
    #expect(wrong.status == 64)
    #expect(wrong.errors.contains("usage: Scripts/notebooks [--check] [NUMBER ...]"))
    #expect(try run("exercise").status == 64 && run("exercise", "1", "2", "3").status == 64)
    let absent = try run("99")
    #expect(absent.status == 66)
    #expect(absent.errors == "notebooks-md: there is no lesson 99.\n")
    let missing = try run("absent.md")
    #expect(missing.status == 66)
    #expect(missing.errors == "absent.md: cannot be read: does it exist, and is it UTF-8?\n")
    let none = try run("exercise", "99")
    #expect(none.status == 66)
    #expect(none.errors.hasPrefix("notebooks-md/exercises: lesson 99 has no exercises"))
  }

  /// Woven, checked and asked: a prediction, then code that is wrong, does not compile, ends early and is right.
  @Test func asksExercises() throws {
    let folder = folder.appending(path: "exercises")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "05-x.md")
    try write(Self.document)
    let fresh = exercisesDocument.replacing(/\n> \*\*Answer .*\n/, with: "")
    try Data(fresh.utf8).write(to: file)
    let early = try run("exercise", file.path)
    #expect(early.status == 65)
    #expect(early.errors.contains("exercise 1 has no answer yet: run Scripts/notebooks on it first.\n"))

    let woven = try run(file.path)
    #expect(woven.status == 0, "\(woven)")
    #expect(try String(contentsOf: file, encoding: .utf8) == exercisesDocument)
    #expect(try run("--check", file.path).status == 0)
    try Data(exercisesDocument.replacing("b; 42,", with: "b; 43,").utf8).write(to: file)
    #expect(try run("--check", file.path).output.contains("05-x.md:27: 43 is printed, the run gives 42.\n"))
    try Data(exercisesDocument.utf8).write(to: file)

    let other = try run("exercise", file.path, "3")
    #expect(other.status == 66 && other.errors.hasSuffix("there are exercises 1 to 2, no others.\n"))
    let first = try run("exercise", file.path, "1", input: "a\n\n")
    #expect(first.status == 0)
    #expect(first.output.contains("Not right yet: 21.\n") && !first.output.contains("42"))
    #expect(first.output.hasSuffix("skip goes on: \nYour prediction was a; right is b.\n"))

    let code = folder.appending(path: ".exercises/05-1.swift")
    #expect(try String(contentsOf: code, encoding: .utf8) == "let value = 21.0\nanswer(1, number: value)\n")
    func outcome(_ text: String) throws -> String {
      try Data(text.utf8).write(to: code)
      return try run("exercise", file.path, "1", input: "\n\n").output
    }
    #expect(
      try outcome("print(two)\n").contains(".exercises/05-1.swift:1:7: error: cannot find 'two' in scope"))
    #expect(try outcome("let a = [1]\nprint(a[a.count])\n").contains("Your code ended early: "))
    #expect(try outcome("print(1)\n").contains("\n1\nYour code does not call answer(1, number: ...)"))
    #expect(try outcome("print(5)\nanswer(1, number: 42)\n").contains("\n5\nRight: 42. Measured: 42.\n"))
  }
}
