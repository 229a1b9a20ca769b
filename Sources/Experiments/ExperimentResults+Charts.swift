import Charts
import Pipelines

extension ExperimentResults {
  /// The curves of a figure, a line and a band a variation: the median, and from the lower to the upper
  /// quartile over the seeds.
  ///
  /// - Parameters:
  ///   - figure: what is drawn.
  ///   - scale: of the vertical axis. Default: linear.
  public func chart(of figure: RunFigure, scale: Axis.Scale = .linear) -> LineChart {
    let curves = curves(of: figure).filter { !$0.epochs.isEmpty }
    return LineChart(
      title: title.isEmpty ? figure.title : "\(title): \(figure.title)",
      x: Axis("epoch", isCount: true, endsAtTicks: false), y: Axis(figure.title, scale: scale),
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
