import Charts
import NeuralNetworks
import Tabular

/// The losses of a training, drawn over its epochs, with the best one marked.
///
///     let curves = LearningCurves(loss: history.loss, validationLoss: history.validationLoss, bestEpoch: 43)
///     try AtomicFile.write(curves.svg(), to: "curves.svg")
///     print(TerminalChart(curves.chart))
public struct LearningCurves: Equatable, Sendable {
  /// The curves as a chart, to be changed or drawn.
  public var chart: LineChart

  /// Creates the chart.
  ///
  /// - Parameters:
  ///   - loss: the training loss of each epoch; one that is not finite leaves a gap.
  ///   - validationLoss: the validation loss of each epoch, NaN where it was not evaluated; empty without validation.
  ///   - bestEpoch: the epoch to mark, counted from 1. Default: none.
  ///   - lossName: the loss's name, for the axis. Default: "loss".
  ///   - markName: the marked epoch's name. Default: "best epoch".
  ///   - title: the title above the chart. Default: "Learning curves".
  ///   - scale: the vertical axis's scale. Default: linear.
  public init(
    loss: [Double], validationLoss: [Double] = [], bestEpoch: Int? = nil, lossName: String = "loss",
    markName: String = "best epoch", title: String = "Learning curves", scale: Axis.Scale = .linear
  ) {
    var series = [LineChart.Series("training", values: loss)]
    let watched = validationLoss.isEmpty ? loss : validationLoss
    if !validationLoss.isEmpty {
      series.insert(LineChart.Series("validation", values: validationLoss), at: 0)
      // The line leads past epochs that were not evaluated.
      series[0].points.removeAll { $0.y.isNaN }
    }
    chart = LineChart(
      title: title, x: Axis("epoch", isCount: true, endsAtTicks: false), y: Axis(lossName, scale: scale),
      series: series)
    if let bestEpoch {
      precondition(
        watched.indices.contains(bestEpoch - 1), "The best of \(watched.count) epochs, received \(bestEpoch)."
      )
      let loss = watched[bestEpoch - 1]
      if !loss.isNaN {
        chart.marks = [
          .init(ChartPoint(x: Double(bestEpoch), y: loss), "\(markName) \(bestEpoch): \(Ticks.short(loss))")
        ]
      }
    }
  }

  /// Creates the curves of a history, marking the epoch whose weights the network has.
  ///
  /// - Parameters:
  ///   - history: whose losses are drawn, with the penalties that they include.
  ///   - lossName: the loss's name, for the axis. Default: "loss", or "loss with penalty" where it includes one.
  ///   - markName: the marked epoch's name. Default: "best epoch".
  public init(_ history: History, lossName: String? = nil, markName: String = "best epoch") {
    self.init(
      loss: history.loss, validationLoss: history.validationLoss, bestEpoch: history.keptEpoch,
      lossName: lossName ?? (history.includesPenalty ? "loss with penalty" : "loss"), markName: markName)
  }

  /// Draws the chart as SVG.
  public func svg() -> String { chart.svg() }
}

/// The loss of a learning-rate sweep, drawn over the rate on a logarithmic axis, with the suggested rate marked.
///
///     let curve = LearningRateCurve(sweep, lossName: "mae")
///     try AtomicFile.write(curve.svg(), to: "learning-rates.svg")
///     print(TerminalChart(curve.chart))
public struct LearningRateCurve: Equatable, Sendable {
  /// The curve as a chart, to be changed or drawn.
  public var chart: LineChart

  /// Creates the chart: the smoothed loss above the loss of each batch.
  ///
  /// The vertical axis ends at four times the lowest smoothed loss, where a sweep ends, or above the first
  /// loss; a batch whose loss is larger leaves a gap.
  /// - Parameters:
  ///   - sweep: the result of `LearningRateFinder`.
  ///   - lossName: the loss's name, for the axis. Default: "loss".
  ///   - title: the title above the chart. Default: "Learning rates".
  public init(_ sweep: LearningRateSweep, lossName: String = "loss", title: String = "Learning rates") {
    let smoothed = sweep.smoothedLosses
    let highest = max(4 * (smoothed.filter(\.isFinite).min() ?? 0), 1.5 * (smoothed.first ?? 0))
    func points(_ losses: [Double]) -> [ChartPoint] {
      zip(sweep.rates, losses).map { .init(x: $0, y: $1 <= highest ? $1 : .nan) }
    }
    chart = LineChart(
      title: title, x: Axis("learning rate", scale: .logarithmic, endsAtTicks: false), y: Axis(lossName),
      series: [.init("smoothed", points: points(smoothed)), .init("batches", points: points(sweep.losses))])
    if let rate = sweep.suggestion, let place = sweep.rates.firstIndex(of: rate) {
      chart.marks = [.init(.init(x: rate, y: smoothed[place]), "suggested: \(Ticks.short(rate))")]
    }
  }

  /// Draws the chart as SVG.
  public func svg() -> String { chart.svg() }
}

extension LineChart.Series {
  /// Creates the line of several runs: their median at each position, with a band around the middle half.
  ///
  /// Where runs have different lengths, each position summarizes those that reach it. A value that is not finite
  /// counts as larger than all others: a loss that diverged.
  /// - Parameters:
  ///   - name: the name at the end of the line.
  ///   - runs: the values of each run.
  ///   - places: the positions on the horizontal axis. Default: 1, 2, 3, ….
  ///   - shares: the quantiles at the band's edges. Default: the quartiles.
  /// - Precondition: a position for each value of the longest run; shares between 0 and 1.
  public init(
    _ name: String, runs: [[Double]], at places: [Double]? = nil, shares: ClosedRange<Double> = 0.25...0.75
  ) {
    let count = runs.map(\.count).max() ?? 0
    let places = places ?? (0..<count).map { Double($0 + 1) }
    precondition(places.count >= count, "\(count) values need as many places, received \(places.count).")
    precondition(shares.lowerBound >= 0 && shares.upperBound <= 1, "Shares of 0 to 1, received \(shares).")
    let sorted = (0..<count).map { index in
      runs.filter { $0.count > index }.map { $0[index].isFinite ? $0[index] : .infinity }.sorted()
    }
    self.init(
      name, points: zip(places, sorted).map { .init(x: $0, y: $1.quantile(0.5)) },
      band: zip(places, sorted).map {
        .init(x: $0, lower: $1.quantile(shares.lowerBound), upper: $1.quantile(shares.upperBound))
      })
  }
}

// MARK: - Files

extension History {
  /// The history as CSV: a row an epoch, `epoch` first, then every metric, `seconds` last. Where the losses include
  /// penalties on the weights, `loss_without_penalty` and `val_loss_without_penalty` follow the metrics.
  ///
  /// Numbers are written with as many digits as it takes to read the same number back.
  public var csv: String {
    let names = names + namesWithoutPenalty
    var text = "epoch," + names.map { $0 + "," }.joined() + "seconds\n"
    for epoch in 0..<epochs {
      text += "\(epoch + 1)," + names.map { "\(self[$0][epoch])," }.joined() + "\(seconds[epoch])\n"
    }
    return text
  }
}

extension LearningRateSweep {
  /// The sweep as CSV: a row an update, `learning_rate`, `loss` and `smoothed_loss`.
  ///
  /// Numbers are written with as many digits as it takes to read the same number back.
  public var csv: String {
    "learning_rate,loss,smoothed_loss\n"
      + rates.indices.map { "\(rates[$0]),\(losses[$0]),\(smoothedLosses[$0])\n" }.joined()
  }
}
