import Foundation
import TestSupport
import Testing

/// Files that once ended the process, made it hang, or are good seeds for finding such: `Scripts/fuzz` begins with them.
struct FuzzCorpusTests {
  @Test(arguments: ["csv", "model", "run", "experiment", "recording", "trace"])
  func noFileEndsTheProcess(_ target: String) throws {
    let folder = Repository.root.appending(path: "Tests/Fuzz/Corpora/\(target)")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    #expect(files.count > 4)
    for file in files.sorted(by: { $0.path < $1.path }) {
      let command = Command(BuiltProducts.folder.appending(path: "Fuzz"), [target, file.path])
      let outcome = try command.run()
      #expect(outcome.exitCode == 0, "\(file.lastPathComponent): \(outcome.standardError.prefix(300))")
    }
  }
}
