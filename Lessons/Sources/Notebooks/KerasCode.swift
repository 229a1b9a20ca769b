import Foundation

/// Runs the Python code of lessons, which says in Keras what the lesson says in Swift.
struct KerasCode {
  private let lessons: [Lesson]
  private let root: URL

  init(_ arguments: Arguments) throws(NotebookFault) {
    lessons = try arguments.chosenLessons()
    root = arguments.root
  }

  /// Runs each block on its own and prints what it prints.
  ///
  /// - Throws: ``NotebookFault`` if there is no Keras, or at the first block that fails.
  func run() throws {
    guard try Subprocess.run("python3", ["-c", "import keras"], in: root).status == 0 else {
      throw NotebookFault(
        "python3", nil, "it has no keras 3: pip install keras jax, then export KERAS_BACKEND=jax.", status: 69
      )
    }
    for lesson in lessons {
      for block in lesson.pythonBlocks {
        print("\(lesson.path):\(block.line)")
        fflush(nil)
        // As many lines above the code as in the document: Python's messages have its line numbers.
        let code = String(repeating: "\n", count: block.line - 1) + block.code.joined(separator: "\n")
        let outcome = try Subprocess.run("python3", ["-c", code], in: root)
        print(outcome.output, terminator: "")
        guard outcome.status == 0 else {
          throw NotebookFault(
            lesson.path, block.line, "the Python code that begins here failed:\n\(outcome.errors)")
        }
      }
    }
  }
}

extension Lesson {
  /// The blocks fenced as `python`.
  var pythonBlocks: [Block] {
    var blocks: [Block] = []
    var isInside = false
    for line in MarkdownLine.lines(of: text) {
      let isPython = line.place == .code("python")
      if isPython && !isInside { blocks.append(Block(code: [], line: line.number)) }
      if isPython { blocks[blocks.count - 1].code.append(line.text) }
      isInside = isPython
    }
    return blocks
  }
}
