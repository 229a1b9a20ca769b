import Vintner

/// The report of a sweep over learning rates.
struct LearningRateResults {
  static let fileNames = ["learning-rates.svg", "learning-rates.csv"]

  private let sweep: LearningRateSweep
  private let curve: LearningRateCurve
  private let folder: RunFolder?

  init(_ sweep: LearningRateSweep, lossName: String, folder: RunFolder?) {
    self.sweep = sweep
    self.folder = folder
    curve = LearningRateCurve(sweep, lossName: "\(lossName) of the training batches")
  }

  /// Writes the chart and the losses to the folder, if there is one.
  func write() throws(OutputError) {
    try folder?.write(Self.fileNames, [curve.svg(), sweep.csv])
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

  var chart: LineChart { curve.chart }

  /// The results, which are shown below the chart.
  var text: String {
    let suggestion = sweep.suggestion.map { rate in
      "\(Format.number(rate)), where the loss falls, well before its minimum: try --learning-rate \(Format.short(rate))"
    }
    let rates = "\(Format.short(sweep.rates.first ?? 0)) to \(Format.short(sweep.rates.last ?? 0))"
    var entries = [
      ("suggestion", suggestion ?? "none, since the loss never falls: try other rates, or check the data"),
      (
        "lowest loss",
        lowest.map { "\(Format.number($0.loss)) (smoothed) at a rate of \(Format.short($0.rate))" } ?? "none"
      ),
      ("swept", "\(rates) in \(Format.count(sweep.rates.count, "update"))"),
    ]
    if let folder { entries.append(folder.entry(of: Self.fileNames)) }
    return Console.block(entries)
  }

  private var lowest: (rate: Double, loss: Double)? {
    let finite = zip(sweep.rates, sweep.smoothedLosses).filter(\.1.isFinite)
    return finite.min { $0.1 < $1.1 }.map { (rate: $0.0, loss: $0.1) }
  }
}
