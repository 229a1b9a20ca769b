import Pipelines

/// A figure over the epochs of a variation's runs: the median, and the quartiles on both sides of it.
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
  /// A figure over the epochs, over the runs that have it there: a run that diverged has none from then on.
  ///
  /// A run that was stopped early keeps its last figure to the end of the longest. An epoch at which fewer than
  /// half of the runs have a figure is left out.
  public func curve(of figure: RunFigure) -> BandCurve {
    let epochs = Set(runs.flatMap { $0.curve.map(\.epoch) }).sorted()
    var curves = runs.map { RunWalk($0) }
    var band: [(epoch: Int, statistics: FigureStatistics)] = []
    for epoch in epochs {
      let values = curves.indices.compactMap { curves[$0].point(at: epoch)?[figure] }
      guard let statistics = FigureStatistics(values), 2 * statistics.count >= runs.count else { continue }
      band.append((epoch, statistics))
    }
    return BandCurve(
      label: label, epochs: band.map(\.epoch), median: band.map(\.statistics.median),
      lowerQuartile: band.map(\.statistics.lowerQuartile), upperQuartile: band.map(\.statistics.upperQuartile)
    )
  }
}

/// A run's points, gone through in the order of their epochs.
private struct RunWalk {
  private let run: ExperimentRun
  private var place = 0

  init(_ run: ExperimentRun) { self.run = run }

  /// The last point up to an epoch; of a run that diverged none behind its last.
  mutating func point(at epoch: Int) -> RunPoint? {
    while place < run.curve.count, run.curve[place].epoch <= epoch { place += 1 }
    guard place > 0 else { return nil }
    let isPast = place == run.curve.count && run.curve[place - 1].epoch < epoch
    return isPast && run.isDiverged ? nil : run.curve[place - 1]
  }
}

extension ExperimentResults {
  /// A figure over the epochs, variation after variation.
  public func curves(of figure: RunFigure) -> [BandCurve] { variations.map { $0.curve(of: figure) } }
}
