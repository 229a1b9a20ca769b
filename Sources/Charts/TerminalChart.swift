/// A line chart drawn with characters for a terminal.
///
///     print(TerminalChart(LearningCurves(loss: [0.4, 0.2, 0.1]).chart))
public struct TerminalChart: Equatable, Sendable {
  /// The character set of the drawing.
  public enum Characters: Equatable, Sendable {
    /// Braille patterns and box drawing: eight dots a character.
    case unicode
    /// Letters and signs of ASCII: one dot a character.
    case ascii
  }

  /// The chart to draw.
  public var chart: LineChart
  /// The number of characters in a line.
  public var width: Int
  /// The number of lines, title and legend included.
  public var height: Int
  /// The character set.
  public var characters: Characters
  /// Whether ANSI escape sequences colour the lines, which differ without colour too.
  public var isColored: Bool

  /// Creates the drawing. Default: 72 × 20 characters of Unicode, without colour.
  ///
  /// - Precondition: 30 × 10 characters or more.
  public init(
    _ chart: LineChart, width: Int = 72, height: Int = 20, characters: Characters = .unicode,
    isColored: Bool = false
  ) {
    precondition(width >= 30 && height >= 10, "30 × 10 characters or more, received \(width) × \(height).")
    self.chart = chart
    self.width = width
    self.height = height
    self.characters = characters
    self.isColored = isColored
  }
}

extension TerminalChart: CustomStringConvertible {
  /// The drawing's lines, joined by line breaks.
  public var description: String { lines.joined(separator: "\n") }

  private var lines: [String] {
    let legend = legend
    let heading = [chart.title, chart.y.label].filter { !$0.isEmpty }
    let footing = chart.x.label.isEmpty ? [] : [chart.x.label]
    // The axis and its labels take two lines; a long legend may take more than its share.
    let rows = max(3, height - heading.count - 2 - footing.count - legend.count)
    let points = chart.allPoints
    let yScale = AxisScale(chart.y, values: points.map(\.y), tickLimit: rows / 3)
    let margin = (yScale.ticks.map(\.label.count).max() ?? 0) + 1
    var canvas = DotCanvas(columns: width - margin - 1, rows: rows, characters: characters)
    let xScale = AxisScale(chart.x, values: points.map(\.x), tickLimit: canvas.columns / 9)
    draw(on: &canvas, xScale, yScale)
    let plot = plotLines(canvas, yScale, margin: margin)
    let label = footing.map { indented($0, by: margin + 1 + max(0, (canvas.columns - $0.count) / 2)) }
    return heading + plot + axisLines(xScale, margin: margin, columns: canvas.columns) + label + legend
  }

  /// The characters of the axes and marks.
  private var signs:
    (
      axis: Character, tick: Character, base: Character, baseTick: Character, corner: Character,
      mark: Character
    )
  {
    characters == .unicode ? ("│", "┤", "─", "┬", "└", "◆") : ("|", "+", "-", "+", "+", "@")
  }

  private func draw(on canvas: inout DotCanvas, _ xScale: AxisScale, _ yScale: AxisScale) {
    let (right, bottom) = (Double(canvas.width - 1), Double(canvas.height - 1))
    func place(_ point: ChartPoint) -> PixelPoint? {
      guard let x = xScale.fraction(of: point.x), let y = yScale.fraction(of: point.y) else { return nil }
      // Bounded, since a line is drawn dot by dot.
      return PixelPoint(min(max(x, -10), 10) * right, (1 - min(max(y, -10), 10)) * bottom)
    }
    for index in chart.series.indices.reversed() {
      for piece in chart.series[index].pieces(place) {
        if chart.series[index].form == .points {
          for point in piece { canvas.draw([point], line: index) }
        } else {
          canvas.draw(PixelPath.thinned(piece), line: index)
        }
      }
    }
    for mark in chart.marks {
      if let point = place(mark.point) { canvas.put(signs.mark, at: point) }
    }
  }

  private func plotLines(_ canvas: DotCanvas, _ yScale: AxisScale, margin: Int) -> [String] {
    var labels: [Int: String] = [:]
    for tick in yScale.ticks {
      guard let fraction = yScale.fraction(of: tick.value) else { continue }
      let dot = Int(((1 - fraction) * Double(canvas.height - 1)).rounded())
      labels[dot * canvas.rows / canvas.height] = tick.label
    }
    return (0..<canvas.rows).map { row in
      let label = labels[row] ?? ""
      let sign = labels[row] == nil ? signs.axis : signs.tick
      let drawn = canvas.row(row).map { text, line in colored(text, line: line) }.joined()
      return trimmed(indented(label, by: margin - 1 - label.count) + " " + String(sign) + drawn)
    }
  }

  /// The horizontal axis, and below it the labels for which there is room.
  private func axisLines(_ xScale: AxisScale, margin: Int, columns: Int) -> [String] {
    var base = Array(repeating: signs.base, count: columns)
    var labels = Array(repeating: Character(" "), count: margin + 1 + columns)
    var free = 0
    for tick in xScale.ticks {
      guard let fraction = xScale.fraction(of: tick.value) else { continue }
      let column = Int((fraction * Double(columns - 1)).rounded())
      base[column] = signs.baseTick
      let start = min(margin + 1 + column - tick.label.count / 2, labels.count - tick.label.count)
      guard start >= free else { continue }
      labels.replaceSubrange(start..<start + tick.label.count, with: tick.label)
      free = start + tick.label.count + 1
    }
    let axis = String(repeating: " ", count: margin) + String(signs.corner) + String(base)
    return [axis, trimmed(String(labels))]
  }

  /// The lines' samples and names and the marks' texts, on as many lines as needed.
  private var legend: [String] {
    let names = chart.series.enumerated().map {
      (sample: DotCanvas.sample(line: $0, characters), name: $1.name, line: Int?($0))
    }
    let marks = chart.marks.map { (sample: String(signs.mark), name: $0.text, line: Int?.none) }
    var lines: [String] = []
    var used = width
    for (sample, name, line) in names + marks {
      let length = sample.count + 1 + name.count
      let entry = colored(sample, line: line) + " " + name
      if used + 3 + length <= width {
        lines[lines.count - 1] += "   " + entry
        used += 3 + length
      } else {
        lines.append(entry)
        used = length
      }
    }
    return lines
  }

  private func colored(_ text: String, line: Int?) -> String {
    guard isColored, let line else { return text }
    let colors = [34, 33, 32, 35, 36, 31]
    return "\u{1B}[\(colors[line % colors.count])m\(text)\u{1B}[0m"
  }

  private func indented(_ text: String, by count: Int) -> String {
    String(repeating: " ", count: max(0, count)) + text
  }

  private func trimmed(_ text: String) -> String {
    String(text.reversed().drop { $0 == " " }.reversed())
  }
}
