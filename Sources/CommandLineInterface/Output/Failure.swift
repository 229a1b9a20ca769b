import Foundation
import Servers
import Vintner

/// The exit codes, those of BSD's `sysexits.h` where it has one.
enum ExitStatus: Int32 {
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
  case terminated = 143
}

/// The end of a command that did not succeed: an exit code and one line.
struct Failure: Error {
  let status: ExitStatus
  /// For standard error, without the program's name and without a line break.
  let message: String

  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  /// The error of a module.
  init(_ error: some ReportedError) { self.init(error.exitStatus, "\(error)") }

  /// Prints the message and ends the process.
  func exit() -> Never {
    Console.printError("vintner: " + message)
    Foundation.exit(status.rawValue)
  }
}

// MARK: - Exit codes of the modules' errors

/// An error of a module, whose description is one sentence.
protocol ReportedError: Error {
  var exitStatus: ExitStatus { get }
}

extension VintnerError: ReportedError {
  var exitStatus: ExitStatus {
    switch self {
    case .table(let error): error.exitStatus
    case .network(.diverged): .failed
    case .network(.notFinite): .data
    case .network(.notSaved), .network(.checkpointNotSaved): .cannotWrite
    case .notResumed: .usage
    case .network(.softmaxOfOneUnit), .network(.layerDoesNotFit), .network(.absentClass),
      .network(.invalidThreadCount), .network(.noMemory):
      .usage
    case .network: .software
    case .model(let error): error.exitStatus
    case .input: .noInput
    case .output: .cannotWrite
    case .settings, .configuration, .targetAmongFeatures, .noFeatures, .absentClass, .notStreamed,
      .categoricalFeatures, .playground, .outputs, .weightAmongFeatures, .absentPositive,
      .noParts:
      .usage
    case .tooFewRows, .missingColumns, .outOfRange, .oneClassInTraining, .faultyTarget, .targetLacksValues,
      .textTarget, .sampleWeight, .manyClasses, .noTargetValues, .differentInEveryRow,
      .dividingColumnLacksValues, .rowValue:
      .data
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
    case .variation, .rangeWithoutRandom, .tooManyRuns, .repeated, .changed: .usage
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
    case .table: .data
    }
  }
}
