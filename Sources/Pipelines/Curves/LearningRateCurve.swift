import Charts
import NeuralNetworks

/// The loss of a learning-rate sweep, drawn over the rate on a logarithmic axis, the suggested rate marked.
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
  /// loss: a batch whose loss lies beyond leaves a gap.
  /// - Parameters:
  ///   - sweep: what `LearningRateFinder` found.
  ///   - lossName: what the loss is, for the axis; "loss" by default.
  ///   - title: what stands above it.
  public init(_ sweep: LearningRateSweep, lossName: String = "loss", title: String = "Learning rates") {
    let smoothed = sweep.smoothedLosses
    let highest = max(4 * (smoothed.filter(\.isFinite).min() ?? 0), 1.5 * (smoothed.first ?? 0))
    func points(_ losses: [Double]) -> [LineChart.Point] {
      zip(sweep.rates, losses).map { .init(x: $0, y: $1 <= highest ? $1 : .nan) }
    }
    chart = LineChart(
      title: title, x: Axis("learning rate", scale: .logarithmic, endsAtTicks: false), y: Axis(lossName),
      series: [.init("smoothed", points: points(smoothed)), .init("batches", points: points(sweep.losses))])
    if let rate = sweep.suggestion, let place = sweep.rates.firstIndex(of: rate) {
      chart.marks = [.init(.init(x: rate, y: smoothed[place]), "suggested: \(Ticks.short(rate))")]
    }
  }

  /// The chart as an SVG picture.
  public func svg() -> String { chart.svg() }
}
