import Foundation

extension Lesson {
  /// Reads a document.
  ///
  /// - Throws: ``NotebookFault`` if a fence is not closed or a tolerance is not a number.
  init(path: String, file: URL? = nil, text: String) throws(NotebookFault) {
    var reader = LessonReader(path: path, text: text)
    self.init(path: path, file: file ?? URL(filePath: path), pieces: try reader.pieces())
  }

  init(contentsOf file: URL, named name: String) throws(NotebookFault) {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      throw NotebookFault(name, nil, "cannot be read: does it exist, and is it UTF-8?")
    }
    try self.init(path: name, file: file, text: text)
  }
}

/// One sentence about what is wrong in a document, with its location.
struct NotebookFault: Error, Equatable, CustomStringConvertible {
  let path: String
  /// Counted from 1.
  let line: Int?
  let sentence: String

  init(_ path: String, _ line: Int?, _ sentence: String) {
    (self.path, self.line, self.sentence) = (path, line, sentence)
  }

  var description: String { "\(path):\(line.map { "\($0):" } ?? "") \(sentence)" }
}

/// Parses a document, line by line.
private struct LessonReader {
  private let path: String
  private let lines: [String]
  private var position = 0

  init(path: String, text: String) {
    self.path = path
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    self.lines = lines
  }

  mutating func pieces() throws(NotebookFault) -> [Lesson.Piece] {
    var pieces: [Lesson.Piece] = []
    var prose: [String] = []
    while position < lines.count {
      guard lines[position] == "```swift" else {
        prose.append(lines[position])
        position += 1
        continue
      }
      let tolerance = try tolerance(above: prose)
      if !prose.isEmpty { pieces.append(.prose(prose)) }
      prose = []
      let line = position + 2
      let code = try fenced()
      pieces.append(.block(.init(code: code, line: line, tolerance: tolerance, results: try results())))
    }
    if !prose.isEmpty { pieces.append(.prose(prose)) }
    return pieces
  }

  /// Reads the lines of the fence that begins here.
  private mutating func fenced() throws(NotebookFault) -> [String] {
    let start = position
    guard let end = lines[(start + 1)...].firstIndex(of: "```") else {
      throw NotebookFault(path, start + 1, "the block that begins here has no closing ```.")
    }
    position = end + 1
    return Array(lines[(start + 1)..<end])
  }

  /// Reads the results that an earlier run wrote below a block: output, figures, claims, in this order.
  private mutating func results() throws(NotebookFault) -> Lesson.Results {
    var results = Lesson.Results()
    if let next = nextLine(), lines[next] == "```text" {
      position = next
      results.output = try fenced()
    }
    while let next = nextLine(), let match = lines[next].wholeMatch(of: /!\[(.*)\]\(figures\/(.*)\.svg\)/) {
      results.figures.append(.init(text: String(match.1), file: String(match.2)))
      position = next + 1
    }
    while let next = nextLine(), lines[next].hasPrefix("> **Claim ") {
      let end = lines[next...].firstIndex { !$0.hasPrefix(">") } ?? lines.count
      results.claims.append(Array(lines[next..<end]))
      position = end
    }
    return results
  }

  /// The next line that is not empty.
  private func nextLine() -> Int? { lines[position...].firstIndex { !$0.isEmpty } }

  /// `<!-- tolerance 0.05 -->` in the last line above a block that is not empty; `none` compares no numbers.
  private func tolerance(above prose: [String]) throws(NotebookFault) -> Double? {
    guard let index = prose.lastIndex(where: { !$0.isEmpty }),
      let match = prose[index].wholeMatch(of: /<!-- tolerance (.*?) -->/)
    else { return Lesson.defaultTolerance }
    if match.1 == "none" { return nil }
    guard let value = Double(match.1), value >= 0 else {
      let line = position - (prose.count - 1 - index)
      throw NotebookFault(
        path, line, "a tolerance is a number of at least 0, or none; this is \"\(match.1)\".")
    }
    return value
  }
}
