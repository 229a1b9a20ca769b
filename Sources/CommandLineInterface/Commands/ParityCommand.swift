import ArgumentParser
import Foundation
import Vintner

/// `vintner parity`: replays recorded runs of Keras and the TensorFlow Playground.
struct ParityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parity",
    abstract: "Replays recorded runs of Keras and the TensorFlow Playground and compares every value.",
    usage: "vintner parity <trace> ... [<options>]",
    discussion: """
      A trace of Keras is a folder with case.json, initial.safetensors, expected.csv and predictions.csv; one \
      of the Playground is a JSON file that contains its points and is replayed in double precision. \
      A difference is |a − e| / max(|e|, 1e-12). The exit code is 1 if a trace exceeds the tolerance.

      Examples:
        vintner parity Tests/ParityTests/Traces/early-stopping
        vintner parity Tests/ParityTests/Traces/sgd --epochs 5 --tolerance 1e-6
        vintner parity Tests/ParityTests/Traces/playground/*.json
      """)

  @Argument(
    help: ArgumentHelp("The traces: folders for Keras, JSON files for the Playground.", valueName: "trace"))
  var traces: [String]

  @Option(help: ArgumentHelp("The CSV file on which Keras's traces were recorded.", valueName: "csv"))
  var data = "data/winequality-red.csv"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many epochs to replay. (default: all)", valueName: "count"))
  var epochs: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The largest relative difference that passes. (default: 1e-05, for a JSON file 1e-06)",
      valueName: "difference"))
  var tolerance: Double?

  @OptionGroup var options: ThreadsOption

  func validate() throws {
    try require("--epochs", epochs, "1 or more") { $0 >= 1 }
    try require("--tolerance", tolerance, "a number of 0 or more") { $0 >= 0 }
  }

  func run() throws {
    let traces = try traces.map(RecordedRun.init)
    let frame = try traces.contains(where: \.needsTable) ? DataFrame(contentsOfCSVFile: data) : nil
    var exceeded: [Double] = []
    for trace in traces {
      let tolerance = tolerance ?? trace.defaultTolerance
      let replay = try trace.replay(on: frame, epochs: epochs, tolerance: tolerance, threads: options.threads)
      try Console.print(Self.line(replay))
      if !replay.passes { exceeded.append(tolerance) }
    }
    if !exceeded.isEmpty {
      let tolerances = Set(exceeded).sorted().map { "\($0)" }.joined(separator: " or ")
      let share = "\(exceeded.count) of \(Format.count(traces.count, "trace"))"
      throw Failure(.failed, "\(share) exceeded the tolerance of \(tolerances).")
    }
  }

  private static func line(_ replay: TraceReplay) -> String {
    var parts = ["\(replay.trace): \(replay.passes ? "pass" : "fail")"]
    parts.append(
      replay.recordedEpochs == replay.replayedEpochs
        ? Format.count(replay.replayedEpochs, "epoch")
        : "\(Format.count(replay.replayedEpochs, "epoch")) instead of \(replay.recordedEpochs)")
    parts += (replay.columns + (replay.predictions.map { [$0] } ?? [])).map {
      "\($0.name) \(String(format: "%.2g", $0.largestDifference))"
    }
    if let epoch = replay.firstEpochOutside { parts.append("exceeds the tolerance in epoch \(epoch)") }
    return parts.joined(separator: ", ")
  }
}

/// A trace of either kind: a folder for Keras, a file for the Playground.
private enum RecordedRun {
  case keras(Trace)
  case playground(PlaygroundTrace)

  init(_ path: String) throws(TraceError) {
    self =
      path.hasSuffix(".json") ? .playground(try PlaygroundTrace(file: path)) : .keras(try Trace(folder: path))
  }

  var needsTable: Bool { if case .keras = self { true } else { false } }

  var defaultTolerance: Double { needsTable ? 1e-5 : 1e-6 }

  /// - Parameter frame: the table of Keras's traces.
  func replay(
    on frame: DataFrame?, epochs: Int?, tolerance: Double, threads: Int?
  ) throws(TraceError) -> TraceReplay {
    switch self {
    case .keras(let trace):
      try trace.replay(on: frame!, epochs: epochs, tolerance: tolerance, threads: threads)
    case .playground(let trace): try trace.replay(epochs: epochs, tolerance: tolerance)
    }
  }
}
