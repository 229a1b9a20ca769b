extension Lesson {
  /// The lesson as a Swift source file: one function, in which all blocks share a scope.
  ///
  /// The compiler names the document's lines. Imports and blocks of nothing but extensions stand outside the
  /// function, where the language wants them.
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

  /// The program that runs whichever of the lessons its first argument names.
  static func mainSource(of lessons: [Lesson]) -> String {
    let entries = lessons.map { "  \"\($0.name)\": \($0.functionName)," }.joined(separator: "\n")
    return "import LessonKit\n\nawait runLesson([\n\(entries)\n])\n"
  }
}

extension Lesson.Block {
  /// The imports with their lines, and the code with empty lines in their places.
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
