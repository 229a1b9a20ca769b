import ArgumentParser
import Foundation
import Vintner

/// `vintner parity`: replays runs that were recorded from Keras and from the TensorFlow Playground.
struct ParityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parity",
    abstract: "Replays recorded runs of Keras and the TensorFlow Playground and compares every figure.",
    usage: "vintner parity <trace> ... [<options>]",
    discussion: """
      A trace of Keras is a folder with case.json, initial.safetensors, expected.csv and predictions.csv; one \
      of the Playground is a file of JSON that brings its points with it and is replayed in double precision. \
      A difference is |a − e| / max(|e|, 1e-12). The exit code is 1 where a trace leaves the tolerance.

      Examples:
        vintner parity Tests/ParityTests/Traces/early-stopping
        vintner parity Tests/ParityTests/Traces/sgd --epochs 5 --tolerance 1e-6
        vintner parity Tests/ParityTests/Traces/playground/*.json
      """)

  @Argument(
    help: ArgumentHelp("The traces: folders of Keras's, JSON files of the Playground's.", valueName: "trace"))
  var traces: [String]

  @Option(help: ArgumentHelp("The CSV file that Keras's were recorded on.", valueName: "csv"))
  var data = "data/winequality-red.csv"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many epochs to replay. (default: all)", valueName: "count"))
  var epochs: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The largest relative difference that passes. (default: 1e-05, of a JSON file 1e-06)",
      valueName: "difference"))
  var tolerance: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads to use. (default: as many as pay)", valueName: "count"))
  var threads: Int?

  func validate() throws {
    if let epochs, epochs < 1 { throw ValidationError("--epochs is \(epochs), where 1 or more is expected") }
    if let threads, !(1...1024 ~= threads) {
      throw ValidationError("--threads is \(threads), where 1 to 1024 is expected")
    }
    if let tolerance, !(tolerance >= 0) {
      throw ValidationError("--tolerance is \(tolerance), where a number from 0 on is expected")
    }
  }

  func run() throws {
    let traces = try traces.map(RecordedRun.init)
    let frame = try traces.contains(where: \.needsTable) ? DataFrame(contentsOfCSVFile: data) : nil
    var failed: Set<Double> = []
    var count = 0
    for trace in traces {
      let tolerance = tolerance ?? trace.defaultTolerance
      let replay = try trace.replay(on: frame, epochs: epochs, tolerance: tolerance, threads: threads)
      try Console.print(Self.line(replay))
      guard !replay.passes else { continue }
      count += 1
      failed.insert(tolerance)
    }
    if count > 0 {
      let tolerances = failed.sorted().map { "\($0)" }.joined(separator: " or ")
      throw Failure(
        .failed, "\(count) of \(Format.count(traces.count, "trace")) left the tolerance of \(tolerances).")
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
    if let epoch = replay.firstEpochOutside { parts.append("leaves the tolerance in epoch \(epoch)") }
    return parts.joined(separator: ", ")
  }
}

/// A trace of either kind: folders are Keras's, files the Playground's.
private enum RecordedRun {
  case keras(Trace)
  case playground(PlaygroundTrace)

  init(_ path: String) throws(TraceError) {
    self =
      path.hasSuffix(".json") ? .playground(try PlaygroundTrace(file: path)) : .keras(try Trace(folder: path))
  }

  /// Whether it needs a table.
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
