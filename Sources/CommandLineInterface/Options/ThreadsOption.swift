import ArgumentParser
import Vintner

/// The option of a command that uses a model.
struct ThreadsOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads to use. (default: as many as pay)", valueName: "count"))
  var threads: Int?

  func validate() throws {
    guard let threads, !(ThreadCount.allowed ~= threads) else { return }
    throw ValidationError("--threads is \(threads), where 1 to 1024 is expected")
  }
}

/// How many threads a command may use, whatever it does.
enum WantedThreads {
  /// The number that was asked for, or else the environment's; `nil` for as many as pay.
  ///
  /// - Throws: `VintnerError.network` where the environment's number is none.
  static func of(_ given: Int?) throws(VintnerError) -> Int? {
    if let given { return given }
    do throws(NetworkError) { return try ThreadCount.given() } catch { throw .network(error) }
  }
}
