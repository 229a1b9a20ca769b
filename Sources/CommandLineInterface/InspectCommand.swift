import ArgumentParser
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

  @Argument(help: "A model (its name ends in .safetensors) or a CSV file.")
  var file: String

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    if file.lowercased().hasSuffix(".safetensors") {
      let description = ModelDescription(try FittedRegressionPipeline(contentsOf: file), file: file)
      try Console.print(json ? description.json.line : description.text)
    } else {
      let description = try TableDescription(file: file)
      try Console.print(json ? description.json.line : description.text)
    }
  }
}
