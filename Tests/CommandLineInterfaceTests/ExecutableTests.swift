import Foundation
import TestSupport
import Testing

/// The executable that the other tests of the command line start.
struct ExecutableTests {
  @Test func isBuiltBesideTheTests() {
    #expect(FileManager.default.isExecutableFile(atPath: BuiltProducts.vintner.path))
  }

  @Test func runs() throws {
    let outcome = try Command.vintner().run()
    #expect(outcome.standardOutput.contains("vintner") || outcome.standardError.contains("vintner"))
  }
}
