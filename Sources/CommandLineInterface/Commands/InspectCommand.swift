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

  @Argument(help: "A model or a CSV file; its contents show which.")
  var file: String

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup(title: "Reading the CSV file") var reading: ReadingOptions

  func run() throws {
    if isModel {
      let description = ModelDescription(try LoadedModel(contentsOf: file).model, file: file)
      try Console.print(json ? description.json.line : description.text)
    } else {
      let options = try reading.configuration().reading
      let description = try TableRemedy.use.naming { try TableDescription(file: file, options) }
      Console.note(description.notices)
      try Console.print(json ? description.json.line : description.text)
    }
  }

  /// Whether the name ends like a model's, or the contents begin like one: eight bytes for the header's length,
  /// whose upper half is zero, and the header's brace. No CSV file begins like this.
  private var isModel: Bool {
    if file.lowercased().hasSuffix(".safetensors") { return true }
    // A pipe can be read only once, and holds a table. A link such as /dev/stdin may lead to one.
    var status = stat()
    guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let handle = FileHandle(forReadingAtPath: file), let start = try? handle.read(upToCount: 9)
    else {
      return false
    }
    return start.count == 9 && start[4..<8].allSatisfy { $0 == 0 } && start[8] == UInt8(ascii: "{")
  }
}
