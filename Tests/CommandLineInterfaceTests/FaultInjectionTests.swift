import Foundation
import TestSupport
import Testing

/// Commands whose system calls fail, or that are killed at one: some of them here, every one in `Scripts/faults`.
struct FaultInjectionTests {
  private static let folder = Repository.root.appending(path: "Tests/FaultInjection")

  private static func shell(_ script: String, _ arguments: String..., timeout: Duration = .seconds(60))
    -> Command
  {
    var command = Command(URL(filePath: "/bin/sh"), ["-c", script, "sh"] + arguments)
    command.timeout = timeout
    return command
  }

  /// The shim takes the place of functions of the C library, as its loader on Linux lets it.
  private static var isPossible: Bool {
    #if os(Linux)
      (try? shell("command -v cc && command -v python3").run().exitCode) == 0
    #else
      false
    #endif
  }

  @Test(.enabled(if: isPossible))
  func leaveTheOldRunOrTheNewOne() throws {
    try withTemporaryDirectory { folder in
      let shim = folder.appending(path: "faults.so").path
      let built = try Self.shell(
        "cc -shared -fPIC -O1 -o \"$1\" \"$2\" -ldl", shim, Self.folder.appending(path: "faults.c").path
      ).run()
      try #require(built.exitCode == 0, "\(built.standardError)")
      let outcome = try Self.shell(
        "exec python3 \"$@\" --quick", Self.folder.appending(path: "faults.py").path,
        BuiltProducts.vintner.path,
        shim, timeout: .seconds(600)
      ).run()
      #expect(outcome.exitCode == 0, "\(outcome.standardOutput)\(outcome.standardError)")
    }
  }
}
