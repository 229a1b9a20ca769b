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

  /// The folder of its target that it is in; `.` where that is the target's own.
  var folder: String {
    let parts = path.split(separator: "/")
    return parts.count > 3 ? String(parts[2]) : "."
  }

  /// The names in its code, with their lines: comments and texts are left out.
  var identifiers: [(name: Substring, line: Int)] {
    var isText = false
    return numberedLines.flatMap { number, line -> [(Substring, Int)] in
      let begins = isText
      if line.split(separator: "\"\"\"", omittingEmptySubsequences: false).count % 2 == 0 { isText.toggle() }
      if begins { return [] }
      return line.code.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map { ($0, number) }
    }
  }

  /// The types that it declares for other files, those inside other types left out.
  var declaredTypes: [Substring] {
    let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "actor", "typealias"]
    let before: Set<Substring> = [
      "public", "package", "internal", "final", "indirect", "nonisolated", "main",
    ]
    return lines.compactMap { line in
      guard let first = line.first, !first.isWhitespace else { return nil }
      let words = line.code.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.drop { before.contains($0) }
      return words.count > 1 && kinds.contains(words[words.startIndex]) ? words[words.startIndex + 1] : nil
    }
  }

  /// The lines with their numbers, counted from 1.
  var numberedLines: some Sequence<(number: Int, text: Substring)> {
    lines.enumerated().lazy.map { ($0.offset + 1, $0.element) }
  }

  /// The modules that it imports, with the line of each.
  var imports: [(module: String, line: Int)] {
    var isInText = false
    return numberedLines.compactMap { number, text in
      // A text over several lines may hold a program of its own.
      let begins = isInText
      if text.matches(of: /"{3}/).count.isMultiple(of: 2) == false { isInText.toggle() }
      guard !begins, let match = text.prefixMatch(of: Self.importDeclaration) else { return nil }
      return (String(match.output.1), number)
    }
  }

  /// `import M`, `@_exported public import struct M.S`, `@preconcurrency import M`, …
  nonisolated(unsafe) private static let importDeclaration =
    // Read only; `Regex` is not marked as Sendable.
    /\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:\w+\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+).*/
}

extension Substring {
  /// The line without the texts in it and the comment at its end.
  fileprivate var code: String {
    var code = ""
    var isText = false
    var last: Character = " "
    for character in self {
      if character == "\"" && last != "\\" { isText.toggle() }
      if !isText && character == "/" && last == "/" { break }
      code.append(isText ? " " : character)
      last = character
    }
    return code
  }
}

extension SourceFile {
  /// A file of the repository that is not Swift.
  init(_ path: String) throws {
    self.init(
      path: path, text: try String(contentsOf: Repository.root.appending(path: path), encoding: .utf8))
  }

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
