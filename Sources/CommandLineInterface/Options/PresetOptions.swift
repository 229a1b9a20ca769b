import ArgumentParser
import Vintner

/// The preset that a training starts from, and whether to show it instead of training.
struct PresetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A preset to start from, which other options override: "
        + Preset.all.map { "\($0.name) (\($0.summary.dropLast()))" }.joined(separator: "; ") + ".",
      valueName: "name"),
    completion: .list(Preset.all.map(\.name)))
  var preset: String?

  @Flag(help: "Print the run file of what would be trained, every setting spelled out, and train nothing.")
  var explain = false

  func validate() throws { _ = try Self.preset(preset, of: "--preset") }

  /// The preset of a name.
  ///
  /// - Parameters:
  ///   - option: the one that names it.
  ///   - others: what else it may name. Default: nothing.
  /// - Throws: `ValidationError` with the list where there is none.
  static func preset(_ name: String?, of option: String, or others: [String] = []) throws -> Preset? {
    guard let name else { return nil }
    guard let preset = Preset.named(name) else {
      throw ValidationError("\(option) \(unknownName(name, among: Preset.all.map(\.name) + others))")
    }
    return preset
  }

  /// A run whose task is known, over the preset if one is named.
  func applied(to run: RunConfiguration) -> RunConfiguration {
    guard let preset = preset.flatMap(Preset.named) else { return run }
    return run.over(preset, for: run.runTask)
  }
}
