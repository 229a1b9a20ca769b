import ArgumentParser
import Vintner

/// What a command that writes files and reports results has: which files it may replace, and how it reports.
struct ReportOptions: ParsableArguments {
  @OptionGroup var overwriting: OverwriteOption

  @Flag(help: "Show no progress and no notices.")
  var quiet = false

  @Flag(help: "Print the results as one JSON object.")
  var json = false

  /// Prints to standard error what the user should know, unless that is not wanted.
  func note(_ notices: [String]) {
    if !quiet { Console.note(notices) }
  }

  /// Prints the results for people, or as an object.
  func print(_ text: @autoclosure () -> String, _ object: @autoclosure () -> JSON) throws(Failure) {
    if json { try Console.print(object()) } else { try Console.print(text()) }
  }

  /// Prints the results for people below a chart, or as an object.
  func print(
    _ text: @autoclosure () -> String, below chart: @autoclosure () -> LineChart,
    _ object: @autoclosure () -> JSON
  ) throws(Failure) {
    if json {
      try Console.print(object())
    } else {
      try Console.print(chart(), above: text())
    }
  }
}

/// The options of a command that writes its results to a folder only where one is named.
struct ResultOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The folder to write to. (default: nothing is written)", valueName: "folder"))
  var output: String?

  @OptionGroup var report: ReportOptions

  func validate() throws { try requireFolder(output) }

  /// The folder to write to, if there is one.
  ///
  /// - Parameter names: the files that are written.
  /// - Returns: the folder, and the notices of files that are replaced.
  /// - Throws: `OutputError` if nothing can be written there, `Failure` if files are not to be replaced.
  func folder(for names: [String]) throws -> (folder: RunFolder?, notices: [String]) {
    guard let output else { return (nil, []) }
    return (try RunFolder(output), try report.overwriting.notices(replacing: names, in: output))
  }
}
