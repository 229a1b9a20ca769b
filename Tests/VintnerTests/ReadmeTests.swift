import Foundation
import Testing
import TestSupport

/// The README shows only what runs.
///
/// The examples read and write relative paths, so that they run one after the other, each in a folder that
/// looks like the repository.
@Suite(.serialized) struct ReadmeTests {
  @Test func showsTheCodeThatIsTested() throws {
    let readme = try String(contentsOf: Repository.root.appending(path: "README.md"), encoding: .utf8)
    let examples = try Self.examples()
    #expect(examples.count == 3)
    for example in examples {
      #expect(readme.contains("```swift\n" + example + "```\n"), "The README lacks:\n\(example)")
    }
    #expect(readme.components(separatedBy: "```swift\n").count - 1 == examples.count)
  }

  @Test func stepByStepRuns() throws { try Self.inFolderWithData(trainStepByStep) }

  @Test func thePipelineRuns() throws { try Self.inFolderWithData(trainWithThePipeline) }

  @Test func theExperimentRuns() throws { try compareLearningRates() }

  /// The lines between the markers of `ReadmeExamples.swift`.
  private static func examples() throws -> [String] {
    let file = Repository.root.appending(path: "Tests/VintnerTests/ReadmeExamples.swift")
    return try String(contentsOf: file, encoding: .utf8)
      .components(separatedBy: "// README: ").dropFirst()
      .filter { !$0.hasPrefix("end") }
      .map { $0.drop { $0 != "\n" }.dropFirst() + "" }
  }

  private static func inFolderWithData(_ body: () throws -> Void) throws {
    try withTemporaryDirectory { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "data"), withDestinationURL: Repository.root.appending(path: "data"))
      let before = FileManager.default.currentDirectoryPath
      #expect(FileManager.default.changeCurrentDirectoryPath(folder.path))
      defer { _ = FileManager.default.changeCurrentDirectoryPath(before) }
      try body()
    }
  }
}
