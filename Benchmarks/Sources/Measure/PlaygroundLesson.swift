import ArgumentParser
import Vintner

/// Times the whole spiral lesson, from points to curve: all seven features, 8 neurons, batches of 10, 250 training
/// rows, 500 epochs.
struct PlaygroundLesson: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "playground-lesson")

  @Option var epochs = 500
  @Option var recordEvery = 10
  @Option var rounds = 20

  func run() throws {
    var values: [String: Any] = [:]
    for precision in Precision.allCases {
      let lesson = PlaygroundRun(
        data: .spiral, features: PlaygroundData.features, hidden: [8], epochs: epochs, precision: precision)
      _ = try lesson.fitted(recordEvery: recordEvery)
      let times = try (0..<rounds).map { _ in
        try seconds { _ = try lesson.fitted(recordEvery: recordEvery) } * 1000
      }
      values["\(precision)_ms"] = times.median
    }
    try report(values)
  }
}
