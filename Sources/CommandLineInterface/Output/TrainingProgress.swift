import Vintner

/// Shows the progress of training: a line that is overwritten on a terminal, plain lines elsewhere.
struct TrainingProgress: Callback {
  private static let shortestPause = Duration.milliseconds(50)
  /// Plain lines: one every ten epochs, and after ten seconds without one.
  private static let epochsBetweenLines = 10
  private static let longestPause = Duration.seconds(10)

  private let isWatched: Bool
  private let epochs: Int
  private var start = ContinuousClock.now
  private var lastShown: ContinuousClock.Instant?

  init(epochs: Int) {
    isWatched = Console.isWatched
    self.epochs = epochs
  }

  mutating func trainingBegins() {
    start = .now
    lastShown = nil
    if isWatched { overwrite(Self.bar(done: 0, of: epochs) + " epoch 1/\(epochs)") }
  }

  mutating func epochEnded(_ metrics: EpochMetrics) -> [TrainingRequest] {
    let now = ContinuousClock.now
    let pause = lastShown.map { now - $0 } ?? Self.longestPause
    if isWatched {
      guard pause >= Self.shortestPause else { return [] }
      overwrite(liveLine(metrics, at: now))
    } else {
      let epoch = metrics.epoch
      guard
        epoch % Self.epochsBetweenLines == 0 || epoch == metrics.lastEpoch || pause >= Self.longestPause
      else { return [] }
      Console.printError(Self.plainLine(metrics))
    }
    lastShown = now
    return []
  }

  /// Removes the live line.
  func clear() {
    if isWatched { Console.overwriteLine("") }
  }

  private func overwrite(_ line: String) {
    Console.overwriteLine(String(line.prefix(Console.progressWidth - 1)))
  }

  private func liveLine(_ metrics: EpochMetrics, at now: ContinuousClock.Instant) -> String {
    let left = (now - start) / .seconds(1) / Double(metrics.epoch) * Double(metrics.lastEpoch - metrics.epoch)
    return Self.bar(done: metrics.epoch, of: metrics.lastEpoch) + " " + Self.plainLine(metrics)
      + "  \(Format.duration(left)) left"
  }

  private static func bar(done: Int, of all: Int) -> String {
    let length = 10
    let filled = Int(Double(length) * Double(done) / Double(all))
    return String(repeating: "█", count: filled) + String(repeating: "░", count: length - filled)
  }

  private static func plainLine(_ metrics: EpochMetrics) -> String {
    "epoch \(metrics.epoch)/\(metrics.lastEpoch)"
      + metrics.names.map { "  \($0) \(Format.number(metrics[$0] ?? .nan))" }.joined()
  }
}
