import Foundation
import TestSupport
import Testing

@testable import Servers

struct LessonPresetTests {
  @Test func everyLessonHasOne() throws {
    #expect(LessonPreset.all.count == 21)
    let lessons = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: "notebooks-md").path
    ).compactMap { name in name.hasSuffix(".md") ? Int(name.prefix(2)) : nil }
    #expect(lessons.count >= 20)
    #expect(Set(LessonPreset.all.map(\.lesson)) == Set(lessons))
    #expect(Set(LessonPreset.all.map(\.name)).count == LessonPreset.all.count)
  }

  @Test(arguments: LessonPreset.all.map(\.name))
  func canBeRun(_ name: String) throws {
    let preset = try #require(LessonPreset.named(name))
    for text in [preset.title, preset.sentence] {
      #expect(text.members?.map(\.0) == ["en", "zh-Hant"] && text["en"]?.text?.isEmpty == false)
      #expect(text["zh-Hant"]?.text?.contains { $0.unicodeScalars.first!.value > 0x4E00 } == true)
    }
    #expect(preset.sentence["en"]?.text?.last.map { ".?".contains($0) } == true)
    let session = try PlaygroundSession(preset.state, tables: TableStore())
    try session.step(.epoch, count: 2)
    #expect(session.now.epoch == 2)
  }
}
