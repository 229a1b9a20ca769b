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
    var place = Place.question
    var fence: Substring?
    for (index, line) in lesson.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if fence == nil, let heading = line.wholeMatch(of: /## (\d+)\. (.+)/), let number = Int(heading.1) {
        exercises.append(Exercise(number: number, title: String(heading.2), line: index + 1))
        place = .question
        continue
      }
      guard !exercises.isEmpty else { continue }
      let wasInFence = fence != nil
      if line.hasPrefix("```") { fence = wasInFence ? nil : line.prefix { $0 == "`" } }
      exercises[exercises.count - 1].take(String(line), at: &place, isCode: wasInFence)
    }
    return exercises
  }

  private enum Place {
    case question, start, fold, hint, solution
  }

  private mutating func take(_ line: String, at place: inout Place, isCode: Bool) {
    switch (place, line) {
    case (.question, "```swift start"):
      place = .start
      start = []
    case (.start, "```"): place = .question
    case (.start, _): start?.append(line)
    case (_, "<details>") where !isCode: place = .fold
    case (_, "</details>") where !isCode: place = .question
    case (.fold, "<summary>Hint</summary>"): place = .hint
    case (.fold, "<summary>Solution</summary>"): place = .solution
    case (.hint, _): hint.append(line)
    case (.solution, _): solution.append(line)
    case (.question, _) where !line.hasPrefix("<!--"): question.append(line)
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
