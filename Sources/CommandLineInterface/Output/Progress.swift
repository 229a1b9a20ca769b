import Synchronization
import Vintner

/// A line of progress on standard error: overwritten on a terminal, printed now and then elsewhere.
struct ProgressLine {
  private static let shortestPause = Duration.milliseconds(50)
  private static let longestPause = Duration.seconds(10)

  private let isWatched = Console.isWatched
  /// When it was last shown, or where lines are printed, at first when it was made: what is quick prints none.
  private var lastShown: ContinuousClock.Instant? = Console.isWatched ? nil : .now

  /// Shows the progress, unless it is too soon after the last time.
  ///
  /// - Parameters:
  ///   - share: how much is done, from 0 to 1.
  ///   - text: the line.
  ///   - left: what a terminal shows after it.
  ///   - short: shorter texts, the longest first, for a terminal that has no room for the line.
  ///   - isDue: whether the line is printed although the last one is less than ten seconds old.
  mutating func show(
    _ share: Double, _ text: @autoclosure () -> String, left: @autoclosure () -> String = "",
    short: @autoclosure () -> [String] = [], isDue: Bool
  ) {
    let now = ContinuousClock.now
    let pause = lastShown.map { now - $0 }
    if isWatched {
      guard share == 1 || pause.map({ $0 >= Self.shortestPause }) ?? true else { return }
      let barred = "\(Self.bar(share)) \(text())"
      let room = Console.progressWidth - 1
      let lines = [barred + left(), barred, text()] + short()
      Console.overwriteLine(lines.first { $0.count <= room } ?? String(lines[lines.count - 1].prefix(room)))
    } else {
      guard isDue || pause.map({ $0 >= Self.longestPause }) ?? false else { return }
      Console.printError(text())
    }
    lastShown = now
  }

  /// Removes the line from a terminal.
  func clear() {
    if isWatched { Console.overwriteLine("") }
  }

  private static func bar(_ share: Double) -> String {
    let length = 10
    let filled = min(max(Int(Double(length) * share), 0), length)
    return String(repeating: "█", count: filled) + String(repeating: "░", count: length - filled)
  }
}

/// Shows the progress of training: elsewhere than on a terminal, a line for every tenth epoch.
struct TrainingProgress: Callback {
  private let epochs: Int
  private var start = ContinuousClock.now
  /// The epochs of an earlier process, where the run was resumed.
  private var before: Int?
  private(set) var line = ProgressLine()

  init(epochs: Int) { self.epochs = epochs }

  var onlyObserves: Bool { true }

  /// A line is about all networks of an ensemble: their means.
  var watchesEnsemble: Bool { true }

  mutating func trainingBegins() {
    start = .now
    before = nil
    line = ProgressLine()
    let epochs = epochs
    line.show(0, "epoch 1/\(epochs)", isDue: false)
  }

  mutating func epochEnded(_ metrics: EpochMetrics) -> [TrainingRequest] {
    let (epoch, last, start) = (metrics.epoch, metrics.lastEpoch, start)
    let before = before ?? epoch - 1
    self.before = before
    line.show(
      Double(epoch) / Double(last), Self.text(metrics),
      left: Self.left(after: epoch - before, of: last - before, since: start),
      short: Self.shortTexts(metrics),
      isDue: epoch == 1 || epoch % 10 == 0 || epoch == last)
    return []
  }

  private static func text(_ metrics: EpochMetrics) -> String {
    "epoch \(metrics.epoch)/\(metrics.lastEpoch)"
      + metrics.names.map { "  \($0) \(Format.number(metrics[$0] ?? .nan))" }.joined()
      + withoutPenalty(metrics)
  }

  /// The losses that can be compared with those of other models, where the epoch's include a penalty on the weights.
  private static func withoutPenalty(_ metrics: EpochMetrics) -> String {
    guard metrics.includesPenalty else { return "" }
    let losses = [metrics.lossWithoutPenalty, metrics.validationLossWithoutPenalty].compactMap { $0 }
    return "  (without penalty \(losses.map(Format.number).joined(separator: ", ")))"
  }

  /// The losses alone, then the validation's, which says how it goes.
  private static func shortTexts(_ metrics: EpochMetrics) -> [String] {
    let epoch = "\(metrics.epoch)/\(metrics.lastEpoch)"
    func texts(_ names: [String]) -> String {
      names.filter(metrics.names.contains).map { "  \($0) \(Format.number(metrics[$0] ?? .nan))" }.joined()
    }
    let validation = texts(["val_loss"])
    return [
      "epoch \(epoch)\(texts(["loss", "val_loss"]))", "epoch \(epoch)\(validation)", epoch + validation,
    ]
  }

  private static func left(
    after epoch: Int, of last: Int, since start: ContinuousClock.Instant
  ) -> String {
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    return "  \(Format.duration(seconds / Double(epoch) * Double(last - epoch))) left"
  }
}

/// Shows the progress of an explanation: elsewhere than on a terminal, a line every ten seconds.
struct ExplanationProgress {
  let isShown: Bool
  private var line = ProgressLine()

  init(isShown: Bool) { self.isShown = isShown }

  /// - Parameters:
  ///   - what: what is computed.
  ///   - share: how much of it is done, from 0 to 1.
  mutating func show(_ what: String, _ share: Double) {
    guard isShown else { return }
    line.show(share, "\(what) \(Int(100 * share)) %", isDue: false)
  }

  /// Removes the line from a terminal.
  func clear() {
    if isShown { line.clear() }
  }
}

/// Shows the progress of an experiment: elsewhere than on a terminal, a line for every tenth of the runs.
final class RunsProgress: Sendable {
  private struct State {
    var line = ProgressLine()
    var lastRuns = 0
  }

  private let state = Mutex(State())

  func show(_ progress: ExperimentProgress) {
    state.withLock { state in
      let (finished, runs) = (progress.finishedRuns, progress.runs)
      let isDue = finished > 0 && (state.lastRuns == 0 || 10 * finished / runs > 10 * state.lastRuns / runs)
      state.line.show(progress.share, Self.text(progress), isDue: isDue)
      if isDue { state.lastRuns = finished }
    }
  }

  /// Removes the line from a terminal.
  func clear() { state.withLock { $0.line.clear() } }

  private static func text(_ progress: ExperimentProgress) -> String {
    let left = progress.finishedRuns == progress.runs ? nil : progress.secondsLeft
    return "run \(Format.integer(progress.finishedRuns))/\(Format.integer(progress.runs))"
      + (left.map { "  \(Format.duration($0)) left" } ?? "")
  }
}
