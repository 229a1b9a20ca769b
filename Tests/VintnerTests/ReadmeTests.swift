import Foundation
import Testing
import TestSupport

/// The README and the articles show only what is compiled and runs: `Scripts/consumer` runs what is not run here.
///
/// The examples read and write relative paths, so that they run one after the other, each in a folder that
/// looks like the repository.
@Suite(.serialized) struct ReadmeTests {
  @Test func showsCodeThatIsCompiled() throws {
    let articles = try Self.files(under: "Sources/Vintner/Vintner.docc", type: "md")
    #expect(articles.count > 1)
    let folders = ["Tests/Consumer", "Tests/CustomParts"]
    let programs = try folders.flatMap { try Self.files(under: $0, type: "swift") }
    let compiled = try (programs + [Self.file("Tests/VintnerTests/ReadmeExamples.swift")]).map(Self.code)
    for document in articles + [Self.file("README.md")] {
      let text = try String(contentsOf: document, encoding: .utf8)
      for block in text.matches(of: /```swift\n((?s).*?)```/) {
        let shown = Self.code(String(block.1))
        #expect(
          compiled.contains { $0.contains(shown) },
          "\(document.lastPathComponent): nothing compiles\n\(shown)")
      }
    }
  }

  @Test func stepByStepRuns() throws { try Self.inFolderWithData(trainStepByStep) }

  @Test func thePipelineRuns() throws { try Self.inFolderWithData(trainWithThePipeline) }

  @Test func theExperimentRuns() throws { try compareLearningRates() }

  /// The lines of a file or of a block without what indents them.
  private static func code(_ file: URL) throws -> String {
    code(try String(contentsOf: file, encoding: .utf8))
  }

  private static func code(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.drop { $0 == " " } + "" }.joined(separator: "\n")
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func file(_ path: String) -> URL { Repository.root.appending(path: path) }

  private static func files(under folder: String, type: String) throws -> [URL] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: file(folder).path)
    return names.filter { $0.hasSuffix(".\(type)") }.map { file(folder).appending(path: $0) }
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
