import Testing

@testable import Notebooks

/// A document with a block that has results, one without, and prose around them.
private let document = """
  # A title

  The first sentence. The second one
  goes on.

  ```swift
  import Dispatch
  print(1)
  ```

  ```text
  1
  ```

  ![A line](figures/05-line.svg)

  > **Claim 11** (a course): Something.
  >
  > *Measured:* 3 steps
  >
  > **Verdict: holds.** True: it does.

  <!-- tolerance 0.2 -->

  ```swift
  extension Int { var twice: Int { 2 * self } }
  ```
  Below it.

  """

@Suite struct LessonTests {
  private let lesson: Lesson

  init() throws { lesson = try Lesson(path: "notebooks-md/05-a-title.md", text: document) }

  @Test func findsBlocksAndResults() {
    let blocks = lesson.blocks
    #expect(blocks.count == 2)
    #expect(blocks[0].code == ["import Dispatch", "print(1)"])
    #expect(blocks.map(\.line) == [7, 26])
    #expect(blocks[0].results.output == ["1"])
    #expect(blocks[0].results.figures == [.init(text: "A line", file: "05-line")])
    #expect(blocks[0].results.quotations.map(\.count) == [5])
    #expect(blocks.map(\.tolerance) == [0.01, 0.2])
    #expect(blocks[1].results == .init())
  }

  @Test func knowsItsNames() {
    #expect(lesson.title == "A title")
    #expect(lesson.firstSentence == "The first sentence.")
    #expect(lesson.number == 5 && lesson.figurePrefix == "05" && lesson.functionName == "lesson_05_a_title")
  }

  /// Written with the results it has, a document is the same, but for an empty line below its last block.
  @Test func writesWhatItRead() {
    let woven = lesson.woven(with: lesson.blocks.map(\.results))
    #expect(woven == document.replacing("```\nBelow it.", with: "```\n\nBelow it."))
  }

  @Test func replacesResults() throws {
    let woven = lesson.woven(with: [.init(output: ["2"]), .init(figures: [.init(text: "t", file: "f")])])
    let again = try Lesson(path: "x.md", text: woven)
    #expect(again.blocks[0].results == .init(output: ["2"]))
    #expect(again.blocks[1].results.figures == [.init(text: "t", file: "f")])
    #expect(woven.contains("Below it.") && woven.contains("<!-- tolerance 0.2 -->\n\n```swift"))
  }

  @Test func refusesMalformedDocuments() {
    #expect(throws: NotebookFault("x.md", 3, "the block that begins here has no closing ```.")) {
      try Lesson(path: "x.md", text: "a\n\n```swift\nlet a = 1\n")
    }
    #expect(
      throws: NotebookFault("x.md", 1, "a tolerance is a number of at least 0, or none; this is \"wide\".")
    ) {
      try Lesson(path: "x.md", text: "<!-- tolerance wide -->\n```swift\n```\n")
    }
  }

  /// Imports and extensions stand at the file's top, everything at the document's line.
  @Test func becomesSwift() {
    let expected = """
      import LessonKit
      #sourceLocation(file: "notebooks-md/05-a-title.md", line: 7)
      import Dispatch
      #sourceLocation()
      #sourceLocation(file: "notebooks-md/05-a-title.md", line: 26)
      extension Int { var twice: Int { 2 * self } }
      #sourceLocation()
      @Sendable func lesson_05_a_title() throws {
        Transcript.begin(block: 0)
      #sourceLocation(file: "notebooks-md/05-a-title.md", line: 7)

      print(1)
      #sourceLocation()
        Transcript.begin(block: 1)
      }

      """
    #expect(lesson.swiftSources.map(\.text) == [expected])
  }
}

/// Folds whose results are above, and one whose results an older tool wrote inside.
private let folded = """
  # Folded

  <!-- results -->

  <!-- results -->

  ```text
  2
  ```

  ![Two](figures/05-two.svg)

  <!-- results -->

  ![Three](figures/05-three.svg)

  A sentence about the picture.

  <details>
  <summary>The code of this picture</summary>

  ```swift
  let one = 1
  ```

  And now two.

  ```swift
  print(2)
  ```

  ```swift
  show(3)
  ```

  </details>

  Between.

  <details>
  <summary>Inside</summary>

  ```swift
  print(4)
  ```

  ```text
  4
  ```

  </details>

  <details>
  <summary>Solution</summary>

  ```swift
  print(5)
  ```

  ```text
  5
  ```

  </details>

  <details>
  <summary>Keras's code</summary>

  ```python
  print(6)
  ```

  </details>

  """

@Suite struct FoldTests {
  private let lesson: Lesson

  init() throws { lesson = try Lesson(path: "05-folded.md", text: folded) }

  @Test func findsTheResultsOfEachBlock() {
    #expect(
      lesson.blocks.map(\.code) == [["let one = 1"], ["print(2)"], ["show(3)"], ["print(4)"], ["print(5)"]])
    #expect(lesson.blocks.map(\.results.output) == [[], ["2"], [], ["4"], ["5"]])
    #expect(lesson.blocks.map { $0.results.figures.map(\.file) } == [[], ["05-two"], ["05-three"], [], []])
  }

  /// Only the results inside the second fold move; a solution's stay.
  @Test func movesResultsAboveTheFold() throws {
    let woven = lesson.woven(with: lesson.blocks.map(\.results))
    let inside = "<details>\n<summary>Inside</summary>\n\n```swift\nprint(4)\n```\n"
    let results = "\n```text\n4\n```\n"
    #expect(woven == folded.replacing(inside + results, with: "<!-- results -->\n" + results + "\n" + inside))
    let again = try Lesson(path: "05-folded.md", text: woven)
    #expect(again.woven(with: again.blocks.map(\.results)) == woven)
  }

  @Test func dropsResultsThatAreGone() throws {
    let woven = lesson.woven(with: .init(repeating: .init(), count: 5))
    #expect(!woven.contains("<!-- results -->") && woven.contains("# Folded\n\nA sentence about"))
    // Two blocks were deleted: the rest has their results, until it is woven.
    let fewer = folded.replacing(
      "```swift\nlet one = 1\n```\n\nAnd now two.\n\n```swift\nprint(2)\n```\n\n", with: "")
    #expect(
      try Lesson(path: "x.md", text: fewer).blocks[0].results.figures.map(\.file) == ["05-two", "05-three"])
  }

  @Test func refusesFoldsThatEndNowhere() {
    #expect(throws: NotebookFault("x.md", 2, "the fold that begins here has no closing </details>.")) {
      try Lesson(path: "x.md", text: "a\n<details>\n```swift\n```\n")
    }
    #expect(
      throws: NotebookFault(
        "x.md", 1, "the results below <!-- results --> are of no fold with swift blocks; delete them.")
    ) {
      try Lesson(path: "x.md", text: "<!-- results -->\n\n```text\n1\n```\n\n# Next\n<details>\n</details>\n")
    }
  }
}

@Suite struct LessonTranscriptTests {
  @Test func takesTheOutputApart() {
    let transcript = LessonTranscript(
      """
      \u{1E}block {"index":0}
      a   
      \u{1E}figure {"label":"y over x","name":"line"}

      b
      \u{1E}block {"index":1}
      \u{1E}claim {"claim":3,"measured":"m","statements":[{"isTrue":true,"text":"t"}]}
      \u{1E}answer {"exercise":2,"prediction":"b","tolerance":0.05}
      \u{1E}contradiction {"line":9,"statement":"s"}

      """)
    #expect(transcript.blocks.count == 2)
    #expect(
      transcript.blocks[1].answers == [.init(exercise: 2, prediction: "b", number: nil, tolerance: 0.05)])
    #expect(transcript.blocks[1].contradictions == [.init(statement: "s", line: 9)])
    #expect(transcript.blocks[0].output == ["a", "", "b"])
    #expect(transcript.blocks[0].figures == [.init(name: "line", label: "y over x")])
    #expect(
      transcript.blocks[1].measurements
        == [.init(claim: 3, measured: "m", statements: [.init(text: "t", isTrue: true)])])
  }

  /// As swiftc prints them: paragraphs with an empty line between.
  @Test func warningsOfEqualFileNamesAreLeftOut() {
    let output = """
      a.swift:3:1: warning: '#sourceLocation' directive produces '#fileID' string of 'Lessons/11.md', which conflicts
      3 | #sourceLocation(file: "exercises/11.md", line: 30)

      11.md:5:7: warning: variable 'x' was never used
      5 | let x = 1

      """
    #expect(
      Workshop.warnings(in: output)
        == "11.md:5:7: warning: variable 'x' was never used\n5 | let x = 1\n")
  }
}
