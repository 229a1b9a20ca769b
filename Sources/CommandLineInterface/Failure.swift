import ArgumentParser
import Foundation
import Vintner

/// The exit codes, after BSD's `sysexits.h` where it has one.
enum ExitStatus: Int32 {
  case success = 0
  /// A check failed, or a loss diverged.
  case failed = 1
  /// Arguments, or a file of settings, that cannot be.
  case usage = 64
  /// Data or a model that cannot be used.
  case data = 65
  /// No such input.
  case noInput = 66
  /// Our own bug.
  case software = 70
  case cannotWrite = 73
  case interrupted = 130
}

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
    if let output { try? Console.print(output) }
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
    switch VintnerCommand.exitCode(for: error) {
    case .success: self.init(.success, nil, output: VintnerCommand.fullMessage(for: error))
    case .validationFailure: self.init(.usage, VintnerCommand.message(for: error) + " (See vintner --help.)")
    default: self.init(.software, "An error that should not be: \(error). Please report it.")
    }
  }

  private init(_ error: VintnerError) {
    self.init(error.exitStatus, "\(error)")
  }
}

extension VintnerError {
  /// The exit code that says who has to act.
  fileprivate var exitStatus: ExitStatus {
    switch self {
    case .table(let error): error.exitStatus
    case .network(.diverged): .failed
    case .network: .software
    case .model(let error):
      if case .unreadable = error.fault { .noInput } else { .data }
    case .input: .noInput
    case .output: .cannotWrite
    case .settings, .configuration, .targetAmongFeatures, .noFeatures: .usage
    case .trace, .tooFewRows, .missingColumns, .outOfRange: .data
    }
  }
}

extension TabularError {
  fileprivate var exitStatus: ExitStatus {
    switch self {
    case .csv(let fault):
      switch fault.origin {
      case .input: .noInput
      case .data: .data
      case .options: .usage
      }
    case .unknownColumn, .repeatedColumn: .usage
    case .cannotWrite: .cannotWrite
    default: .data
    }
  }
}
