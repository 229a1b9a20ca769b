import Vintner

/// Shows how training goes on: a line that is overwritten on a terminal, plain lines elsewhere.
struct TrainingProgress: Callback {
  private static let linesEvery = 10
  private static let shortestPause = Duration.milliseconds(50)

  private let isWatched: Bool
  private let width: Int
  private var start = ContinuousClock.now
  private var lastShown: ContinuousClock.Instant?

  init(isWatched: Bool, width: Int) {
    self.isWatched = isWatched
    self.width = width
  }

  mutating func trainingBegins() {
    start = .now
    lastShown = nil
  }

  mutating func epochEnded(_ figures: EpochFigures) -> [TrainingRequest] {
    if isWatched {
      let now = ContinuousClock.now
      if let lastShown, now - lastShown < Self.shortestPause { return [] }
      lastShown = now
      Console.overwriteLine(String(liveLine(figures).prefix(width - 1)))
    } else if figures.epoch == 1 || figures.epoch % Self.linesEvery == 0 {
      Console.printError(plainLine(figures))
    }
    return []
  }

  /// Removes the live line.
  func clear() {
    if isWatched { Console.overwriteLine("") }
  }

  private func liveLine(_ figures: EpochFigures) -> String {
    let length = 20
    let done = figures.epoch * length / figures.lastEpoch
    let bar = String(repeating: "█", count: done) + String(repeating: "░", count: length - done)
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    let left = elapsed / Double(figures.epoch) * Double(figures.lastEpoch - figures.epoch)
    return "\(bar) \(plainLine(figures))  \(Format.duration(left)) left"
  }

  private func plainLine(_ figures: EpochFigures) -> String {
    "epoch \(figures.epoch)/\(figures.lastEpoch)"
      + figures.names.map { "  \($0) \(Format.figure(figures[$0] ?? .nan))" }.joined()
  }
}
