import Foundation

/// A program to run as a process: what it is given.
///
///     let outcome = try Command.vintner("inspect", path, "--json").run()
///     #expect(outcome.exitCode == 0)
package struct Command: Sendable {
  package var executable: URL
  package var arguments: [String]
  /// What the program reads from standard input, which ends after it.
  package var input = Data()
  /// Variables that are set beside those of this process, or in their place.
  package var environment: [String: String] = [:]
  /// The working directory, where it is not this process's own.
  package var directory: URL?
  /// How long it may take before it is killed.
  package var timeout: Duration = .seconds(60)

  package init(_ executable: URL, _ arguments: [String]) {
    self.executable = executable
    self.arguments = arguments
  }

  /// The `vintner` that was built together with the tests.
  package static func vintner(_ arguments: String...) -> Command {
    Command(BuiltProducts.vintner, arguments)
  }

  /// Starts the program and returns at once.
  package func start() throws -> RunningCommand { try RunningCommand(self) }

  /// Runs the program to its end.
  ///
  /// - Throws: `CommandError.timedOut`, when `timeout` has passed.
  package func run() throws -> CommandOutcome { try start().outcome() }
}

/// What a program has left behind.
package struct CommandOutcome: Sendable {
  /// Its exit code; 128 + n where signal n ended it, as a shell says it.
  package let exitCode: Int32
  package let standardOutputData: Data
  package let standardError: String

  package var standardOutput: String { String(decoding: standardOutputData, as: UTF8.self) }
}

/// Why a program has no outcome. Both cases carry what it had written by then.
package enum CommandError: Error {
  case timedOut(after: Duration, output: String, error: String)
  case endedWithout(text: String, output: String, error: String)
}
