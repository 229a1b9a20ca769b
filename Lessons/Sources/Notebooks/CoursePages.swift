import Foundation

/// A claim of the courses, as `notebooks-md/claims.json` quotes it.
struct Claim: Codable, Equatable {
  var number: Int
  /// Who makes it.
  var source: String
  /// What it says.
  var text: String
  /// The settings under which it was made.
  var settings: String
  /// The numbers of the lessons that measure it.
  var lessons: [Int]

  /// Reads the list of all claims.
  static func list(at url: URL) throws(NotebookFault) -> [Claim] {
    do {
      return try JSONDecoder().decode([Claim].self, from: Data(contentsOf: url))
    } catch {
      throw NotebookFault(url.lastPathComponent, nil, "cannot be read as a list of claims: \(error)")
    }
  }
}

/// What measurements say of a claim: follows from the statements, never typed by hand.
enum Verdict: String, Equatable {
  case holds = "holds"
  case holdsUnderCondition = "holds under a condition"
  case doesNotHold = "does not hold"

  init(_ statements: [LessonTranscript.Measurement.Statement]) {
    let count = statements.count(where: \.isTrue)
    self = count == statements.count ? .holds : count == 0 ? .doesNotHold : .holdsUnderCondition
  }
}

extension LessonTranscript.Measurement {
  /// The claim with its measurement and verdict, as a quotation below the block.
  func quotation(of claim: Claim) -> [String] {
    [
      "> **Claim \(claim.number)** (\(claim.source)): \(claim.text)", ">", "> *Measured:* \(measured)", ">",
      "> **Verdict: \(Verdict(statements).rawValue).** \(reasons)",
    ]
  }

  private var reasons: String {
    let right = statements.filter(\.isTrue).map(\.text)
    let wrong = statements.filter { !$0.isTrue }.map(\.text)
    func list(_ title: String, _ texts: [String]) -> String? {
      texts.isEmpty ? nil : "\(title): \(texts.joined(separator: "; "))."
    }
    return [list("True", right), list("Not true", wrong)].compactMap { $0 }.joined(separator: " ")
  }
}

/// A claim as read from below a block of a lesson.
struct ClaimQuotation: Equatable {
  let number: Int
  let measured: String
  let verdict: String

  init?(_ lines: [String]) {
    let text = lines.joined(separator: "\n")
    guard let number = text.firstMatch(of: /^> \*\*Claim (\d+)\*\*/),
      let measured = text.firstMatch(of: /> \*Measured:\* (.*)/),
      let verdict = text.firstMatch(of: /> \*\*Verdict: (.*?)\.\*\*(.*)/)
    else { return nil }
    self.number = Int(number.1)!
    self.measured = String(measured.1)
    self.verdict = "**\(verdict.1)**. \(verdict.2.drop { $0 == " " })"
  }
}

/// `notebooks-md/CLAIMS.md`: every claim with what the lessons measured of it.
enum ClaimsDocument {
  /// The document, from the quotations in the lessons.
  static func text(of claims: [Claim], lessons: [Lesson]) -> String {
    var lines = [
      "# What the courses claim, and what the lessons measure", "",
      "`Scripts/notebooks` writes this page from the measurements in the lessons; nothing here is typed by",
      "hand. Each verdict follows by code from the statements that stand behind it. The claims, word by word",
      "with their settings, are in [claims.json](claims.json).", "",
    ]
    for claim in claims.sorted(by: { $0.number < $1.number }) {
      lines += [
        "## \(claim.number). \(claim.text)", "", "From \(claim.source). Settings: \(claim.settings)", "",
      ]
      for (lesson, quotation) in quotations(of: claim, in: lessons) {
        lines += [
          "- [Lesson \(lesson.number ?? 0)](\(lesson.name).md): \(quotation.verdict)",
          "  Measured: \(quotation.measured)",
        ]
      }
      if quotations(of: claim, in: lessons).isEmpty { lines.append("Not measured yet.") }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  /// A sentence for each claim that lacks its measurement in a lesson that should have it.
  static func faults(_ claims: [Claim], lessons: [Lesson]) -> [String] {
    claims.flatMap { claim in
      let measured = Set(quotations(of: claim, in: lessons).compactMap(\.0.number))
      return claim.lessons.filter { !measured.contains($0) }.map {
        "claim \(claim.number) has no measurement in lesson \($0)"
      }
    }
  }

  private static func quotations(of claim: Claim, in lessons: [Lesson]) -> [(Lesson, ClaimQuotation)] {
    lessons.flatMap { lesson in
      lesson.blocks.flatMap(\.results.quotations).compactMap(ClaimQuotation.init)
        .filter { $0.number == claim.number }.map { (lesson, $0) }
    }
  }
}

/// The list of lessons in `notebooks-md/README.md`, between two comments.
enum LessonIndex {
  private static let begin = "<!-- lessons -->"
  private static let end = "<!-- end of lessons -->"

  /// The page with its list rebuilt from the lessons' titles and first sentences; nil if the page lacks one of
  /// the comments.
  static func updated(_ page: String, lessons: [Lesson]) -> String? {
    guard let start = page.firstRange(of: begin), let stop = page.firstRange(of: end),
      start.upperBound <= stop.lowerBound
    else { return nil }
    let list = lessons.sorted { ($0.number ?? 0) < ($1.number ?? 0) }.map {
      "\($0.number ?? 0). [\($0.title)](\($0.name).md): \($0.firstSentence)"
    }
    return page[..<start.upperBound] + "\n" + list.joined(separator: "\n") + "\n" + page[stop.lowerBound...]
  }
}
