import Vintner

/// A state for a lesson, and a sentence that says what to look for.
public struct Preset: Sendable {
  /// A text in the page's languages.
  struct Text: Sendable {
    let english: String
    let chinese: String

    init(_ english: String, _ chinese: String) {
      self.english = english
      self.chinese = chinese
    }

    var json: JSON { .object(["en": .text(english), "zh-Hant": .text(chinese)]) }
  }

  /// What the command line calls it.
  public let name: String
  /// The number of the lesson in `notebooks-md`.
  let lesson: Int
  let title: Text
  let sentence: Text
  /// What differs from the state that the page begins with.
  let part: StatePart

  init(
    _ name: String, lesson: Int, _ title: Text, _ sentence: Text,
    _ change: @escaping @Sendable (inout PlaygroundState) -> Void
  ) {
    self.name = name
    self.lesson = lesson
    self.title = title
    self.sentence = sentence
    part = StatePart(change)
  }

  /// The whole state.
  var state: PlaygroundState { part.over(PlaygroundState()) }

  /// The id under which the red wine's table is always there.
  static let redWineTable = "red-wine"

  /// The preset of a name; `nil` where there is none.
  static func named(_ name: String) -> Preset? { all.first { $0.name == name } }

  /// All presets, in the order of the lessons.
  public static let all = firstSteps + training + hyperparameters

  var json: JSON {
    .object([
      "name": .text(name), "lesson": .integer(lesson), "title": title.json, "sentence": sentence.json,
      "state": state.json,
    ])
  }
}
