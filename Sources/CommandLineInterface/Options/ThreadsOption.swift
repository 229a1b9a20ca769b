import ArgumentParser
import Vintner

/// The option `--threads` of a command that uses a model or replays a run.
struct ThreadsOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads to use. (default: as many as help)", valueName: "count"))
  var threads: Int?

  func validate() throws {
    try require("--threads", threads, "1 to 1024", ThreadCount.allowed.contains)
  }
}

extension ThreadCount {
  /// The given number, or else the environment's; `nil` for as many as help.
  ///
  /// - Throws: `VintnerError.network` if the environment's value is not such a number.
  static func wanted(_ given: Int?) throws(VintnerError) -> Int? {
    if let given { return given }
    do throws(NetworkError) { return try ThreadCount.given() } catch { throw .network(error) }
  }
}

extension ParsableArguments {
  /// Refuses a value that an option does not allow: "--port is 70000, where 0 to 65535 is expected".
  ///
  /// - Parameter value: the option's; `nil` where it was not given.
  func require<Value>(
    _ option: String, _ value: Value?, _ expected: String, _ isAllowed: (Value) -> Bool
  ) throws {
    guard let value, !isAllowed(value) else { return }
    throw ValidationError("\(option) is \(value), where \(expected) is expected")
  }
}
