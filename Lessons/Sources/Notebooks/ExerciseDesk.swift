import Foundation

/// Asks the exercises of a document on the terminal, and runs what a learner writes.
struct ExerciseDesk {
  private let document: Lesson
  private let workshop: Workshop
  /// The folder of the learner's code, which Git ignores: in the repository, or beside a custom document.
  private let folder: URL
  /// The folder from which the learner sees it.
  private let base: URL

  init(_ arguments: Arguments) throws(NotebookFault) {
    document = try arguments.chosenExercises()
    workshop = Workshop(root: arguments.root, options: arguments.options, place: "learner")
    base = arguments.isCustom ? document.file.deletingLastPathComponent() : arguments.root
    folder = base.appending(path: ".exercises")
  }

  /// Asks the exercise with the number, all of them where it is nil.
  func ask(_ number: Int?) throws {
    let all = Exercise.list(in: document)
    let chosen = all.filter { number == nil || $0.number == number }
    guard !chosen.isEmpty else {
      let sentence =
        all.isEmpty ? "there are no exercises here." : "there are exercises 1 to \(all.count), no others."
      throw NotebookFault(document.path, nil, sentence, status: 66)
    }
    if let exercise = chosen.first(where: { $0.answer == nil }) {
      throw NotebookFault(
        document.path, exercise.line,
        "exercise \(exercise.number) has no answer yet: run Scripts/notebooks on it first.", status: 65)
    }
    let isTerminal = isatty(STDIN_FILENO) == 1
    let dialogue = ExerciseDialogue(
      read: {
        let line = readLine()
        // What a terminal would show as it is typed.
        if !isTerminal, let line { print(line) }
        return line
      },
      write: {
        print($0, terminator: "")
        fflush(nil)
      },
      file: { try path(of: file(of: $0)) }, run: run)
    try dialogue.ask(chosen, of: document.title)
  }

  /// The learner's code: `12-2.swift`. A new one is what the exercise starts from.
  private func file(of exercise: Exercise) throws -> URL {
    let file = folder.appending(path: "\(document.figurePrefix)-\(exercise.number).swift")
    if !FileManager.default.fileExists(atPath: file.path) {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let code = (exercise.start ?? []).joined(separator: "\n") + "\n"
      try Data(code.utf8).write(to: file, options: .atomic)
    }
    return file
  }

  private func path(of file: URL) -> String { ".exercises/\(file.lastPathComponent)" }

  private func run(_ exercise: Exercise) throws -> ExerciseDialogue.Run {
    let file = try file(of: exercise)
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      return .failed("\(path(of: file)) cannot be read as UTF-8.")
    }
    let code = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let block = Lesson.Block(code: code, line: 1, tolerance: nil)
    let program = Lesson(path: path(of: file), file: file, pieces: [.block(block)])
    if let complaint = try workshop.build([program]) {
      return .failed(Course.errors(in: complaint).joined(separator: "\n"))
    }
    let (transcript, reason) = try workshop.run(program)
    if let reason { return .failed("Your code ended early: \(reason)") }
    let ran = transcript.blocks[0]
    let figures = ran.figures.map {
      workshop.figures(of: program).path + "/\(program.figurePrefix)-\($0.name).svg"
    }
    return .ended(
      output: (ran.output + figures).map { "\($0)\n" }.joined(),
      number: ran.answers.last { $0.exercise == exercise.number }?.number)
  }
}
