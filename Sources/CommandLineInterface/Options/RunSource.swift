import ArgumentParser
import Vintner

/// Where a command takes its run from: a CSV file, options, and a run file below them.
struct RunSource: ParsableArguments {
  @Argument(
    help: "The CSV file to learn from.",
    completion: .file(extensions: ["csv", "tsv", "txt"]))
  var csv: String?

  @OptionGroup(title: "The run") var options: RunOptions

  @Option(
    help: ArgumentHelp(
      "A run file to begin with; what is given here overrides it.", valueName: "file.yaml"))
  var config: String?

  /// The flags over the run file over the defaults, with a CSV file and a target.
  ///
  /// - Parameter command: whose help explains them.
  func configuration(for command: String) throws -> (run: RunConfiguration, data: String) {
    var run = try options.configuration()
    run.data = csv
    if let config { run = run.over(try RunFile.read(config)) }
    guard let data = run.data else {
      throw Failure(
        .usage, "No CSV file: name one, or a run file with --config; see 'vintner \(command) --help'.")
    }
    guard run.target != nil else {
      throw Failure(.usage, "No target: name the column to predict with --target NAME.")
    }
    return (run, data)
  }

  /// The checksum of a run's CSV file.
  ///
  /// - Throws: `Failure` where it is not the one that the run was made with.
  func checksum(of run: RunConfiguration, data: String) throws -> String {
    let found = try FileDigest.sha256(ofFile: data)
    if let expected = run.dataSHA256, expected != found {
      throw Failure(
        .data,
        "\(data) is not what \(config ?? "the run") was made with (its SHA-256 differs): bring that file"
          + " back, or name the CSV file beside --config to train on it all the same.")
    }
    return found
  }
}
