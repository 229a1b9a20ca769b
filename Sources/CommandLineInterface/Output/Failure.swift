import ArgumentParser
import Foundation
import Servers
import Vintner

/// The exit codes, those of BSD's `sysexits.h` where it has one.
enum ExitStatus: Int32 {
  case success = 0
  /// A check failed, or a loss diverged.
  case failed = 1
  /// Invalid arguments or settings.
  case usage = 64
  /// Data or a model that cannot be used.
  case data = 65
  /// A missing or unreadable input.
  case noInput = 66
  /// A bug in Vintner.
  case software = 70
  case cannotWrite = 73
  case interrupted = 130
}

/// Ends a command that does not succeed: an exit code and one line.
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

  /// Prints the message and ends the process.
  func exit() -> Never {
    do throws(Failure) {
      if let output { try Console.print(output) }
    } catch {
      error.exit()
    }
    if let message { Console.printError("vintner: " + message) }
    Foundation.exit(status.rawValue)
  }

  /// Any error that can end a command.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as any ReportedError: self.init(error.exitStatus, "\(error)")
    default: self.init(parsing: error)
    }
  }

  /// The argument parser's errors: help, the version, and invalid arguments.
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

  /// The help command that the last line of the parser's full message names.
  private static func help(for error: any Error) -> String {
    let message = VintnerCommand.fullMessage(for: error)
    return message.firstMatch(of: /See '(.+ --help)' for more information/).map { String($0.1) }
      ?? "vintner --help"
  }
}

// MARK: - Exit codes of the modules' errors

/// An error of one of our modules, which describes itself in one sentence.
protocol ReportedError: Error {
  var exitStatus: ExitStatus { get }
}

extension VintnerError: ReportedError {
  var exitStatus: ExitStatus {
    switch self {
    case .table(let error): error.exitStatus
    case .network(.diverged): .failed
    case .network(.softmaxOfOneUnit), .network(.absentClass), .network(.invalidThreadCount): .usage
    case .network: .software
    case .model(let error): error.exitStatus
    case .input: .noInput
    case .output: .cannotWrite
    case .settings, .configuration, .targetAmongFeatures, .noFeatures, .absentClass, .notStreamed,
      .categoricalFeatures, .playground, .outputs:
      .usage
    case .tooFewRows, .missingColumns, .outOfRange, .targetLacksValues, .textTarget: .data
    }
  }
}

extension TabularError: ReportedError {
  var exitStatus: ExitStatus {
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

extension ModelFileError: ReportedError {
  var exitStatus: ExitStatus { if case .unreadable = fault { .noInput } else { .data } }
}

extension InputError: ReportedError {
  var exitStatus: ExitStatus { .noInput }
}

extension OutputError: ReportedError {
  var exitStatus: ExitStatus { .cannotWrite }
}

extension RunConfigurationError: ReportedError {
  var exitStatus: ExitStatus { .usage }
}

extension ExperimentError: ReportedError {
  var exitStatus: ExitStatus {
    switch self {
    case .pipeline(let error): error.exitStatus
    case .damaged: .data
    case .inUse: .cannotWrite
    case .variation, .rangeWithoutRandom, .repeated, .changed: .usage
    }
  }
}

extension TraceError: ReportedError {
  var exitStatus: ExitStatus {
    switch self {
    case .pipeline(let error): error.exitStatus
    case .missing: .noInput
    case .unusable, .unsupported: .data
    }
  }
}

extension ServerError: ReportedError {
  var exitStatus: ExitStatus {
    switch self {
    case .unknownPreset: .usage
    case .portInUse, .cannotListen: .failed
    case .noPage: .software
    }
  }
}
