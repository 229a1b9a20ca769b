import Foundation
import Testing

@testable import Notebooks

@Suite struct ClaimsTests {
  private typealias Statement = LessonTranscript.Measurement.Statement

  private let claim = Claim(
    number: 11, source: "a course", text: "Momentum is faster.", settings: "a valley.", lessons: [5, 6])
  private let measurement = LessonTranscript.Measurement(
    claim: 11, measured: "20 steps against 40",
    statements: [
      .init(text: "faster in the valley", isTrue: true), .init(text: "on the parabola", isTrue: false),
    ])

  @Test func verdictsFollow() {
    func verdict(_ truths: Bool...) -> Verdict { Verdict(truths.map { Statement(text: "", isTrue: $0) }) }
    #expect(verdict(true, true) == .holds)
    #expect(verdict(true, false) == .holdsUnderCondition)
    #expect(verdict(false, false) == .doesNotHold)
  }

  @Test func isQuotedAndReadAgain() throws {
    let lines = measurement.quotation(of: claim)
    #expect(lines[0] == "> **Claim 11** (a course): Momentum is faster.")
    #expect(
      lines[4]
        == "> **Verdict: holds under a condition.** True: faster in the valley. Not true: on the parabola.")
    let found = try #require(ClaimQuotation(lines))
    #expect(found.number == 11 && found.measured == "20 steps against 40")
    #expect(found.verdict.hasPrefix("**holds under a condition**. True: faster"))
  }

  @Test func missesAMeasurement() throws {
    let block = Lesson.Block(
      code: [], line: 1, tolerance: 0, results: .init(quotations: [measurement.quotation(of: claim)]))
    let lesson = Lesson(path: "notebooks-md/05-x.md", file: URL(filePath: "05-x.md"), pieces: [.block(block)])
    #expect(
      ClaimsDocument.faults([claim], lessons: [lesson]) == ["claim 11 has no measurement in lesson 6"])
    let page = ClaimsDocument.text(of: [claim], lessons: [lesson])
    #expect(page.contains("- [Lesson 5](05-x.md): **holds under a condition**."))
    #expect(ClaimsDocument.text(of: [claim], lessons: []).contains("Not measured yet."))
  }

  /// All 18 claims of the courses, each with the lessons that measure it.
  @Test func listsAllClaims() throws {
    let claims = try Claim.list(at: repository.appending(path: "notebooks-md/claims.json"))
    #expect(claims.map(\.number) == Array(1...18))
    #expect(claims.allSatisfy { !$0.lessons.isEmpty && $0.lessons.allSatisfy((1...19).contains) })
  }
}

@Suite struct LessonIndexTests {
  @Test func listsTheLessons() throws {
    let lessons = try [12, 5].map {
      try Lesson(path: "notebooks-md/\($0 < 10 ? "0" : "")\($0)-x.md", text: "# Title \($0)\n\nOne. Two.\n")
    }
    let page = "# Lessons\n<!-- lessons -->\nold\n<!-- end of lessons -->\nrest\n"
    #expect(
      LessonIndex.updated(page, lessons: lessons) == """
        # Lessons
        <!-- lessons -->
        5. [Title 5](05-x.md): One.
        12. [Title 12](12-x.md): One.
        <!-- end of lessons -->
        rest

        """)
    #expect(LessonIndex.updated("# Lessons\n", lessons: lessons) == nil)
  }
}
