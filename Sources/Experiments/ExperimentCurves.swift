import Charts

/// A metric over the epochs of a variation's runs: the median and the quartiles.
public struct BandCurve: Sendable, Equatable {
  /// The variation's label.
  public let label: String
  /// The epochs; the other lists have a value for each.
  public let epochs: [Int]
  public let median: [Double]
  public let lowerQuartile: [Double]
  public let upperQuartile: [Double]
}

extension VariationResults {
  /// A metric over the epochs. A run that diverged has no values from then on.
  ///
  /// A run that was stopped early keeps its last value up to the last epoch of the longest run. Epochs at which
  /// fewer than half of the runs have a value are left out.
  public func curve(of metric: RunMetric) -> BandCurve {
    let epochs = Set(runs.flatMap { $0.curve.map(\.epoch) }).sorted()
    var cursors = runs.map { RunCursor($0) }
    var band: [(epoch: Int, statistics: RunStatistics)] = []
    for epoch in epochs {
      let values = cursors.indices.compactMap { cursors[$0].point(at: epoch)?[metric] }
      guard let statistics = RunStatistics(values), 2 * statistics.count >= runs.count else { continue }
      band.append((epoch, statistics))
    }
    return BandCurve(
      label: label, epochs: band.map(\.epoch), median: band.map(\.statistics.median),
      lowerQuartile: band.map(\.statistics.lowerQuartile), upperQuartile: band.map(\.statistics.upperQuartile)
    )
  }
}

/// Iterates over a run's points in the order of their epochs.
private struct RunCursor {
  private let run: ExperimentRun
  private var place = 0

  init(_ run: ExperimentRun) { self.run = run }

  /// The last point up to an epoch; none beyond the last point of a run that diverged.
  mutating func point(at epoch: Int) -> RunPoint? {
    while place < run.curve.count, run.curve[place].epoch <= epoch { place += 1 }
    guard place > 0 else { return nil }
    let isPast = place == run.curve.count && run.curve[place - 1].epoch < epoch
    return isPast && run.isDiverged ? nil : run.curve[place - 1]
  }
}

extension ExperimentResults {
  /// A metric over the epochs, one curve for each variation.
  public func curves(of metric: RunMetric) -> [BandCurve] { variations.map { $0.curve(of: metric) } }

  /// Charts a metric over the epochs: for each variation, the median over the seeds and a band between the
  /// quartiles.
  ///
  /// - Parameters:
  ///   - metric: the metric.
  ///   - scale: the vertical axis's scale. Default: linear.
  public func chart(of metric: RunMetric, scale: Axis.Scale = .linear) -> LineChart {
    let curves = curves(of: metric).filter { !$0.epochs.isEmpty }
    return LineChart(
      title: title.isEmpty ? metric.title : "\(title): \(metric.title)",
      x: Axis("epoch", isCount: true, endsAtTicks: false), y: Axis(metric.title, scale: scale),
      series: curves.map { curve in
        LineChart.Series(
          curve.label, points: zip(curve.epochs, curve.median).map { .init(x: Double($0), y: $1) },
          band: curve.epochs.indices.map { place in
            .init(
              x: Double(curve.epochs[place]), lower: curve.lowerQuartile[place],
              upper: curve.upperQuartile[place])
          })
      })
  }
}
