import Foundation

/// The folder `.build-notebooks`: lessons become a program there, which runs.
struct Workshop {
  /// The repository's folder, from which lessons name their files.
  let root: URL
  /// A file of the compiler's options for code that imports LessonKit, one per line.
  let options: URL

  private var folder: URL { root.appending(path: ".build-notebooks") }
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
      files.append(sources.appending(path: "\(lesson.functionName).swift"))
      try write(lesson.swiftSource, to: files[files.count - 1])
    }
    let outcome = try Subprocess.run(
      "swiftc", ["-o", program.path] + files.map(\.path) + ["@\(options.path)"], in: root, joinsErrors: true)
    FileHandle.standardError.write(Data(outcome.status == 0 ? outcome.output.utf8 : "".utf8))
    return outcome.status == 0 ? nil : outcome.output
  }

  /// The folder of the figures of a lesson's last run.
  func figures(of lesson: Lesson) -> URL { folder.appending(path: "figures/\(lesson.name)") }

  /// Runs a built lesson.
  ///
  /// - Throws: ``NotebookFault`` at the block in which it ended early.
  func run(_ lesson: Lesson) throws -> LessonTranscript {
    let figures = figures(of: lesson)
    try? FileManager.default.removeItem(at: figures)
    try FileManager.default.createDirectory(at: figures, withIntermediateDirectories: true)
    let outcome = try Subprocess.run(
      program.path, [lesson.name], in: root,
      environment: ["VINTNER_LESSON_FIGURES": "\(figures.path)/\(lesson.figurePrefix)-"])
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

extension Lesson {
  /// The lesson as a Swift source file: one function, in which all blocks share a scope.
  ///
  /// The compiler reports the document's lines. Imports and blocks that begin with an extension go outside the
  /// function, as the language requires.
  var swiftSource: String {
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
    let effects = isAsynchronous ? "async throws" : "throws"
    return (outside + ["@Sendable func \(functionName)() \(effects) {"] + inside + ["}"])
      .joined(separator: "\n") + "\n"
  }

  /// The name of that function.
  var functionName: String {
    "lesson_" + name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "_" }.joined()
  }

  private var isAsynchronous: Bool {
    blocks.contains { $0.code.contains { $0.contains(/\bawait\b/) } }
  }

  private func located(_ code: [String], at line: Int) -> [String] {
    ["#sourceLocation(file: \"\(path)\", line: \(line))"] + code + ["#sourceLocation()"]
  }

  /// The program that runs the lesson that its first argument names.
  static func mainSource(of lessons: [Lesson]) -> String {
    let entries = lessons.map { "  \"\($0.name)\": \($0.functionName)," }.joined(separator: "\n")
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

/// Another program, run until it exits.
enum Subprocess {
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// - Parameters:
  ///   - program: a path, or a name to find on the PATH.
  ///   - joinsErrors: whether standard error is merged into standard output.
  static func run(
    _ program: String, _ arguments: [String], in folder: URL, environment: [String: String] = [:],
    joinsErrors: Bool = false
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    // A file takes any amount; two pipes would have to be read concurrently.
    let errorFile = FileManager.default.temporaryDirectory.appending(path: "notebooks-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: errorFile.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: errorFile) }
    if joinsErrors {
      process.standardError = output
    } else {
      process.standardError = try FileHandle(forWritingTo: errorFile)
    }
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let isSignal = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: process.terminationStatus + (isSignal ? 128 : 0), output: String(decoding: data, as: UTF8.self),
      errors: (try? String(contentsOf: errorFile, encoding: .utf8)) ?? "")
  }
}
