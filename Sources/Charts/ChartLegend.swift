/// What stands for what, listed beside a plot.
struct ChartLegend {
  enum Sample: Equatable {
    /// The shape and the colour of a group of points.
    case shape(Int)
    /// The colour and the dashes of a line.
    case line(Int)
  }

  var entries: [(sample: Sample, name: String)]

  /// The room that it takes beside the plot: at most a third of the picture.
  func margin(in width: Int) -> Double {
    let names = entries.map { PlotFrame.width(of: $0.name) }.max()
    return names.map { min($0 + 60, 0.35 * Double(width)) } ?? 16
  }

  /// Lists the entries from the plot's upper edge on.
  func draw(beside plot: PixelBox, margin: Double, on document: inout SVGDocument) {
    for (index, entry) in entries.enumerated() {
      let y = plot.top + 8 + Double(index) * (PlotFrame.lineHeight + 4)
      switch entry.sample {
      case .shape(let group):
        document.shapes(of: group, at: [PixelPoint(plot.right + 28, y)], radius: 4)
      case .line(let line):
        document.line(
          PixelPoint(plot.right + 12, y), PixelPoint(plot.right + 38, y),
          "line \(ChartStyle.color(line)) \(ChartStyle.dash(line))")
      }
      let name = PlotFrame.shortened(entry.name, to: margin - 48)
      document.text(name, at: PixelPoint(plot.right + 44, y + 4), "label")
    }
  }
}

extension SVGDocument {
  /// Adds the points of a group: their shape tells the group without its colour.
  mutating func shapes(of group: Int, at centers: [PixelPoint], radius: Double) {
    let kind = "shape \(ChartStyle.color(group))"
    let corners: [(Double, Double)]
    switch group % 4 {
    case 0: return circles(centers, radius: radius, kind)
    case 1: corners = [(0, -1.25), (1.15, 0.85), (-1.15, 0.85)]
    case 2: corners = [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]
    default: corners = [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)]
    }
    let outlines = centers.map { center in
      corners.map { PixelPoint(center.x + $0.0 * radius, center.y + $0.1 * radius) }
    }
    paths(outlines, kind, areClosed: true)
  }
}
