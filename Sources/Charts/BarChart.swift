/// Horizontal bars, each with a whisker for its spread: the results of several settings.
///
///     let chart = BarChart(value: Axis("validation loss"), bars: [.init("plain", 0.092, spread: 0.091...0.094)])
///
/// Horizontal bars leave room for their names. Where the axis does not include zero, a bar's length would mean
/// nothing, so a dot marks the value instead. A value that is not finite is shown by its name only.
public struct BarChart: Chart, Equatable {
  public struct Bar: Equatable, Sendable {
    /// The label to its left.
    public var name: String
    /// Its length: a median, a mean.
    public var value: Double
    /// The range of the whisker; nil for none.
    public var spread: ClosedRange<Double>?

    /// Creates a bar. Default: no whisker.
    public init(_ name: String, _ value: Double, spread: ClosedRange<Double>? = nil) {
      self.name = name
      self.value = value
      self.spread = spread
    }
  }

  /// The title above the chart; may be empty.
  public var title: String
  /// The axis of the values. A linear axis without a given range includes zero.
  public var value: Axis
  /// The bars from top to bottom.
  public var bars: [Bar]

  /// Creates a chart. Default: no title.
  public init(title: String = "", value: Axis, bars: [Bar]) {
    self.title = title
    self.value = value
    self.bars = bars
  }

  public var naturalSize: (width: Int, height: Int) {
    (720, max(160, Int(Self.pitch) * bars.count + 60 + (title.isEmpty ? 0 : 24)))
  }

  public func drawn(width: Int, height: Int) -> SVGDocument {
    var document = SVGDocument(width: width, height: height, title: title, label: summary)
    let names = min((bars.map { TextMeasure.width(of: $0.name) }.max() ?? 0) + 24, 0.4 * Double(width))
    let lines = title.isEmpty ? [] : TextMeasure.titleLines(title, width: Double(width))
    let top = lines.isEmpty ? 10 : 19 + TextMeasure.titleHeight * Double(lines.count)
    let plot = PixelBox(
      left: names, top: top, width: Double(width) - names - 76,
      height: Double(height) - top - (value.label.isEmpty ? 28 : 46))
    let values = bars.flatMap {
      [$0.value, $0.spread?.lowerBound ?? $0.value, $0.spread?.upperBound ?? $0.value]
    }
    // A linear axis begins at zero, a logarithmic one some way before the least value.
    let beyond: [Double] =
      value.scale == .linear ? [0] : values.flatMap { (value: Double) in [0.7 * value, 1.2 * value] }
    let scale = AxisScale(value, values: values + beyond, tickLimit: Int(plot.width / 60))
    document.title(lines)
    for tick in scale.ticks {
      let x = plot.left + (scale.fraction(of: tick.value) ?? 0) * plot.width
      document.line(PixelPoint(x, plot.top), PixelPoint(x, plot.bottom), "grid")
      document.text(tick.label, at: PixelPoint(x, plot.bottom + 18), "tick", anchor: .middle)
    }
    document.text(value.label, at: PixelPoint(plot.center.x, plot.bottom + 37), "label", anchor: .middle)
    for index in bars.indices { draw(index, scale, plot, on: &document) }
    let zero = plot.left + (zero(of: scale) ?? 0) * plot.width
    document.line(PixelPoint(zero, plot.top), PixelPoint(zero, plot.bottom), "axis")
    return document
  }

  /// The height of a bar and the gap around it, at the natural size.
  private static let pitch = 32.0

  /// The position of zero; nil if the axis does not include it.
  private func zero(of scale: AxisScale) -> Double? {
    scale.fraction(of: 0).flatMap { (0...1).contains($0) ? $0 : nil }
  }

  private func draw(_ index: Int, _ scale: AxisScale, _ plot: PixelBox, on document: inout SVGDocument) {
    let bar = bars[index]
    let pitch = plot.height / Double(bars.count)
    let y = plot.top + (Double(index) + 0.5) * pitch
    let name = TextMeasure.shortened(bar.name, to: plot.left - 16)
    document.text(name, at: PixelPoint(plot.left - 10, y + 4), "label", anchor: .end)
    func place(_ value: Double) -> Double? {
      scale.fraction(of: value).map { plot.left + min(max($0, 0), 1) * plot.width }
    }
    guard bar.value.isFinite, let end = place(bar.value) else {
      document.text("no value", at: PixelPoint(plot.left + 8, y + 4), "value")
      return
    }
    var free = end + 5
    if let zero = zero(of: scale) {
      let start = plot.left + zero * plot.width
      let thickness = min(0.62 * pitch, 22)
      document.rectangle(
        PixelBox(left: min(start, end), top: y - thickness / 2, width: abs(end - start), height: thickness),
        "bar \(ChartStyle.color(0))")
      free = max(start, end)
    }
    if let spread = bar.spread, let low = place(spread.lowerBound), let high = place(spread.upperBound) {
      document.line(PixelPoint(low, y), PixelPoint(high, y), "whisker")
      for x in [low, high] { document.line(PixelPoint(x, y - 5), PixelPoint(x, y + 5), "whisker") }
      free = max(free, high)
    }
    if zero(of: scale) == nil {
      document.circle(PixelPoint(end, y), radius: 5, "shape \(ChartStyle.color(0))")
    }
    document.text(Ticks.grouped(Ticks.short(bar.value)), at: PixelPoint(free + 7, y + 4), "value")
  }

  private var summary: String {
    let values = bars.map { "\($0.name) \(Ticks.short($0.value))" }.joined(separator: ", ")
    return "\(value.label): \(values)"
  }
}
