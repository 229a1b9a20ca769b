import ArgumentParser
import Vintner

/// `vintner settings`: every setting of a run, as run files name it.
struct SettingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings",
    abstract: "Lists the settings of a run file, with their defaults.",
    discussion: """
      These are the keys of a run file; the options of vintner train have the same names with hyphens.

      Examples:
        vintner settings
        vintner settings --json
      """)

  @Flag(help: "Print one JSON object per line, with the range or the names that a setting allows.")
  var json = false

  func run() throws {
    let fields = RunFields.all.filter { $0.traits.scope.contains(.table) }
    if json {
      for field in fields { try Console.print(Self.json(field).line) }
    } else {
      try Console.print(
        Console.block(fields.map { ($0.name, $0.help + ($0.defaultText.map { " (default: \($0))" } ?? "")) }))
    }
  }

  private static func json(_ field: any RunField) -> JSON {
    .object([
      ("name", .text(field.name)), ("help", .text(field.help)), ("default", .optional(field.defaultText)),
      ("names", .texts(field.type.choices)), ("minimum", .optional(field.bounds.least)),
      ("maximum", .optional(field.bounds.most)),
    ])
  }
}
