import Foundation

/// Compares the results below a lesson's blocks with those of a run.
struct LessonCheck {
  let lesson: Lesson
  let results: [Lesson.Results]
  /// The folder of the figures that the run drew.
  let drawn: URL

  /// A sentence for each difference, with the line of the document.
  var faults: [NotebookFault] {
    zip(lesson.blocks, results).flatMap { block, now in
      textFaults(block, now) + figureFaults(block, now)
    }
  }

  private func textFaults(_ block: Lesson.Block, _ now: Lesson.Results) -> [NotebookFault] {
    let texts =
      [(block.results.output, now.output)]
      + zip(block.results.quotations, now.quotations).map { ($0, $1) }
    var faults = texts.compactMap { printed, now in
      Comparison.difference(
        printed: printed.joined(separator: "\n"), now: now.joined(separator: "\n"),
        tolerance: block.tolerance)
    }
    let (here, measured) = (block.results.quotations.count, now.quotations.count)
    if here != measured {
      faults.append("\(here) claims and answers are here, the run has \(measured)")
    }
    return faults.map { fault(block, "\($0).") }
  }

  private func figureFaults(_ block: Lesson.Block, _ now: Lesson.Results) -> [NotebookFault] {
    let (shown, drawn) = (block.results.figures.map(\.file), now.figures.map(\.file))
    let lost = shown.filter { !drawn.contains($0) }.map { "the run does not draw figures/\($0).svg" }
    let new = drawn.filter { !shown.contains($0) }.map { "figures/\($0).svg is not shown" }
    let stale = shown.filter(drawn.contains).compactMap(difference)
    let texts = block.results.figures.compactMap { figure -> String? in
      guard lesson.authorsText(of: figure) == nil, let label = lesson.label(ofFigure: figure.file),
        label != figure.text
      else { return nil }
      return
        "the alternative text of figures/\(figure.file).svg is of an older picture, which is now \"\(label)\""
    }
    return (lost + new + stale + texts).map { fault(block, "\($0).") }
  }

  /// Figures differ if their labels for a screen reader do: titles, axes, lines, marks. Their bytes are not
  /// compared, since a curve may run a pixel lower on another machine.
  private func difference(_ file: String) -> String? {
    let name = "\(file).svg"
    guard let was = lesson.label(ofFigure: file) else { return "figures/\(name) is missing" }
    guard let present = Lesson.label(of: drawn.appending(path: name)) else {
      return "the run does not draw figures/\(name)"
    }
    return Comparison.words(of: was) == Comparison.words(of: present)
      ? nil : "figures/\(name) shows \"\(was)\", the run draws \"\(present)\""
  }

  private func fault(_ block: Lesson.Block, _ sentence: String) -> NotebookFault {
    NotebookFault(lesson.path, block.line, sentence)
  }
}

/// Compares printed text with the text of a run: words exactly, numbers within a tolerance.
///
/// White space does not count, and a number before a unit of time (s, ms, µs, ns, min) is never compared: no
/// two runs take the same time.
enum Comparison {
  /// The first difference of two texts, as a sentence; nil if there is none.
  ///
  /// - Parameter tolerance: relative to the larger number. A unit of the last printed digit is allowed as well,
  ///   up to a tenth of the number, since a number may round either way. Nil compares no numbers.
  static func difference(printed: String, now: String, tolerance: Double?) -> String? {
    let (old, new) = (tokens(printed), tokens(now))
    for (was, present) in zip(old, new) {
      switch (was, present) {
      case (.time, .time): continue
      case (.number(let a), .number(let b)):
        if let tolerance, !a.isNear(b, tolerance) {
          return "\(a.text) is printed, the run gives \(b.text)"
        }
      case (.word(let a), .word(let b)) where a == b: continue
      default: return "\"\(was.text)\" is printed, the run gives \"\(present.text)\""
      }
    }
    if old.count > new.count { return "\"\(old[new.count].text)\" is printed, the run gives nothing more" }
    if new.count > old.count { return "nothing more is printed, the run gives \"\(new[old.count].text)\"" }
    return nil
  }

  /// The words of a text without its numbers.
  static func words(of text: String) -> [String] {
    tokens(text).compactMap { if case .word(let word) = $0 { word } else { nil } }
  }

  private struct Number {
    let text: String
    let value: Double
    /// A unit of the last digit.
    let unit: Double

    init?(_ text: String) {
      let plain = text.replacing(",", with: "").replacing("−", with: "-")
      guard let value = Double(plain) else { return nil }
      (self.text, self.value) = (text, value)
      let parts = plain.lowercased().split(separator: "e")
      let decimals = parts[0].split(separator: ".").dropFirst().first?.count ?? 0
      let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
      // A whole number is a count: it is not rounded.
      unit = decimals == 0 && parts.count == 1 ? 0 : pow(10, Double(exponent - decimals))
    }

    func isNear(_ other: Number, _ tolerance: Double) -> Bool {
      let largest = max(abs(value), abs(other.value))
      let allowed = tolerance == 0 ? 0 : max(tolerance * largest, min(max(unit, other.unit), 0.1 * largest))
      return abs(value - other.value) <= allowed * (1 + 1e-12)
    }
  }

  private enum Token {
    case word(String)
    case number(Number)
    case time(String)

    var text: String {
      switch self {
      case .word(let text), .time(let text): text
      case .number(let number): number.text
      }
    }
  }

  /// A number that follows no letter, and its unit of time if it has one.
  private static func tokens(_ text: String) -> [Token] {
    let pattern =
      /([-−+]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?)(\s?(?:s|ms|µs|ns|min)\b)?/
    var tokens: [Token] = []
    // The rule below a table's titles depends on the columns' widths.
    for word in text.split(whereSeparator: \.isWhitespace).map(String.init)
    where !word.allSatisfy({ $0 == "─" }) {
      var rest = word[...]
      while let match = rest.firstMatch(of: pattern), let number = Number(String(match.1)) {
        let before = rest[..<match.range.lowerBound]
        // x1, L2 and 3a are names.
        let isName = before.last.map { $0.isLetter || $0 == "_" } ?? false
        if !before.isEmpty && !isName { tokens.append(.word(String(before))) }
        if isName {
          tokens.append(.word(String(rest[..<match.range.upperBound])))
        } else {
          tokens.append(match.2 == nil ? .number(number) : .time(String(match.0)))
        }
        rest = rest[match.range.upperBound...]
      }
      if !rest.isEmpty { tokens.append(.word(String(rest))) }
    }
    return joinedTimes(tokens)
  }

  /// A unit of time may be separated from its number: `1.5 s`.
  private static func joinedTimes(_ tokens: [Token]) -> [Token] {
    let units: Set = ["s", "ms", "µs", "ns", "min"]
    var result: [Token] = []
    for token in tokens {
      let letters = token.text.prefix { $0.isLetter }
      if case .word = token, units.contains(String(letters)), case .number(let number)? = result.last {
        result[result.count - 1] = .time(number.text)
      }
      result.append(token)
    }
    return result
  }
}
