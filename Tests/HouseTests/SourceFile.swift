import Foundation
import TestSupport

/// A Swift file of this package, as text.
struct SourceFile: Sendable {
  /// Where it is, from the repository's folder on: `Sources/Tabular/Column.swift`.
  let path: String
  let lines: [Substring]

  init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The folder below `Sources` or `Tests` that it is in: its target's name.
  var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

  /// The lines with their numbers, counted from 1.
  var numberedLines: some Sequence<(number: Int, text: Substring)> {
    lines.enumerated().lazy.map { ($0.offset + 1, $0.element) }
  }

  /// The modules that it imports, with the line of each.
  var imports: [(module: String, line: Int)] {
    numberedLines.compactMap { number, text in
      guard let match = text.prefixMatch(of: Self.importDeclaration) else { return nil }
      return (String(match.output.1), number)
    }
  }

  /// `import M`, `@_exported public import struct M.S`, `@preconcurrency import M`, …
  nonisolated(unsafe) private static let importDeclaration =
    // Read only; `Regex` is not marked as Sendable.
    /\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:\w+\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+).*/
}

extension SourceFile {
  /// Every Swift file under a folder of the repository, in alphabetical order.
  static func all(under folder: String) throws -> [SourceFile] {
    let paths = FileManager.default.enumerator(atPath: Repository.root.appending(path: folder).path)
    return try (paths?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".swift") }.sorted().map {
      let path = folder + "/" + $0
      return SourceFile(
        path: path, text: try String(contentsOf: Repository.root.appending(path: path), encoding: .utf8))
    }
  }
}
