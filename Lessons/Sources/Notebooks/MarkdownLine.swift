/// A line of a Markdown document.
struct MarkdownLine: Equatable {
  /// Counted from 1.
  var number: Int
  var text: String
  /// What the line is to a reader of code.
  var place = Place.text

  enum Place: Equatable {
    case text
    /// The line that opens or closes a fence.
    case fence
    /// A line inside, with what follows the backticks: `swift`, `swift start`.
    case code(String)
  }

  static func lines(of text: String) -> [MarkdownLine] {
    var lines: [MarkdownLine] = []
    var open: (fence: Substring, language: String)?
    for (index, text) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      var line = MarkdownLine(number: index + 1, text: String(text))
      let fence = text.prefix { $0 == "`" }
      if let (opening, language) = open {
        line.place = text == opening ? .fence : .code(language)
        if text == opening { open = nil }
      } else if fence.count >= 3 {
        line.place = .fence
        open = (fence, String(text.dropFirst(fence.count)))
      }
      lines.append(line)
    }
    return lines
  }
}
