import ArgumentParser
import Foundation
import Vintner

/// `vintner parity`: replays runs that were recorded from Keras.
struct ParityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parity",
    abstract: "Replays recorded runs of Keras and compares every figure.",
    usage: "vintner parity <trace> ... [<options>]",
    discussion: """
      A trace is a folder with case.json, initial.safetensors, expected.csv and predictions.csv. A \
      difference is |a − e| / max(|e|, 1e-12). The exit code is 1 where a trace leaves the tolerance.

      Examples:
        vintner parity Tests/VintnerTests/Traces/early-stopping
        vintner parity Tests/VintnerTests/Traces/sgd --epochs 5 --tolerance 1e-6
      """)

  @Argument(help: ArgumentHelp("The traces' folders.", valueName: "trace"))
  var traces: [String]

  @Option(help: ArgumentHelp("The CSV file that they were recorded on.", valueName: "csv"))
  var data = "data/winequality-red.csv"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many epochs to replay. (default: all)", valueName: "count"))
  var epochs: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The largest relative difference that passes.", valueName: "difference"))
  var tolerance = 1e-5

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads to use. (default: as many as pay)", valueName: "count"))
  var threads: Int?

  func validate() throws {
    if let epochs, epochs < 1 { throw ValidationError("--epochs is \(epochs), where 1 or more is expected") }
    if let threads, !(1...1024 ~= threads) {
      throw ValidationError("--threads is \(threads), where 1 to 1024 is expected")
    }
    guard tolerance >= 0 else {
      throw ValidationError("--tolerance is \(tolerance), where a number from 0 on is expected")
    }
  }

  func run() throws {
    let traces = try traces.map { try Trace(folder: $0) }
    let frame = try DataFrame(contentsOfCSVFile: data)
    var failed = 0
    for trace in traces {
      let replay = try trace.replay(on: frame, epochs: epochs, tolerance: tolerance, threads: threads)
      try Console.print(Self.line(replay))
      if !replay.passes { failed += 1 }
    }
    if failed > 0 {
      throw Failure(
        .failed, "\(failed) of \(Format.count(traces.count, "trace")) left the tolerance of \(tolerance).")
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
