import Foundation

/// The folder `.build-notebooks`: lessons become a program there, which runs.
struct Workshop {
  /// The repository's folder, from which lessons name their files.
  let root: URL
  /// The compiler's options for whoever imports the lesson kit, one a line.
  let options: URL

  private var folder: URL { root.appending(path: ".build-notebooks") }
  private var program: URL { folder.appending(path: "lessons") }

  /// Compiles lessons into one program.
  ///
  /// - Returns: what the compiler said; nil where it made the program.
  func build(_ lessons: [Lesson]) throws -> String? {
    let sources = folder.appending(path: "Sources")
    try? FileManager.default.removeItem(at: sources)
    try FileManager.default.createDirectory(at: sources, withIntermediateDirectories: true)
    var files = [sources.appending(path: "main.swift")]
    try write(Lesson.mainSource(of: lessons), to: files[0])
    for lesson in lessons {
      files.append(sources.appending(path: "\(lesson.functionName).swift"))
      try write(lesson.swiftSource, to: files[files.count - 1])
    }
    let outcome = try Subprocess.run(
      // The linker takes from a library what the objects before it lack.
      "swiftc", ["-o", program.path] + files.map(\.path) + ["@\(options.path)"], in: root, joinsErrors: true)
    FileHandle.standardError.write(Data(outcome.status == 0 ? outcome.output.utf8 : "".utf8))
    return outcome.status == 0 ? nil : outcome.output
  }

  /// Where the pictures of a lesson's last run are.
  func figures(of lesson: Lesson) -> URL { folder.appending(path: "figures/\(lesson.name)") }

  /// Runs a lesson that was built.
  ///
  /// - Throws: ``NotebookFault`` at the block in which it ended, if it did not reach its end.
  func run(_ lesson: Lesson) throws -> LessonTranscript {
    let figures = figures(of: lesson)
    try? FileManager.default.removeItem(at: figures)
    try FileManager.default.createDirectory(at: figures, withIntermediateDirectories: true)
    let outcome = try Subprocess.run(
      program.path, [lesson.name], in: root, environment: ["VINTNER_LESSON_FIGURES": figures.path])
    let transcript = LessonTranscript(outcome.output)
    guard outcome.status == 0 else {
      let block = lesson.blocks[max(0, transcript.blocks.count - 1)]
      let reason = outcome.errors.split(separator: "\n").first { !$0.isEmpty } ?? "it gives no reason"
      throw NotebookFault(lesson.path, block.line, "the block that begins here ended the lesson: \(reason)")
    }
    return transcript
  }

  private func write(_ text: String, to url: URL) throws { try Data(text.utf8).write(to: url) }
}
