/// A chart that can be drawn as an SVG picture.
public protocol Chart: Sendable {
  /// The default size, in pixels.
  var naturalSize: (width: Int, height: Int) { get }

  /// Draws the chart.
  ///
  /// - Precondition: 240 × 160 pixels or more.
  func drawn(width: Int, height: Int) -> SVGDocument
}

extension Chart {
  /// Draws the chart as SVG, on a transparent background and legible on light and dark pages.
  ///
  /// - Parameters:
  ///   - width: pixels. Default: ``naturalSize``.
  ///   - height: pixels. Default: ``naturalSize``.
  /// - Precondition: 240 × 160 pixels or more.
  public func svg(width: Int? = nil, height: Int? = nil) -> String {
    let (width, height) = (width ?? naturalSize.width, height ?? naturalSize.height)
    precondition(width >= 240 && height >= 160, "240 × 160 pixels or more, received \(width) × \(height).")
    return drawn(width: width, height: height).text
  }
}

/// A chart whose two axes are fitted to its points.
protocol FittedChart: Chart {
  var x: Axis { get set }
  var y: Axis { get set }
  /// The points that the axes are fitted to.
  var allPoints: [ChartPoint] { get }
}

/// An annotated point of a chart.
public struct ChartMark: Equatable, Sendable {
  /// The point.
  public var point: ChartPoint
  /// The annotation.
  public var text: String

  public init(_ point: ChartPoint, _ text: String) {
    self.point = point
    self.text = text
  }
}
