import Foundation

/// Finds numbers in a document's prose and alternative texts that neither its results nor its code have.
///
/// A number of two significant digits or more has to be, rounded to its digits, one that the document prints, draws
/// or computes with; or the sum, difference, product or quotient of two numbers of its paragraph. A paragraph that
/// names another lesson may take numbers from there. What comes from elsewhere is listed below the paragraph:
///
///     <!-- from elsewhere: 0.491, 43 % -->
struct NumberCheck {
  let document: Lesson
  /// The lessons that paragraphs may name.
  let lessons: [Lesson]

  var faults: [NotebookFault] {
    let own = Self.facts(of: document) + (document.isExercises ? facts(ofLesson: document.number) : [])
    return Paragraph.list(in: document.text).flatMap { paragraph in
      let known = own + paragraph.namedLessons.flatMap { facts(ofLesson: $0) }
      return paragraph.faults(known).map { NotebookFault(document.path, $0.line, $0.sentence) }
    }
  }

  private func facts(ofLesson number: Int?) -> [PrintedNumber] {
    lessons.filter { $0.number == number && $0.path != document.path }.flatMap(Self.facts)
  }

  /// The numbers that a document prints, draws, measures and computes with.
  private static func facts(of document: Lesson) -> [PrintedNumber] {
    let lines = MarkdownLine.lines(of: document.text).filter { line in
      if case .code = line.place { true } else { line.text.hasPrefix(">") }
    }
    let results = document.blocks.map(\.results)
    let labels = results.flatMap(\.figures).compactMap { document.label(ofFigure: $0.file) }
    return (lines.map(\.text) + labels).flatMap(PrintedNumber.list)
  }
}

/// Lines of prose between empty lines, or an image.
private struct Paragraph {
  var lines: [MarkdownLine] = []
  /// What its author says to come from elsewhere, and where.
  var elsewhere: [(line: Int, numbers: [PrintedNumber])] = []

  /// The paragraphs of a document, without code, quotations and HTML.
  static func list(in text: String) -> [Paragraph] {
    var paragraphs: [Paragraph] = []
    var isOpen = false
    for line in MarkdownLine.lines(of: text) {
      if let match = line.text.wholeMatch(of: /<!-- from elsewhere: (.*) -->/) {
        if paragraphs.isEmpty { paragraphs.append(Paragraph()) }
        let numbers = PrintedNumber.list(in: String(match.1))
        paragraphs[paragraphs.count - 1].elsewhere.append((line.number, numbers))
      } else if line.place != .text || line.text.isEmpty || line.text.contains(#/^(>|<)/#) {
        isOpen = false
      } else {
        if !isOpen || line.text.hasPrefix("#") || line.text.hasPrefix("![") { paragraphs.append(Paragraph()) }
        isOpen = true
        paragraphs[paragraphs.count - 1].lines.append(line)
      }
    }
    return paragraphs
  }

  /// The lessons that it names: "lesson 14", "lessons 11 to 15", a link to `14-batch-size.md`.
  var namedLessons: Set<Int> {
    let text = lines.map(\.text).joined(separator: " ")
    var named = Set(text.matches(of: /\b(\d\d)-[a-z-]+\.md/).compactMap { Int($0.1) })
    for match in text.matches(of: /[Ll]essons? (\d+)(?: to (\d+))?((?:,? and \d+|, \d+)*)/) {
      let first = Int(match.1)!
      named.formUnion(first...max(first, match.2.flatMap { Int($0) } ?? first))
      named.formUnion(match.3.matches(of: /\d+/).compactMap { Int($0.0) })
    }
    return named
  }

  func faults(_ facts: [PrintedNumber]) -> [(line: Int, sentence: String)] {
    let numbers = lines.flatMap { line in
      let prose = Self.plain(line.text)
      return (PrintedNumber.list(in: prose) + Self.words(in: prose)).map { (line: line.number, number: $0) }
    }
    let declared = elsewhere.flatMap(\.numbers)
    let sources = facts + declared
    func isKnown(_ number: PrintedNumber) -> Bool {
      number.needsNoSource || sources.contains { number.isRounded($0) }
    }
    var operands = numbers.map(\.number).filter(isKnown).map(\.value)
    var unknown: [(line: Int, sentence: String)] = []
    for (line, number) in numbers where !isKnown(number) {
      if number.follows(from: operands) {
        operands.append(number.value)
      } else {
        unknown.append((line, "\(number.text) is in no result and no code of this lesson."))
      }
    }
    let needless = elsewhere.flatMap { line, declared in
      declared.filter { number in !numbers.contains { $0.number.isRounded(number) } }.map {
        (line, "\($0.text) does not occur in the paragraph above.")
      }
    }
    return unknown + needless
  }

  /// The line without code, the targets of links and the marker of a list.
  private static func plain(_ line: String) -> String {
    line.replacing(/`[^`]*`/, with: "`").replacing(/\]\([^)]*\)/, with: "]")
      .replacing(#/^\s*(\d+\.|[-*])\s/#, with: "")
  }

  /// Numbers that are written as words, with which one can compute.
  private static func words(in line: String) -> [PrintedNumber] {
    let words = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    return line.lowercased().split { !$0.isLetter }.compactMap { word in
      words.firstIndex(of: String(word)).map {
        .init(
          text: String(word), value: Double($0 + 2), unit: 1, isPercent: false, significantDigits: 1,
          before: "")
      }
    }
  }
}

extension PrintedNumber {
  /// Round numbers, years, the numbers of lessons and the customary shares.
  fileprivate var needsNoSource: Bool {
    if isPercent { return [0, 50, 95, 100].contains(value) }
    let isYear = text.wholeMatch(of: /(?:19|20)\d\d/) != nil
    let isReference = before.contains(
      #/(?i)\b(lessons?|claims?|exercises?|questions?|chapters?|seeds?|Swift|Python|Keras|version)\s+(\d+(,| to| and|,? or)\s+)*$/#
    )
    return significantDigits < 2 || isYear || isReference
  }

  /// Whether it is the sum, difference, product or quotient of two of the numbers, or such a share.
  fileprivate func follows(from operands: [Double]) -> Bool {
    for (index, a) in operands.enumerated() {
      if isPercent && isRounded(100 - a) { return true }
      for (other, b) in operands.enumerated() where other != index {
        let results = [a + b, a - b, a * b, a / b, (a / b).rounded(.down)]
        if results.contains(where: isRounded) { return true }
        if isPercent && [100 * a / b, 100 * (a - b) / b].contains(where: isRounded) { return true }
      }
    }
    return false
  }
}
