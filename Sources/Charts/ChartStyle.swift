/// The colours and strokes of all charts.
enum ChartStyle {
  /// The lines' and marks' colours in order: each has a contrast of 3 or more on white and on GitHub's dark background
  /// (WCAG 2.1, 1.4.11), since a picture cannot always know which of the two it is shown on.
  static let colors = [
    "#1f7fd4", "#d9700f", "#21925a", "#cf4a86", "#8b62d9", "#128f9c", "#a8712b", "#7a8088",
  ]

  /// Shades of the same colours for text and for the outlines of points: 4.5 or more on white (WCAG 2.1, 1.4.3).
  static let darkShades = [
    "#1b6fb9", "#a7560c", "#1c7b4c", "#c13373", "#7e50d5", "#0f7882", "#916225", "#686d74",
  ]
  /// The same on a dark background.
  static let lightShades = [
    "#4499e4", "#e47610", "#26a968", "#da72a1", "#a383e1", "#15a3b2", "#c78633", "#90959b",
  ]

  /// The CSS class of a line's colour; colours repeat when there are more lines than colours.
  static func color(_ index: Int) -> String { "c\(index % colors.count)" }

  /// The CSS class of a line's dashes, so that lines differ without colour too.
  static func dash(_ index: Int) -> String { "d\(index % dashes.count)" }

  /// The CSS class of a path's width: the lower a path lies, the wider it is, so that it shows on both sides of
  /// one that covers it.
  static func width(_ index: Int) -> String { "w\(index % dashes.count)" }

  /// The width of a path in pixels.
  static func width(of path: Int) -> Double { Double(20 + 7 * (path % dashes.count)) / 10 }

  /// Dash and gap lengths in pixels; the first line is solid.
  private static let dashes = ["none", "8 4", "2 4", "10 4 2 4", "5 3 1 3 1 3", "14 4"]

  /// The two ends of a surface's colours, orange for the low and blue for the high values as in the
  /// TensorFlow Playground; they differ for people with red-green colour blindness.
  static let (lowColor, highColor) = ("#e8830c", "#0877bd")

  /// The number of shades from a surface's neutral middle to either end.
  static let shades = 8

  static let sheet = """
    text { font-family: system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; font-size: 12px; }
    .title { font-size: 15px; font-weight: 600; fill: #4d5560; }
    .tick { fill: #6a727c; font-variant-numeric: tabular-nums; }
    .label { fill: #6a727c; }
    .remark { fill: #4d5560; font-weight: 600; }
    .grid { stroke: #808890; stroke-opacity: 0.25; }
    .axis { stroke: #808890; }
    .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
    .fine { stroke-width: 1; }
    .leader { fill: none; }
    .guide { stroke: #6a727c; }
    .mark { fill: #ffffff; stroke: #4d5560; stroke-width: 2; }
    .name { font-weight: 600; fill: currentColor; }
    .faint { stroke: #808890; stroke-width: 1; }
    .band { fill-opacity: 0.25; }
    .edged { fill-opacity: 0.14; stroke-opacity: 0.6; stroke-width: 0.75; }
    .shape { stroke: currentColor; stroke-width: 1; }
    .sample { fill: none; stroke: #6a727c; stroke-width: 1.5; }
    .trail { stroke-linecap: round; }
    .halo { stroke: #ffffff; stroke-linecap: round; }
    .low { fill: \(lowColor); }
    .high { fill: \(highColor); }
    .contour { fill: none; stroke: #808890; stroke-width: 0.8; }
    .boundary { fill: none; stroke: #4d5560; stroke-width: 1.5; }
    .whisker { stroke: #4d5560; stroke-width: 1.5; }
    .value { fill: #4d5560; font-variant-numeric: tabular-nums; }
    \(colorRules)
    \(shadeRules(darkShades))
    \(dashRules)
    \(opacityRules)
    @media (prefers-color-scheme: dark) {
      .title, .remark { fill: #d5dae0; }
      .tick, .label { fill: #a0a8b2; }
      .guide { stroke: #d5dae0; }
      .sample { stroke: #a0a8b2; }
      .mark { fill: #0d1117; stroke: #d5dae0; }
      .trail { stroke-linecap: round; }
    .halo { stroke: #0d1117; }
      .boundary, .whisker { stroke: #d5dae0; }
      .value { fill: #d5dae0; }
      \(shadeRules(lightShades))
    }
    """

  private static let colorRules = colors.enumerated().map { index, color in
    """
    .line.c\(index), .leader.c\(index), .edged.c\(index), .trail.c\(index) { stroke: \(color); }
    .dot.c\(index), .band.c\(index), .shape.c\(index), .bar.c\(index) { fill: \(color); }
    """
  }.joined(separator: "\n")

  private static func shadeRules(_ shades: [String]) -> String {
    shades.enumerated().map { index, shade in ".c\(index) { color: \(shade); }" }.joined(separator: " ")
  }

  private static let dashRules = dashes.enumerated().dropFirst().map { index, dash in
    ".d\(index) { stroke-dasharray: \(dash); stroke-linecap: butt; } .w\(index) { stroke-width: \(width(of: index)); }"
  }.joined(separator: "\n")

  /// Colours are translucent, so that the middle is the page's own background, light or dark.
  private static let opacityRules = (1...shades).map { shade in
    ".s\(shade) { fill-opacity: \(0.72 * Double(shade) / Double(shades)); }"
  }.joined(separator: "\n")
}
