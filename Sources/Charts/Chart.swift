/// A chart of any kind, to be drawn as a picture.
public protocol Chart: Sendable {
  /// The pixels at which it is drawn where none are given.
  var naturalSize: (width: Int, height: Int) { get }

  /// Draws the chart.
  ///
  /// - Precondition: 240 × 160 pixels or more.
  func drawn(width: Int, height: Int) -> SVGDocument
}

extension Chart {
  /// The chart as an SVG picture that reads on a light and on a dark background, which is transparent.
  ///
  /// - Parameters:
  ///   - width: pixels; those of the chart's kind by default.
  ///   - height: pixels; those of the chart's kind by default.
  /// - Precondition: 240 × 160 pixels or more.
  public func svg(width: Int? = nil, height: Int? = nil) -> String {
    let (width, height) = (width ?? naturalSize.width, height ?? naturalSize.height)
    precondition(width >= 240 && height >= 160, "240 × 160 pixels or more, received \(width) × \(height).")
    return drawn(width: width, height: height).text
  }
}
