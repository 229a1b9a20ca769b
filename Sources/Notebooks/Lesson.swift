import Foundation

/// A lesson: a Markdown document whose `swift` blocks run, each followed by what came of it.
struct Lesson: Equatable {
  /// A part of the document.
  enum Piece: Equatable {
    /// Lines that are the author's.
    case prose([String])
    /// A block, with what the tool wrote below it.
    case block(Block)
  }

  /// Code that runs, and its results.
  struct Block: Equatable {
    var code: [String]
    /// The document's line on which the code begins, counted from 1.
    var line: Int
    /// How far a number may be from the printed one, relative to it; nil where numbers are not compared.
    var tolerance: Double?
    var results = Results()
  }

  /// What the tool writes below a block.
  struct Results: Equatable {
    /// The lines that it printed.
    var output: [String] = []
    var figures: [Figure] = []
    /// What it measured of claims, each as the lines of a quotation.
    var claims: [[String]] = []
  }

  /// A picture in the folder `figures`.
  struct Figure: Equatable {
    /// What is said where it cannot be seen.
    var text: String
    /// The file's name, without its ending.
    var file: String
  }

  /// Where the document is, as messages name it.
  let path: String
  let pieces: [Piece]

  /// Ten numbers that agree in two digits are the same result on another machine.
  static let defaultTolerance = 0.01

  /// The file's name without its ending: `05-gradient-descent`.
  var name: String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".md") ? String(file.dropLast(3)) : file
  }

  /// What its figures' files begin with: its number, or its name where it has none.
  var figurePrefix: String {
    let digits = name.prefix { $0.isNumber }
    return digits.isEmpty ? name : String(digits)
  }

  /// Its number; nil for a document that is no lesson of the course.
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

  var blocks: [Block] {
    pieces.compactMap { if case .block(let block) = $0 { block } else { nil } }
  }

  private var prose: [String] {
    pieces.flatMap { if case .prose(let lines) = $0 { lines } else { [String]() } }
  }
}
