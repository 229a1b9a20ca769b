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

extension VintnerError {
  /// The exit code that says who has to act.
  var exitStatus: ExitStatus {
    switch self {
    case .table(let error): error.exitStatus
    case .network(.diverged): .failed
    case .network(.softmaxOfOneUnit), .network(.absentClass), .network(.invalidThreadCount): .usage
    case .network: .software
    case .model(let error):
      if case .unreadable = error.fault { .noInput } else { .data }
    case .input: .noInput
    case .output: .cannotWrite
    case .settings, .configuration, .targetAmongFeatures, .noFeatures, .absentClass, .notStreamed,
      .categoricalFeatures, .playground, .outputs:
      .usage
    case .experiment(.damaged): .data
    case .experiment(.inUse): .cannotWrite
    case .experiment: .usage
    case .trace(.missing): .noInput
    case .trace, .tooFewRows, .missingColumns, .outOfRange, .targetLacksValues, .textTarget: .data
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
