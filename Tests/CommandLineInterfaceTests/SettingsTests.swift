import Foundation
import TestSupport
import Testing

/// `vintner settings` as a process.
struct SettingsTests {
  @Test func listsDefaults() throws {
    let outcome = try Command.vintner("settings").run()
    #expect(outcome.exitCode == 0 && outcome.standardError.isEmpty)
    let text = outcome.standardOutput.replacing(/\s+/, with: " ")
    // Keras's red-wine lesson: 70 % of the rows, batches of 256, at most 500 epochs.
    for entry in ["(default: 0.7)", "(default: 256)", "(default: 500)"] { #expect(text.contains(entry)) }
    #expect(outcome.standardOutput.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func describesEachSettingAsJSON() throws {
    let lines = try Command.vintner("settings", "--json").run().standardOutput.split(separator: "\n")
    let objects = try lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    let fraction = try #require(objects.first { $0["name"] as? String == "train_fraction" })
    #expect(fraction["default"] as? String == "0.7")
    #expect(fraction["minimum"] as? Double == 0 && fraction["maximum"] as? Double == 1)
    let scaling = try #require(objects.first { $0["name"] as? String == "scaling" })
    #expect((scaling["names"] as? [String])?.prefix(2) == ["min-max", "standard"])
    #expect(!objects.contains { $0["name"] as? String == "noise" })
  }
}
