import Foundation

/// The command behind `Scripts/notebooks`.
@main struct Notebooks {
  static let usage = """
    usage: Scripts/notebooks [--check] [NUMBER ...]        the lessons of notebooks-md with their exercises, all by default
           Scripts/notebooks [--check] FILE.md ...         other documents
           Scripts/notebooks exercise NUMBER [EXERCISE]    ask the exercises of a lesson, or one of them
           Scripts/notebooks keras [NUMBER ...]            run the lessons' Python code
    """

  static func main() {
    guard let arguments = Arguments(Array(CommandLine.arguments.dropFirst())) else {
      warn(usage)
      exit(64)
    }
    do {
      switch arguments.command {
      case .run: try run(arguments)
      case .exercise(let number): try ExerciseDesk(arguments).ask(number)
      case .keras: try KerasCode(arguments).run()
      }
    } catch {
      warn("\(error)")
      exit((error as? NotebookFault)?.status ?? 1)
    }
  }

  private static func run(_ arguments: Arguments) throws {
    var course = Course(arguments)
    try course.run()
    for fault in course.faults { print(fault) }
    exit(course.faults.isEmpty ? 0 : 1)
  }

  /// Writes a line to standard error.
  static func warn(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
}
