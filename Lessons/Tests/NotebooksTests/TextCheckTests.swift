import Foundation
import Testing

@testable import Notebooks

@Suite struct NumberCheckTests {
  private static let results = """
    ```swift
    let rates = [0.03, 2.5]
    ```

    ```text
    batch   loss  converged
    ──────────────────────
    1      0.064       36 %
    10    0.0352       67 %
    mean  14.714
    rows   1,599  0.583  43
    ```


    """

  private func faults(_ prose: String, lessons: [Lesson] = []) throws -> [String] {
    let lesson = try Lesson(path: "notebooks-md/14-x.md", text: Self.results + prose + "\n")
    return NumberCheck(document: lesson, lessons: lessons).faults.map(\.description)
  }

  @Test(arguments: [
    // As printed, or rounded; shares as percentages; numbers of the code; signs.
    "0.064 for batch 1, 0.035 for 10, 14.7 and 14.71, 1,599 or 1600 rows of 2.5", "−0.064",
    "67 % and 0.67, 36%, 58 %",
    // Round numbers, years, times, names, lessons, code, links, lists, customary intervals.
    "20 runs in 2016 took 1.5 s with L12, 8-8, 3D and 10⁻¹²; lessons 12 and 17; 95 % of them `0.77`",
    "12. [a](x-33.md) above", "- 7 and 8 make 15, and 7 less than 22",
    // Computed from the paragraph's own numbers.
    "Of 1,599 rows a batch of 10\nmakes 159 updates, in eight epochs 1,272; 67 %, so 33 % do not",
    // Operands, and what they give; rounded thousands; what an exercise of the lesson asks.
    "206/14 = 14.71, and 12 · 64 + 65 · 64", "1.2·10⁻³⁸, 400 − 12", "some 2,000 of 1,599 and 14.7",
    "## Exercises\n\n1. **Make it 77.** Or 78?",
    // From elsewhere.
    "The paper has 0.491 and 43 %.\n<!-- from elsewhere: 0.491, 43 % -->",
    "The paper has 0.491.\n\n<!-- from elsewhere: 0.491 -->",
  ]) func agrees(prose: String) throws { #expect(try faults(prose) == []) }

  @Test(arguments: [
    ("the mean is 14.4", "14.4"), ("batch 1 comes to 0.037", "0.037"), ("43 % of the runs", "43 %"),
    ("some 1,588 rows", "1,588"), ("a loss\nof 0.065 there", "0.065"),
    ("![a curve to 0.21](figures/14-a.svg)", "0.21"),
    ("## 0.22", "0.22"), ("it is 0.0641", "0.0641"), ("- one in 77", "77"),
    ("the mean is 103/7 = 14.4", "14.4"), ("some 12,000 updates", "12,000"), ("(0.071 to 0.08)", "0.071"),
  ]) func differs(prose: String, number: String) throws {
    let line = prose.contains("of 0.065") ? 15 : 14
    #expect(
      try faults(prose) == [
        "notebooks-md/14-x.md:\(line): \(number) is in no result and no code of this lesson."
      ])
  }

  @Test func namesWhatNeedsNoRemark() throws {
    #expect(
      try faults("It has 0.064.\n<!-- from elsewhere: 0.491 -->")
        == ["notebooks-md/14-x.md:15: 0.491 does not occur in the paragraph above."])
  }

  @Test func findsNumbersOfOtherLessons() throws {
    let other = try Lesson(path: "notebooks-md/09-y.md", text: "```swift\nprint(0.33)\n```\n")
    for name in ["Lesson 9", "lessons 8 to 10", "lessons 3, 4 and 9", "[there](09-y.md)"] {
      #expect(try faults("\(name) has 0.33.", lessons: [other]) == [])
    }
    #expect(try faults("Lesson 8 has 0.33.", lessons: [other]).count == 1)
  }
}

@Suite final class FileCheckTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "vintner-links-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "figures"), withIntermediateDirectories: true)
    try Data("# One\n\n## What it `prints`, twice\n\n## One\n\n```sh\n# No heading\n```\n".utf8)
      .write(to: folder.appending(path: "other.md"))
    try Data("<svg aria-label=\"A: y over x, lines b &lt; c\"/>".utf8)
      .write(to: folder.appending(path: "figures/05-a.svg"))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  @Test func findsDeadLinks() {
    let check = LinkCheck(
      path: "p.md", file: folder.appending(path: "page.md"), lesson: 2,
      presets: [.init(name: "spiral", lesson: 2), .init(name: "circle", lesson: 3)])
    let text = """
      # Here
      [a](other.md), [b](other.md#one), [c](other.md#what-it-prints-twice), [d](other.md#one-1), [e](#here)
      [f](https://example.org/none.md), `[g](none.md)`, ![h](figures/05-a.svg)
      `vintner playground --preset spiral`, [i](http://localhost:8080/#preset=spiral)
      [a](absent.md#x) and [b](other.md#no-heading)
      [c](#there)
      <img src="figures/none.png">
      `vintner playground --port 1 --preset circle`, `vintner train --preset keras-red-wine`
      [d](http://localhost:8080/#preset=none)
      ```
      [e](absent.md)
      ```
      """
    #expect(
      check.faults(in: text).map(\.description) == [
        "p.md:5: the link to absent.md leads nowhere: there is no such file.",
        "p.md:5: the link to other.md#no-heading leads nowhere: no heading there has this anchor.",
        "p.md:6: the link to #there leads nowhere: no heading there has this anchor.",
        "p.md:7: the link to figures/none.png leads nowhere: there is no such file.",
        "p.md:8: the preset circle is not of this lesson, which has spiral.",
        "p.md:9: the playground has no preset none.",
      ])
  }

  /// A chart's own text is replaced: that of the file beside the document, and what looks like one.
  @Test(arguments: [
    ("A: y over x, lines b < c", true), ("", true), ("B: loss over epoch, lines old", true),
    ("a value over x1 and x2, orange at -1 to blue at 1, 134 points +1, 116 points −1", true),
    ("Errors: MAE: plain 0.0942, dropout 0.3 0.0933", true),
    ("Two lines: b stays below c from epoch 40 on", false),
  ]) func knowsAuthorsTexts(text: String, isCharts: Bool) throws {
    let lesson = try Lesson(path: "05-x.md", file: folder.appending(path: "05-x.md"), text: "# x\n")
    #expect(lesson.authorsText(of: .init(text: text, file: "05-a")) == (isCharts ? nil : text))
  }
}
