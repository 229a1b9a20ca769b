import Foundation

/// The folder `.build-notebooks`: lessons become a program there, which runs.
struct Workshop {
  /// The repository's folder, from which lessons name their files.
  let root: URL
  /// A file of the compiler's options for code that imports LessonKit, one per line.
  let options: URL
  /// The name of a folder inside, where a learner's code is apart from the lessons.
  var place = ""

  private var folder: URL { root.appending(path: ".build-notebooks").appending(path: place) }
  private var program: URL { folder.appending(path: "lessons") }

  /// Compiles lessons into one program.
  ///
  /// - Returns: the compiler's output; nil if it succeeded.
  func build(_ lessons: [Lesson]) throws -> String? {
    let sources = folder.appending(path: "Sources")
    try? FileManager.default.removeItem(at: sources)
    try FileManager.default.createDirectory(at: sources, withIntermediateDirectories: true)
    var files = [sources.appending(path: "main.swift")]
    try write(Lesson.mainSource(of: lessons), to: files[0])
    for lesson in lessons {
      for (name, source) in lesson.swiftSources {
        files.append(sources.appending(path: "\(name).swift"))
        try write(source, to: files[files.count - 1])
      }
    }
    let outcome = try Subprocess.run(
      "swiftc", ["-o", program.path] + files.map(\.path) + ["@\(options.path)"], in: root, joinsErrors: true)
    guard outcome.status == 0 else { return outcome.output }
    if place.isEmpty { FileHandle.standardError.write(Data(Self.warnings(in: outcome.output).utf8)) }
    return nil
  }

  /// The compiler's warnings, but for those that a lesson and its exercises have the same file name: nothing in them
  /// asks for `#fileID`.
  static func warnings(in output: String) -> String {
    output.split(separator: "\n\n").filter { !$0.contains("'#fileID' string") }
      .map { $0.trimmingCharacters(in: .newlines) + "\n" }.joined()
  }

  /// The folder of the figures of a lesson's last run.
  func figures(of lesson: Lesson) -> URL { folder.appending(path: "figures/\(lesson.identifier)") }

  /// Runs a built lesson.
  ///
  /// - Returns: what it wrote, and the reason that it gave if it ended early.
  func run(_ lesson: Lesson) throws -> (transcript: LessonTranscript, reason: String?) {
    let figures = figures(of: lesson)
    try? FileManager.default.removeItem(at: figures)
    try FileManager.default.createDirectory(at: figures, withIntermediateDirectories: true)
    let outcome = try Subprocess.run(
      program.path, [lesson.identifier], in: root,
      environment: ["VINTNER_LESSON_FIGURES": "\(figures.path)/\(lesson.figurePrefix)-"])
    let reason = outcome.errors.split(separator: "\n").first { !$0.isEmpty }.map(String.init)
    return (LessonTranscript(outcome.output), outcome.status == 0 ? nil : reason ?? "it gives no reason")
  }

  private func write(_ text: String, to url: URL) throws { try Data(text.utf8).write(to: url) }
}

extension Lesson {
  /// The lesson as Swift source files, named without extension: a function in which all blocks share a scope, and
  /// a function for each block from which an exercise starts.
  ///
  /// The compiler reports the document's lines. Imports and blocks that begin with an extension go outside the
  /// function, as the language requires.
  var swiftSources: [(name: String, text: String)] {
    let starts = starts.enumerated().map { index, block in
      let name = "\(functionName)_start_\(index + 1)"
      return (name, function(name, of: [block]))
    }
    return [(functionName, function(functionName, of: blocks))] + starts
  }

  /// The name of the first function.
  var functionName: String {
    "lesson_" + identifier.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "_" }.joined()
  }

  private func function(_ name: String, of blocks: [Block]) -> String {
    var outside = ["import LessonKit"]
    var inside: [String] = []
    for (index, block) in blocks.enumerated() {
      inside.append("  Transcript.begin(block: \(index))")
      if block.code.first(where: { !$0.isEmpty })?.hasPrefix("extension ") == true {
        outside += located(block.code, at: block.line)
        continue
      }
      let (imports, rest) = block.separatedImports
      for entry in imports { outside += located([entry.text], at: entry.line) }
      inside += located(rest, at: block.line)
    }
    let isAsynchronous = blocks.contains { $0.code.contains { $0.contains(/\bawait\b/) } }
    let effects = isAsynchronous ? "async throws" : "throws"
    return (outside + ["@Sendable func \(name)() \(effects) {"] + inside + ["}"]).joined(separator: "\n")
      + "\n"
  }

  private func located(_ code: [String], at line: Int) -> [String] {
    ["#sourceLocation(file: \"\(path)\", line: \(line))"] + code + ["#sourceLocation()"]
  }

  /// The program that runs the lesson that its first argument names.
  static func mainSource(of lessons: [Lesson]) -> String {
    let entries = lessons.map { "  \"\($0.identifier)\": \($0.functionName)," }.joined(separator: "\n")
    return "import LessonKit\n\nawait runLesson([\n\(entries)\n])\n"
  }
}

extension Lesson.Block {
  /// The imports with their lines, and the code with empty lines in their place.
  fileprivate var separatedImports: (imports: [(text: String, line: Int)], rest: [String]) {
    var imports: [(String, Int)] = []
    let rest = code.enumerated().map { offset, text in
      guard text.hasPrefix("import ") else { return text }
      imports.append((text, line + offset))
      return ""
    }
    return (imports, rest)
  }
}
