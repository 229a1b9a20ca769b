import Foundation

/// The output of a lesson's run, split by its blocks.
struct LessonTranscript: Equatable {
  /// A figure that a block showed.
  struct Figure: Decodable, Equatable {
    var name: String
    var label: String
  }

  /// What a block measured of a claim.
  struct Measurement: Codable, Equatable {
    struct Statement: Codable, Equatable {
      var text: String
      var isTrue: Bool
    }

    var claim: Int
    var measured: String
    var statements: [Statement]
  }

  /// A statement of the text that is not true of the run.
  struct Contradiction: Decodable, Equatable {
    var statement: String
    /// The line of the document, counted from 1.
    var line: Int
  }

  struct Block: Equatable {
    var output: [String] = []
    var figures: [Figure] = []
    var measurements: [Measurement] = []
    var answers: [Answer] = []
    var contradictions: [Contradiction] = []
  }

  /// The blocks that began, in order.
  private(set) var blocks: [Block] = []

  /// Parses what a lesson wrote to its standard output; see `Transcript` in LessonKit.
  init(_ text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    for line in lines {
      if let control = line.wholeMatch(of: /\u{1E}(\w+) (.*)/) {
        take(String(control.1), Data(control.2.utf8))
      } else if !blocks.isEmpty {
        // Editors strip trailing blanks.
        blocks[blocks.count - 1].output.append(String(line.reversed().drop { $0 == " " }.reversed()))
      }
    }
  }

  private mutating func take(_ kind: String, _ json: Data) {
    func value<Value: Decodable>() -> Value? { try? JSONDecoder().decode(Value.self, from: json) }
    let last = blocks.count - 1
    switch kind {
    case "block": blocks.append(Block())
    case "figure": value().map { blocks[last].figures.append($0) }
    case "claim": value().map { blocks[last].measurements.append($0) }
    case "answer": value().map { blocks[last].answers.append($0) }
    case "contradiction": value().map { blocks[last].contradictions.append($0) }
    default: break
    }
  }
}
