import Foundation
import TestSupport
import Testing

/// Files that once ended the process, made it hang, or are good seeds for finding such: `Scripts/fuzz` begins with them.
struct FuzzCorpusTests {
  @Test(arguments: ["csv", "model", "run", "experiment", "recording", "trace", "http", "session", "network"])
  func noFileEndsTheProcess(_ target: String) throws {
    let folder = Repository.root.appending(path: "Tests/Fuzz/Corpora/\(target)")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    #expect(files.count > 4)
    var command = Command(
      BuiltProducts.folder.appending(path: "Fuzz"), [target] + files.map(\.path).sorted())
    command.timeout = .seconds(300)
    let outcome = try command.run()
    let last = outcome.standardOutput.split(separator: "\n").last ?? ""
    #expect(outcome.exitCode == 0, "\(last): \(outcome.standardError.prefix(300))")
  }
}
