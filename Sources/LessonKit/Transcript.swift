import Foundation

/// What a running lesson tells the tool that runs it: control lines between the lines that it prints.
///
/// A control line begins with the record separator (U+001E), then come its kind and its JSON.
public enum Transcript {
  /// Says that a block begins, counted from 0.
  public static func begin(block: Int) {
    write("block", ["index": block])
    // Whoever reads along knows where a lesson ended, should it end here.
    fflush(nil)
  }

  static func write(_ kind: String, _ content: some Encodable) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = String(decoding: try! encoder.encode(content), as: UTF8.self)
    print("\u{1E}\(kind) \(json)")
  }
}

/// Runs the lesson that the first argument names, as the generated `main` does.
public func runLesson(_ lessons: [String: @Sendable () async throws -> Void]) async {
  guard let name = CommandLine.arguments.dropFirst().first, let lesson = lessons[name] else {
    FileHandle.standardError.write(Data("There is no such lesson among \(lessons.keys.sorted()).\n".utf8))
    exit(64)
  }
  do {
    try await lesson()
  } catch {
    fflush(nil)
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
  }
}
