import Vintner

/// What a sweep over learning rates is reported as.
struct LearningRateResults {
  let sweep: LearningRateSweep
  let curve: LearningRateCurve
  private let folder: RunFolder?

  init(_ sweep: LearningRateSweep, lossName: String, folder: RunFolder?) {
    self.sweep = sweep
    self.folder = folder
    curve = LearningRateCurve(sweep, lossName: "\(lossName) of the training batches")
  }

  var json: JSON {
    .object([
      ("suggestion", .optional(sweep.suggestion)),
      ("lowest_loss_rate", .optional(lowest?.rate)),
      ("lowest_loss", .optional(lowest?.loss)),
      ("updates", .integer(sweep.rates.count)),
      ("output", .optional(folder?.path)),
    ])
  }

  /// The chart, and what it says below.
  var text: String {
    let width = min(max(Console.resultWidth, 40), 80)
    let chart = TerminalChart(curve.chart, width: width, height: 16, isColored: Console.isColored)
    return "\(chart)\n\n"
      + entries.map { Format.entry($0, $1, indent: 13, width: width) }.joined(separator: "\n")
  }

  private var entries: [(label: String, text: String)] {
    let suggestion = sweep.suggestion.map { rate in
      "\(Format.number(rate)), where the loss falls steepest: try --learning-rate \(Format.short(rate))"
    }
    let rates = "\(Format.short(sweep.rates.first ?? 0)) to \(Format.short(sweep.rates.last ?? 0))"
    return [
      ("suggestion", suggestion ?? "none, for the loss never falls: try other rates, or check the data"),
      (
        "lowest loss",
        lowest.map { "\(Format.number($0.loss)) (smoothed) at a rate of \(Format.short($0.rate))" } ?? "none"
      ),
      ("swept", "\(rates) in \(Format.count(sweep.rates.count, "update"))"),
    ]
      + (folder.map {
        [("written", "\($0.path): \(FindLearningRateCommand.fileNames.joined(separator: ", "))")]
      } ?? [])
  }

  private var lowest: (rate: Double, loss: Double)? {
    let finite = zip(sweep.rates, sweep.smoothedLosses).filter(\.1.isFinite)
    return finite.min { $0.1 < $1.1 }.map { (rate: $0.0, loss: $0.1) }
  }
}
