import Foundation
import Vintner

/// A state for a lesson, and a sentence that says what to look for: an entry of `Samples/presets.json`.
package struct LessonPreset: Sendable, Decodable {
  /// What the command line calls it.
  package let name: String
  /// The number of the lesson in `notebooks-md`.
  let lesson: Int
  /// In the page's languages, by their codes.
  let title: JSON
  let sentence: JSON
  /// What differs from the state that the page begins with.
  private let part: StatePart

  private enum CodingKeys: String, CodingKey {
    case name, lesson, title, sentence
    case part = "state"
  }

  /// The whole state.
  var state: PlaygroundState { part.over(PlaygroundState()) }

  var json: JSON {
    .object([
      "name": .text(name), "lesson": .integer(lesson), "title": title, "sentence": sentence,
      "state": state.json,
    ])
  }

  /// All presets, in the order of the lessons; none where the file is missing.
  package static let all: [LessonPreset] = {
    guard let file = ServerFiles.sample("presets.json"), let bytes = try? Data(contentsOf: file) else {
      return []
    }
    do {
      return try JSONDecoder().decode([LessonPreset].self, from: bytes)
    } catch {
      preconditionFailure("presets.json is a list of presets: \(error)")
    }
  }()

  /// The preset of a name; `nil` where there is none.
  static func named(_ name: String) -> LessonPreset? { all.first { $0.name == name } }
}
