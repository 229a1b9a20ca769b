import Vintner

/// A state that goes with a lesson, and a sentence that says what to see.
public struct Preset: Sendable {
  /// A text in the page's languages.
  public struct Text: Sendable {
    public let english: String
    public let chinese: String

    init(_ english: String, _ chinese: String) {
      self.english = english
      self.chinese = chinese
    }

    var json: JSON { .object(["en": .text(english), "zh-Hant": .text(chinese)]) }
  }

  /// What the command line calls it.
  public let name: String
  /// The number of the lesson in `notebooks-md`.
  public let lesson: Int
  public let title: Text
  public let sentence: Text
  /// What is not as in the state that the page begins with.
  public let part: StatePart

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
  public var state: PlaygroundState { part.over(PlaygroundState()) }

  /// The name under which the red wine's table is always there.
  static let redWineTable = "red-wine"

  /// The preset of a name; `nil` where there is none.
  public static func named(_ name: String) -> Preset? { all.first { $0.name == name } }

  /// All presets, in the order of the lessons.
  public static let all = firstSteps + training + hyperparameters

  var json: JSON {
    .object([
      "name": .text(name), "lesson": .integer(lesson), "title": title.json, "sentence": sentence.json,
      "state": state.json,
    ])
  }
}
