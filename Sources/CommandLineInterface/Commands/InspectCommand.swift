import ArgumentParser
import Foundation
import Vintner

/// `vintner inspect`: the contents of a model or a CSV file.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Shows the contents of a model or a CSV file.",
    usage: "vintner inspect [<options>] <file>",
    discussion: """
      Examples:
        vintner inspect vintner-output/model.safetensors
        vintner inspect data/winequality-red.csv --json
      """)

  @Argument(help: "A model or a CSV file, its contents show which; or - for standard input.")
  var file: String

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup(title: "Reading the CSV file") var reading: ReadingOptions

  func run() throws {
    let file = try StandardInput.file(file)
    if Self.isModel(file) {
      let description = ModelDescription(try LoadedModel(contentsOf: file).model, file: file)
      if json { try Console.print(description.json) } else { try Console.print(description.text) }
    } else {
      let options = try reading.configuration().reading
      let description = try TableRemedy.use.naming { try TableDescription(file: file, options) }
      Console.note(description.notices)
      if json { try Console.print(description.json) } else { try Console.print(description.text) }
    }
  }

  /// Whether the name ends like a model's, or the contents begin like one: eight bytes for the header's length,
  /// whose upper half is zero, and the header's brace. No CSV file begins like this.
  private static func isModel(_ file: String) -> Bool {
    if file.lowercased().hasSuffix(".safetensors") { return true }
    guard StandardInput.isRegularFile(file), let handle = FileHandle(forReadingAtPath: file),
      let start = try? handle.read(upToCount: 9)
    else {
      return false
    }
    return start.count == 9 && start[4..<8].allSatisfy { $0 == 0 } && start[8] == UInt8(ascii: "{")
  }
}
