import Testing

@testable import Notebooks

/// Two exercises as they are after a run: one with code to start from, one that is only predicted.
let exercisesDocument = """
  # Exercises: steps

  ## 1. Twice

  What is it **twice**? See [the lesson](../one.md).

  **Predict:** (a) less (b) more

  **Measure:** Change the code so that it is twice as much.

  ```swift start
  let value = 21.0
  answer(1, number: value)
  ```

  <details>
  <summary>Hint</summary>

  Two times.

  </details>

  <details>
  <summary>Solution</summary>

  ```swift
  answer(1, prediction: "b", number: 42, within: 0.1)
  ```

  > **Answer 1:** b; 42, within 10 %

  Twice is more.

  </details>

  ## 2. Counted

  How many?

  <details>
  <summary>Hint</summary>

  Count.

  </details>

  <details>
  <summary>Solution</summary>

  ```swift
  answer(2, number: 1234567, within: 0)
  ```

  > **Answer 2:** 1234567, exactly

  </details>

  """

@Suite struct ExerciseTests {
  private let document: Lesson
  private let exercises: [Exercise]

  init() throws {
    document = try Lesson(path: "notebooks-md/exercises/05-x.md", text: exercisesDocument)
    exercises = Exercise.list(in: document)
  }

  @Test func areRead() throws {
    #expect(
      document.isExercises && document.identifier == "exercises-05-x" && document.text == exercisesDocument)
    #expect(exercises.map(\.title) == ["Twice", "Counted"] && exercises.map(\.line) == [3, 36])
    #expect(exercises[0].start == ["let value = 21.0", "answer(1, number: value)"])
    #expect(exercises[0].options == ["a", "b"])
    #expect(exercises[0].hint.contains("Two times.") && exercises[0].solution.contains("Twice is more."))
    #expect(
      exercises.map(\.answer) == [
        .init(exercise: 1, prediction: "b", number: 42, tolerance: 0.1),
        .init(exercise: 2, prediction: nil, number: 1_234_567, tolerance: 0),
      ])
  }

  /// The code to start from is a function of its own, with the document's lines.
  @Test func startsAreCompiledAlone() {
    let sources = document.swiftSources
    #expect(sources.map(\.name) == ["lesson_exercises_05_x", "lesson_exercises_05_x_start_1"])
    #expect(sources[1].text.contains("line: 12)\nlet value = 21.0\n"))
    #expect(!sources[0].text.contains("21"))
  }

  @Test(arguments: [
    (Answer(exercise: 1, prediction: "c", number: nil, tolerance: 0.05), "> **Answer 1:** c"),
    (
      Answer(exercise: 2, prediction: nil, number: -0.0123456789, tolerance: 0),
      "> **Answer 2:** -0.0123457, exactly"
    ),
    (
      Answer(exercise: 3, prediction: "a", number: 12000, tolerance: 0.025),
      "> **Answer 3:** a; 12000, within 2.5 %"
    ),
  ]) func answersAreWritten(answer: Answer, line: String) throws {
    #expect(answer.quotation == line)
    #expect(try #require(Answer(quotation: line)).quotation == line)
  }

  @Test func answersAreCompared() {
    let answer = Answer(exercise: 1, prediction: nil, number: -40, tolerance: 0.1)
    #expect(answer.accepts(-44) && answer.accepts(-36) && !answer.accepts(-44.1) && !answer.accepts(40))
    #expect(Answer(exercise: 1, prediction: nil, number: 0, tolerance: 0.1).accepts(0))
    #expect(!Answer(exercise: 1, prediction: "a", number: nil, tolerance: 0.1).accepts(1))
  }

  @Test func whatIsMissingIsNamed() throws {
    func faults(_ text: String, lesson: String? = nil) throws -> [String] {
      try ExerciseCheck(
        document: Lesson(path: "e.md", text: text), lesson: lesson.map { try Lesson(path: "l.md", text: $0) }
      ).faults.map(\.description)
    }
    #expect(try faults(exercisesDocument) == [])
    #expect(try faults("# No\n") == ["e.md: there is no exercise here: a heading as \"## 1. Its title\"."])
    #expect(
      try faults(
        exercisesDocument.replacing("Answer 1:** b", with: "Answer 1:** c").replacing("## 2.", with: "## 3."))
        == [
          "e.md:3: exercise 1 has the answer c, which is none of its options.",
          "e.md:36: exercise 3 is the document's number 2.",
          "e.md:36: exercise 3 needs one answer(3, ...) in a fold with the summary Solution.",
        ])
    #expect(
      try faults(
        exercisesDocument.replacing("<summary>Hint</summary>\n\nCount", with: "<summary>Clue</summary>\n"))
        == ["e.md:36: exercise 2 has no hint, a fold with that summary."])
    #expect(
      try faults(exercisesDocument, lesson: "## Exercises\n\n1. **Twice.** So?\n2. **Counted.** So?\n") == [])
    #expect(
      try faults(exercisesDocument, lesson: "## Exercises\n\n1. **Twice.** So?\n")
        == ["l.md: the exercises are [\"Twice\"] here and [\"Twice\", \"Counted\"] in e.md."])
  }
}

@Suite struct ExerciseDialogueTests {
  /// What is written when the lines are typed; the learner's code gives the numbers, one a run.
  private func dialogue(_ lines: [String], runs: [Double?] = []) throws -> String {
    let document = try Lesson(path: "notebooks-md/exercises/05-x.md", text: exercisesDocument)
    var (lines, runs, written) = (lines[...], runs[...], "")
    let dialogue = ExerciseDialogue(
      read: { lines.popFirst() }, write: { written += $0 }, file: { ".exercises/05-\($0.number).swift" },
      run: { _ in
        guard let number = runs.popFirst() else { return .failed("error: no such thing") }
        return .ended(output: "ran\n", number: number)
      })
    try dialogue.ask(Exercise.list(in: document), of: document.title)
    return written
  }

  private let first = """
    Exercises: steps

    Type hint or solution at any prompt to read it. Ctrl-D ends.

    1. Twice

    What is it twice? See the lesson.

    Predict: (a) less (b) more

    Measure: Change the code so that it is twice as much.

    Your prediction, a or b (Enter skips):\u{20}
    """
  private let second = "\n2. Counted\n\nHow many?\n\nYour number (Enter skips): "
  private let code = "Your code is in .exercises/05-1.swift. Change it in an editor.\n"
  private let prompt = "Enter runs it, a number answers, skip goes on: "

  @Test func asksInOrder() throws {
    #expect(
      try dialogue(["(B)", "", "", "1,234,567"], runs: [21, 43.5]) == first + code + prompt
        + "ran\nNot right yet: 21.\n" + prompt
        + "ran\nRight: 43.5. Measured: 42.\nYour prediction was right: b.\n" + second
        + "Right: 1234567. Measured: 1234567.\n")
  }

  @Test func endsWhereTheInputEnds() throws {
    #expect(try dialogue([]) == first + "\n")
    #expect(
      try dialogue(["a"]) == first + code + prompt + "\nYour prediction was a; right is b.\n")
  }

  @Test func skips() throws {
    #expect(try dialogue(["skip", "Skip", "skip"]) == first + code + prompt + second)
    #expect(try dialogue(["", "skip", ""]) == first + code + prompt + second)
  }

  @Test func saysWhatCanBeTyped() throws {
    #expect(
      try dialogue(["z", "", "run", "40", "many", "1234568"]) == first
        + "Type a or b, or nothing to skip.\n"
        + "Your prediction, a or b (Enter skips): " + code + prompt
        + "Press Enter to run your code, or type a number, or skip.\n" + prompt + "Right: 40. Measured: 42.\n"
        + second
        + "Type a number, such as 0.05, or nothing to skip.\nYour number (Enter skips): "
        + "Not right: 1234568. Measured: 1234567.\n")
  }

  @Test func showsHintsAndSolutions() throws {
    let written = try dialogue(["hint", "Solution", "", "", "", "skip"], runs: [nil])
    #expect(written.hasPrefix(first + "Two times.\nYour prediction, a or b (Enter skips): ```swift\n"))
    #expect(written.contains("> Answer 1: b; 42, within 10 %\n\nTwice is more.\nYour prediction"))
    #expect(written.contains("ran\nYour code does not call answer(1, number: ...): type the number.\n"))
    #expect(written.contains("error: no such thing\n\(prompt)" + second))
  }
}
