import Synchronization
import Vintner

/// Shows how an experiment goes on: a line that is overwritten on a terminal, plain lines elsewhere.
final class RunsProgress: Sendable {
  private struct State {
    var lastShown: ContinuousClock.Instant?
    var lastRuns = 0
    var isFirst = true
  }

  private static let shortestPause = Duration.milliseconds(100)
  /// Plain lines: one every tenth of the runs, and after ten seconds without one.
  private static let longestPause = Duration.seconds(10)
  private static let lines = 10

  private let isWatched = Console.isWatched
  private let state = Mutex(State())

  func show(_ progress: ExperimentProgress) {
    state.withLock { state in
      let now = ContinuousClock.now
      let pause = state.lastShown.map { now - $0 }
      let isLast = progress.finishedRuns == progress.runs
      if isWatched {
        guard isLast || pause.map({ $0 >= Self.shortestPause }) ?? true else { return }
        Console.overwriteLine(
          String("\(Self.bar(progress.share)) \(Self.text(progress))".prefix(Console.progressWidth - 1)))
      } else {
        let due =
          Self.lines * progress.finishedRuns / progress.runs > Self.lines * state.lastRuns / progress.runs
        guard due || pause.map({ $0 >= Self.longestPause }) ?? (progress.finishedRuns > 0) else { return }
        Console.printError(Self.text(progress))
      }
      state.lastShown = now
      state.lastRuns = progress.finishedRuns
    }
  }

  /// Removes the live line.
  func clear() {
    if isWatched { Console.overwriteLine("") }
  }

  private static func text(_ progress: ExperimentProgress) -> String {
    let left = progress.finishedRuns == progress.runs ? nil : progress.secondsLeft
    return "run \(Format.integer(progress.finishedRuns))/\(Format.integer(progress.runs))"
      + (left.map { "  \(Format.duration($0)) left" } ?? "")
  }

  private static func bar(_ share: Double) -> String {
    let length = 10
    let filled = min(max(Int(Double(length) * share), 0), length)
    return String(repeating: "█", count: filled) + String(repeating: "░", count: length - filled)
  }
}
