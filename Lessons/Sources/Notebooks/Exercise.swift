import Foundation

/// An exercise of a document `exercises/NN-name.md`.
struct Exercise: Equatable {
  /// Counted from 1.
  var number: Int
  var title: String
  /// The line of its title, counted from 1.
  var line: Int
  /// From below the title to the first fold, without the code to start from.
  var question: [String] = []
  /// The code that a learner starts from.
  var start: [String]?
  var hint: [String] = []
  var solution: [String] = []

  /// What the solution found; nil if it never ran.
  var answer: Answer? { solution.lazy.compactMap(Answer.init).first }

  /// The letters of the options in the question: `(a)`, `(b)`.
  var options: [String] {
    question.joined(separator: "\n").matches(of: /\(([a-z])\)/).map { String($0.1) }
  }

  /// The exercises of a document.
  static func list(in lesson: Lesson) -> [Exercise] {
    var exercises: [Exercise] = []
    var section = Section.question
    for line in MarkdownLine.lines(of: lesson.text) {
      if line.place == .text, let heading = line.text.wholeMatch(of: /## (\d+)\. (.+)/),
        let number = Int(heading.1)
      {
        exercises.append(Exercise(number: number, title: String(heading.2), line: line.number))
        section = .question
      } else if !exercises.isEmpty {
        exercises[exercises.count - 1].take(line, in: &section)
      }
    }
    return exercises
  }

  private enum Section {
    case question, fold, hint, solution
  }

  private mutating func take(_ line: MarkdownLine, in section: inout Section) {
    let isText = line.place == .text
    switch (section, line.text) {
    case (_, "<details>") where isText: section = .fold
    case (_, "</details>") where isText: section = .question
    case (.fold, "<summary>Hint</summary>"): section = .hint
    case (.fold, "<summary>Solution</summary>"): section = .solution
    case (.hint, let text): hint.append(text)
    case (.solution, let text): solution.append(text)
    case (.question, "```swift start"): start = []
    case (.question, let text) where line.place == .code("swift start"): start?.append(text)
    // The fence that closes the code to start from is none of the question.
    case (.question, "```") where start != nil: break
    case (.question, let text) where !text.hasPrefix("<!--"): question.append(text)
    default: break
    }
  }
}

/// What is wrong with the exercises of a document.
struct ExerciseCheck {
  let document: Lesson
  /// The lesson that announces the exercises; nil for a document outside the course.
  let lesson: Lesson?

  var faults: [NotebookFault] {
    let exercises = Exercise.list(in: document)
    if exercises.isEmpty {
      return [.init(document.path, nil, "there is no exercise here: a heading as \"## 1. Its title\".")]
    }
    return exercises.enumerated().flatMap { index, exercise in
      sentences(on: exercise, expected: index + 1).map {
        NotebookFault(document.path, exercise.line, "exercise \(exercise.number) \($0).")
      }
    } + announcementFaults(exercises)
  }

  private func sentences(on exercise: Exercise, expected: Int) -> [String] {
    var sentences: [String] = []
    if exercise.number != expected { sentences.append("is the document's number \(expected)") }
    if exercise.hint.isEmpty { sentences.append("has no hint, a fold with that summary") }
    let answers = exercise.solution.compactMap(Answer.init)
    guard let answer = answers.first, answers.count == 1, answer.exercise == exercise.number else {
      return sentences + ["needs one answer(\(exercise.number), ...) in a fold with the summary Solution"]
    }
    if let option = answer.prediction, !exercise.options.contains(option) {
      sentences.append("has the answer \(option), which is none of its options")
    }
    return sentences
  }

  /// The lesson's section lists the exercises in order: `1. **Title.** …`.
  private func announcementFaults(_ exercises: [Exercise]) -> [NotebookFault] {
    guard let lesson else { return [] }
    let section = lesson.text.split(separator: "\n").drop { $0 != "## Exercises" }
    let announced = section.compactMap { line in
      line.firstMatch(of: /^\d+\. \*\*(.+?)[.?!]?\*\*/).map { String($0.1) }
    }
    let titles = exercises.map { $0.title.replacing(/[.?!]$/, with: "") }
    return announced == titles
      ? []
      : [.init(lesson.path, nil, "the exercises are \(announced) here and \(titles) in \(document.path).")]
  }
}
