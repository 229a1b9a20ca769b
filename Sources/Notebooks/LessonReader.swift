import Foundation

extension Lesson {
  /// Reads a document.
  ///
  /// - Throws: ``NotebookFault`` where a fence is not closed or a comment's tolerance is no number.
  init(path: String, text: String) throws(NotebookFault) {
    var reader = LessonReader(path: path, text: text)
    self.init(path: path, pieces: try reader.pieces())
  }

  init(contentsOf path: String, named name: String) throws(NotebookFault) {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw NotebookFault(name, nil, "cannot be read: is there such a file of UTF-8?")
    }
    try self.init(path: name, text: text)
  }
}

/// One sentence about what is wrong in a document, with where it is.
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

/// Takes a document apart, line by line.
private struct LessonReader {
  private let path: String
  private let lines: [String]
  private var place = 0

  init(path: String, text: String) {
    self.path = path
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    self.lines = lines
  }

  mutating func pieces() throws(NotebookFault) -> [Lesson.Piece] {
    var pieces: [Lesson.Piece] = []
    var prose: [String] = []
    while place < lines.count {
      guard lines[place] == "```swift" else {
        prose.append(lines[place])
        place += 1
        continue
      }
      let tolerance = try tolerance(above: prose)
      if !prose.isEmpty { pieces.append(.prose(prose)) }
      prose = []
      let line = place + 2
      let code = try fenced()
      pieces.append(.block(.init(code: code, line: line, tolerance: tolerance, results: try results())))
    }
    if !prose.isEmpty { pieces.append(.prose(prose)) }
    return pieces
  }

  /// The lines of the fence that begins here; the place is then behind it.
  private mutating func fenced() throws(NotebookFault) -> [String] {
    let start = place
    guard let end = lines[(start + 1)...].firstIndex(of: "```") else {
      throw NotebookFault(path, start + 1, "the block that begins here has no closing ```.")
    }
    place = end + 1
    return Array(lines[(start + 1)..<end])
  }

  /// What the tool wrote below a block before: output, figures, claims, in this order.
  private mutating func results() throws(NotebookFault) -> Lesson.Results {
    var results = Lesson.Results()
    if let next = nextLine(), lines[next] == "```text" {
      place = next
      results.output = try fenced()
    }
    while let next = nextLine(), let match = lines[next].wholeMatch(of: /!\[(.*)\]\(figures\/(.*)\.svg\)/) {
      results.figures.append(.init(text: String(match.1), file: String(match.2)))
      place = next + 1
    }
    while let next = nextLine(), lines[next].hasPrefix("> **Claim ") {
      let end = lines[next...].firstIndex { !$0.hasPrefix(">") } ?? lines.count
      results.claims.append(Array(lines[next..<end]))
      place = end
    }
    return results
  }

  /// The next line that is not empty.
  private func nextLine() -> Int? { lines[place...].firstIndex { !$0.isEmpty } }

  /// `<!-- tolerance 0.05 -->` in the last line above a block that is not empty; `none` compares no numbers.
  private func tolerance(above prose: [String]) throws(NotebookFault) -> Double? {
    guard let index = prose.lastIndex(where: { !$0.isEmpty }),
      let match = prose[index].wholeMatch(of: /<!-- tolerance (.*?) -->/)
    else { return Lesson.defaultTolerance }
    if match.1 == "none" { return nil }
    guard let value = Double(match.1), value >= 0 else {
      let line = place - (prose.count - 1 - index)
      throw NotebookFault(
        path, line, "a tolerance is a number of 0 or more, or none; this is \"\(match.1)\".")
    }
    return value
  }
}
