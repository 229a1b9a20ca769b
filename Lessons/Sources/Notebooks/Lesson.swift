import Foundation

/// A lesson: a Markdown document whose `swift` blocks run, each followed by its results.
struct Lesson: Equatable {
  /// A part of the document.
  enum Piece: Equatable {
    /// Lines that the author wrote.
    case prose([String])
    /// A block, with what the tool wrote below it.
    case block(Block)
    /// Code that is folded away, whose results are above it.
    case fold(Fold)
    /// A block fenced as `swift start`, from which a learner begins: compiled alone, and not run.
    case start(Block)
  }

  /// A `<details>` element with blocks: what they print and show is written above it, one marker line a block.
  struct Fold: Equatable {
    /// What the author wrote between the results and the fold.
    var lead: [String] = []
    /// From `<details>` to `</details>`.
    var pieces: [Piece]
  }

  /// Code that runs, and its results.
  struct Block: Equatable {
    var code: [String]
    /// The line of the document on which the code begins, counted from 1.
    var line: Int
    /// How far a number may be from the printed one, relative to it; nil if numbers are not compared.
    var tolerance: Double? = Lesson.defaultTolerance
    var results = Results()
  }

  /// What the tool writes below a block.
  struct Results: Equatable {
    /// The lines that it printed.
    var output: [String] = []
    var figures: [Figure] = []
    /// Its measurements of claims and answers to exercises, each as the lines of a quotation.
    var quotations: [[String]] = []
  }

  /// An image in the folder `figures`.
  struct Figure: Equatable {
    /// The alternative text.
    var text: String
    /// The file's name without extension.
    var file: String
  }

  /// The document's path, as messages show it.
  let path: String
  let file: URL
  let pieces: [Piece]

  /// Numbers that agree in two digits are the same result on another machine.
  static let defaultTolerance = 0.01

  /// The file's name without extension: `05-gradient-descent`.
  var name: String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".md") ? String(file.dropLast(3)) : file
  }

  /// The prefix of its figures' files: its number, or its name if it has none.
  var figurePrefix: String {
    let digits = name.prefix { $0.isNumber }
    return digits.isEmpty ? name : String(digits)
  }

  /// The folder of its figures.
  var figures: URL { file.deletingLastPathComponent().appending(path: "figures") }

  /// The files of that folder whose names begin with the lesson's prefix.
  func figureFiles() throws -> [String] {
    guard FileManager.default.fileExists(atPath: figures.path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: figures.path).sorted().filter {
      $0.hasPrefix("\(figurePrefix)-") && $0.hasSuffix(".svg")
    }
  }

  /// Its number; nil for a document outside the course.
  var number: Int? { Int(name.prefix { $0.isNumber }) }

  /// The text of its first heading.
  var title: String {
    prose.first { $0.hasPrefix("# ") }.map { String($0.dropFirst(2)) } ?? name
  }

  /// The first sentence below the title.
  var firstSentence: String {
    let lines = prose.drop { !$0.hasPrefix("# ") }.dropFirst().drop { $0.isEmpty }.prefix { !$0.isEmpty }
    let paragraph = lines.joined(separator: " ")
    guard let end = paragraph.firstRange(of: /[.!?](?=\s|$)/) else { return paragraph }
    return String(paragraph[..<end.upperBound])
  }

  /// Whether it is one of the documents `exercises/NN-name.md`.
  var isExercises: Bool { file.deletingLastPathComponent().lastPathComponent == "exercises" }

  /// Its name among all documents: those of exercises are called as their lessons.
  var identifier: String { isExercises ? "exercises-\(name)" : name }

  /// The blocks that run.
  var blocks: [Block] { pieces.flatMap(\.blocks) }

  /// The blocks from which exercises start.
  var starts: [Block] {
    pieces.compactMap { if case .start(let block) = $0 { block } else { nil } }
  }

  /// The document with the results that it has.
  var text: String { woven(with: blocks.map(\.results)) }

  private var prose: [String] {
    pieces.flatMap { if case .prose(let lines) = $0 { lines } else { [String]() } }
  }
}

extension Lesson.Piece {
  var blocks: [Lesson.Block] {
    switch self {
    case .prose, .start: []
    case .block(let block): [block]
    case .fold(let fold): fold.pieces.flatMap(\.blocks)
    }
  }
}

extension Lesson {
  /// The line above the results of a folded block.
  static let marker = "<!-- results -->"

  /// The document with the given results below its blocks, or above the folds that hold them.
  ///
  /// - Precondition: one result per block, in order.
  func woven(with results: [Results]) -> String {
    precondition(results.count == blocks.count, "\(blocks.count) blocks, results of \(results.count).")
    var rest = results[...]
    var lines: [String] = []
    for piece in pieces { Self.weave(piece, into: &lines, from: &rest) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Appends a piece and what belongs to its blocks, which it takes from the front of `results`.
  private static func weave(
    _ piece: Piece, into lines: inout [String], from results: inout ArraySlice<Results>
  ) {
    switch piece {
    case .prose(let prose):
      // One empty line between a block's results and what follows.
      if !lines.isEmpty && prose.first != "" { lines.append("") }
      lines += prose
    case .block(let block), .start(let block):
      if let last = lines.last, !last.isEmpty, !last.hasPrefix("<!--") { lines.append("") }
      let isRun = piece.blocks.count == 1
      lines += [isRun ? "```swift" : "```swift start"] + block.code + ["```"]
      if isRun { lines += results.removeFirst().lines }
    case .fold(let fold):
      let count = piece.blocks.count
      let own = results.prefix(count)
      results.removeFirst(count)
      if let last = lines.last, !last.isEmpty { lines.append("") }
      // A block without results has a marker, too, if one with results follows: so each finds its own again.
      for result in own.prefix(through: own.lastIndex { $0 != Results() } ?? own.startIndex - 1) {
        lines += [marker] + result.lines + [""]
      }
      if !fold.lead.isEmpty { lines += fold.lead + [""] }
      var none = ArraySlice([Results](repeating: Results(), count: count))
      var inside: [String] = []
      for piece in fold.pieces { weave(piece, into: &inside, from: &none) }
      lines += inside
    }
  }
}

extension Lesson.Results {
  /// The lines below the block, with an empty line above each part.
  var lines: [String] {
    var lines: [String] = []
    if !output.isEmpty { lines += ["", "```text"] + output + ["```"] }
    for figure in figures { lines += ["", "![\(figure.text)](figures/\(figure.file).svg)"] }
    for quotation in quotations { lines += [""] + quotation }
    return lines
  }
}
