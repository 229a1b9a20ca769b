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
  ///   - loss: the training loss of each epoch; those that are not finite leave a gap.
  ///   - validationLoss: the validation loss of each epoch; empty where there was no validation.
  ///   - bestEpoch: the epoch to mark, counted from 1; none where it is nil.
  ///   - lossName: what the loss is, for the axis; "loss" by default.
  ///   - markName: what the marked epoch is; "best epoch" by default.
  ///   - title: what stands above it.
  ///   - scale: the vertical axis's scale, linear by default.
  public init(
    loss: [Double], validationLoss: [Double] = [], bestEpoch: Int? = nil, lossName: String = "loss",
    markName: String = "best epoch", title: String = "Learning curves", scale: Axis.Scale = .linear
  ) {
    let training = LineChart.Series("training", values: loss)
    let series =
      validationLoss.isEmpty
      ? [training] : [LineChart.Series("validation", values: validationLoss), training]
    chart = LineChart(
      title: title, x: Axis("epoch", isCount: true, endsAtTicks: false), y: Axis(lossName, scale: scale),
      series: series)
    if let bestEpoch {
      let points = series[0].points
      precondition(
        points.indices.contains(bestEpoch - 1), "The best of \(points.count) epochs, received \(bestEpoch).")
      let point = points[bestEpoch - 1]
      chart.marks = [.init(point, "\(markName) \(bestEpoch): \(Ticks.short(point.y))")]
    }
  }

  /// The chart as an SVG picture.
  public func svg() -> String { chart.svg() }
}
