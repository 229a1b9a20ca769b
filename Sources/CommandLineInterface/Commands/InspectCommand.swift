import ArgumentParser
import Foundation
import Vintner

/// `vintner inspect`: what a model or a CSV file holds.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Shows what a model or a CSV file holds.",
    discussion: """
      Examples:
        vintner inspect vintner-output/model.safetensors
        vintner inspect data/winequality-red.csv --json
      """)

  @Argument(help: "A model or a CSV file; which of them is found out from its contents.")
  var file: String

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    if isModel {
      let description = ModelDescription(try LoadedModel(contentsOf: file).model, file: file)
      try Console.print(json ? description.json.line : description.text)
    } else {
      let description = try TableDescription(file: file)
      for notice in description.notices { Console.printError("note: " + notice) }
      try Console.print(json ? description.json.line : description.text)
    }
  }

  /// Whether the name says so, or the contents do: eight bytes for the header's length, whose upper half is
  /// zero, and the header's brace. No CSV file begins so.
  private var isModel: Bool {
    if file.lowercased().hasSuffix(".safetensors") { return true }
    // A pipe is read only once, and holds a table.
    let type = try? FileManager.default.attributesOfItem(atPath: file)[.type] as? FileAttributeType
    guard type == .typeRegular || type == .typeSymbolicLink, let handle = FileHandle(forReadingAtPath: file),
      let start = try? handle.read(upToCount: 9)
    else {
      return false
    }
    return start.count == 9 && start[4..<8].allSatisfy { $0 == 0 } && start[8] == UInt8(ascii: "{")
  }
}
