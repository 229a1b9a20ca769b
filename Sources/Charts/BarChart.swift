/// Bars side by side, each with a whisker for its spread: what several settings came to.
///
///     let chart = BarChart(value: Axis("validation loss"), bars: [.init("plain", 0.092, spread: 0.091...0.094)])
///
/// The bars lie, so that their names have room. Where the axis has no zero, their lengths would say nothing: a
/// dot stands at each value then. A value that is not finite has neither, but its name.
public struct BarChart: Chart, Equatable {
  public struct Bar: Equatable, Sendable {
    /// What stands beside it.
    public var name: String
    /// How long it is: a median, a mean.
    public var value: Double
    /// What the whisker spans; none where it is nil.
    public var spread: ClosedRange<Double>?

    /// Creates a bar. Default: no whisker.
    public init(_ name: String, _ value: Double, spread: ClosedRange<Double>? = nil) {
      self.name = name
      self.value = value
      self.spread = spread
    }
  }

  /// What stands above the chart; may be empty.
  public var title: String
  /// The axis of the values. A linear one begins at zero where it has no range of its own.
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
    var document = SVGDocument(width: width, height: height, label: summary, style: ChartStyle.sheet)
    let names = min((bars.map { PlotFrame.width(of: $0.name) }.max() ?? 0) + 24, 0.4 * Double(width))
    let top = title.isEmpty ? 10.0 : 38
    let plot = PixelBox(
      left: names, top: top, width: Double(width) - names - 76,
      height: Double(height) - top - (value.label.isEmpty ? 28 : 46))
    let values = bars.flatMap {
      [$0.value, $0.spread?.lowerBound ?? $0.value, $0.spread?.upperBound ?? $0.value]
    }
    let scale = AxisScale(
      value, values: value.scale == .linear ? values + [0] : values, tickLimit: Int(plot.width / 60))
    document.text(title, at: PixelPoint(12, 24), "title")
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

  /// The height that a bar has for itself, where the picture has its natural size.
  private static let pitch = 32.0

  /// Where the bars begin; nil where the axis has no zero.
  private func zero(of scale: AxisScale) -> Double? {
    scale.fraction(of: 0).flatMap { (0...1).contains($0) ? $0 : nil }
  }

  private func draw(_ index: Int, _ scale: AxisScale, _ plot: PixelBox, on document: inout SVGDocument) {
    let bar = bars[index]
    let pitch = plot.height / Double(bars.count)
    let y = plot.top + (Double(index) + 0.5) * pitch
    let name = PlotFrame.shortened(bar.name, to: plot.left - 16)
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
    document.text(Ticks.short(bar.value), at: PixelPoint(free + 7, y + 4), "value")
  }

  private var summary: String {
    let values = bars.map { "\($0.name) \(Ticks.short($0.value))" }.joined(separator: ", ")
    return "\(title.isEmpty ? "" : "\(title): ")\(value.label): \(values)"
  }
}
