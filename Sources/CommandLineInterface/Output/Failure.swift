import ArgumentParser
import Foundation
import Vintner

/// How a command ends when it does not end well: an exit code and one line.
struct Failure: Error {
  let status: ExitStatus
  /// For standard error, without the program's name and without a line break.
  let message: String?
  /// For standard output: help and version.
  let output: String?

  init(_ status: ExitStatus, _ message: String?, output: String? = nil) {
    self.status = status
    self.message = message.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
    self.output = output
  }

  /// Says what there is to say and ends the process.
  func exit() -> Never {
    do throws(Failure) {
      if let output { try Console.print(output) }
    } catch {
      error.exit()
    }
    if let message { Console.printError("vintner: " + message) }
    Foundation.exit(status.rawValue)
  }

  /// Any error that a command can end with.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as VintnerError: self.init(error)
    case let error as TabularError: self.init(VintnerError.table(error))
    case let error as ModelFileError: self.init(VintnerError.model(error))
    case let error as InputError: self.init(VintnerError.input(error))
    case let error as OutputError: self.init(VintnerError.output(error))
    case let error as RunConfigurationError: self.init(VintnerError.configuration(error))
    default: self.init(parsing: error)
    }
  }

  /// What the argument parser throws: help, the version, and arguments that cannot be.
  private init(parsing error: any Error) {
    let status = VintnerCommand.exitCode(for: error)
    switch status {
    case .success:
      let text = VintnerCommand.fullMessage(for: error).trimmingCharacters(in: .newlines)
      self.init(.success, nil, output: text)
    case .validationFailure:
      let message = VintnerCommand.message(for: error)
      let isSentence = message.last.map { ".?!".contains($0) } ?? false
      self.init(.usage, message + (isSentence ? " See" : "; see") + " '\(Self.help(for: error))'.")
    default: self.init(.software, "An error that should not be: \(error). Please report it.")
    }
  }

  /// The command that explains the arguments, as the last line of the parser's full message names it.
  private static func help(for error: any Error) -> String {
    let message = VintnerCommand.fullMessage(for: error)
    return message.firstMatch(of: /See '(.+ --help)' for more information/).map { String($0.1) }
      ?? "vintner --help"
  }

  private init(_ error: VintnerError) {
    self.init(error.exitStatus, "\(error)")
  }
}
