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
      throw NotebookFault(name, nil, "cannot be read: does it exist, and is it UTF-8?", status: 66)
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
  /// The exit code of a command that it ends: 1, or as in sysexits.h.
  let status: Int32

  init(_ path: String, _ line: Int?, _ sentence: String, status: Int32 = 1) {
    (self.path, self.line, self.sentence, self.status) = (path, line, sentence, status)
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

  /// Reads up to the document's end, or through `</details>` where that begins inside a fold.
  mutating func pieces(inFold: Bool = false) throws(NotebookFault) -> [Lesson.Piece] {
    var pieces: [Lesson.Piece] = []
    while position < lines.count {
      let line = lines[position]
      if line == Lesson.marker && !inFold {
        pieces.append(try foldBelowResults())
      } else if line.hasPrefix("<details") && (!inFold || !pieces.isEmpty) {
        let inside = try fold()
        if !inFold, let fold = Lesson.Fold(inside) {
          pieces.append(.fold(fold))
        } else {
          for piece in inside { pieces.add(piece) }
        }
      } else if line == "```swift" {
        let tolerance = try tolerance(above: pieces.last)
        let code = (line: position + 2, lines: try fenced())
        let block = Lesson.Block(
          code: code.lines, line: code.line, tolerance: tolerance, results: try results())
        pieces.append(.block(block))
      } else if line == "```swift start" {
        let line = position + 2
        pieces.append(.start(.init(code: try fenced(), line: line)))
      } else if line.hasPrefix("```") {
        let start = position
        _ = try fenced()
        pieces.add(.prose(Array(lines[start..<position])))
      } else {
        pieces.add(.prose([line]))
        position += 1
        if inFold && line == "</details>" { break }
      }
    }
    return pieces
  }

  /// Reads the fold that begins here.
  private mutating func fold() throws(NotebookFault) -> [Lesson.Piece] {
    let start = position
    let inside = try pieces(inFold: true)
    guard lines[position - 1] == "</details>" else {
      throw NotebookFault(path, start + 1, "the fold that begins here has no closing </details>.")
    }
    return inside
  }

  /// Reads results, what the author wrote below them, and the fold that they belong to.
  private mutating func foldBelowResults() throws(NotebookFault) -> Lesson.Piece {
    let start = position
    var found: [Lesson.Results] = []
    while let next = nextLine(), lines[next] == Lesson.marker {
      position = next + 1
      found.append(try results())
    }
    let end = lines[position...].firstIndex {
      $0.hasPrefix("<details") || $0.hasPrefix("#") || $0 == "```swift"
    }
    if let end, lines[end].hasPrefix("<details") {
      let lead = lines[position..<end].trimmed
      position = end
      if var fold = Lesson.Fold(try fold()) {
        fold.lead = lead
        fold.take(found)
        return .fold(fold)
      }
    }
    throw NotebookFault(
      path, start + 1, "the results below \(Lesson.marker) are of no fold with swift blocks; delete them.")
  }

  /// Reads the lines of the fence that begins here.
  private mutating func fenced() throws(NotebookFault) -> [String] {
    let start = position
    let fence = String(lines[start].prefix { $0 == "`" })
    guard let end = lines[(start + 1)...].firstIndex(of: fence) else {
      throw NotebookFault(path, start + 1, "the block that begins here has no closing \(fence).")
    }
    position = end + 1
    return Array(lines[(start + 1)..<end])
  }

  /// Reads the results that an earlier run wrote below a block: output, figures, quotations, in this order.
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
    while let next = nextLine(), lines[next].contains(#/^> \*\*(Claim|Answer) /#) {
      let end = lines[next...].firstIndex { !$0.hasPrefix(">") } ?? lines.count
      results.quotations.append(Array(lines[next..<end]))
      position = end
    }
    return results
  }

  /// The next line that is not empty.
  private func nextLine() -> Int? { lines[position...].firstIndex { !$0.isEmpty } }

  /// `<!-- tolerance 0.05 -->` in the last line above a block that is not empty; `none` compares no numbers.
  private func tolerance(above piece: Lesson.Piece?) throws(NotebookFault) -> Double? {
    guard case .prose(let prose) = piece, let index = prose.lastIndex(where: { !$0.isEmpty }),
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

extension Lesson.Fold {
  /// A fold of the given parts, nil if it has no blocks. A solution keeps its results: above it they would give it
  /// away.
  fileprivate init?(_ pieces: [Lesson.Piece]) {
    guard case .prose(let head) = pieces.first, !head.contains("<summary>Solution</summary>"),
      !pieces.flatMap(\.blocks).isEmpty
    else { return nil }
    self.init(pieces: pieces)
  }

  /// Gives the blocks the results that were above the fold; results that are still inside stay theirs.
  fileprivate mutating func take(_ found: [Lesson.Results]) {
    var rest = found[...]
    for (index, piece) in pieces.enumerated() {
      guard case .block(var block) = piece else { continue }
      let isLast = !pieces[(index + 1)...].contains { !$0.blocks.isEmpty }
      // The results of a block that was deleted are compared with those of the last.
      for results in isLast ? rest : rest.prefix(1) {
        block.results.output += results.output
        block.results.figures += results.figures
        block.results.quotations += results.quotations
      }
      rest = rest.dropFirst()
      pieces[index] = .block(block)
    }
  }
}

extension [Lesson.Piece] {
  /// Appends a part; lines of the author's that follow each other are one part.
  fileprivate mutating func add(_ piece: Lesson.Piece) {
    if case .prose(let lines) = piece, case .prose(let before) = last {
      self[count - 1] = .prose(before + lines)
    } else {
      append(piece)
    }
  }
}

extension ArraySlice<String> {
  /// Without the empty lines at both ends.
  fileprivate var trimmed: [String] {
    Array(drop(while: \.isEmpty).reversed().drop(while: \.isEmpty).reversed())
  }
}
