/// The legend beside a plot.
struct ChartLegend {
  enum Sample: Equatable {
    /// The shape and colour of a group of points.
    case group(Int)
    /// The colour of a group whose points have several shapes.
    case color(Int)
    /// A shape in outline.
    case shape(Int)
    /// A circle of a radius, in outline.
    case radius(Double)
    /// The colour, dashes and width of a path, and the shape at its end.
    case path(Int)
    /// A heading.
    case none
  }

  /// The entries from top to bottom.
  let entries: [(sample: Sample, name: String)]

  /// The width to reserve beside the plot: at most about a third of the picture.
  func margin(in width: Int) -> Double {
    entries.map { TextMeasure.width(of: $0.name) }.max().map { min($0 + 50, 0.35 * Double(width)) } ?? 16
  }

  /// Draws the entries, from the plot's upper edge downwards.
  ///
  /// - Returns: the height they take.
  @discardableResult
  func draw(beside plot: PixelBox, margin: Double, on document: inout SVGDocument) -> Double {
    let names = entries.map { TextMeasure.wrapped($0.name, to: margin - 48, limit: 3) }
    let height = zip(entries, names).reduce(0.0) {
      $0 + Double($1.1.count) * TextMeasure.lineHeight + ($1.0.sample == .none ? 10 : 4)
    }
    // Beside a low plot it begins above the plot, clear of the axis's labels.
    var y = 8 + max(0, min(plot.top, plot.bottom - height))
    for ((sample, _), lines) in zip(entries, names) {
      if sample == .none { y += 6 }
      let center = PixelPoint(plot.right + 26, y)
      switch sample {
      case .group(let index):
        document.shapes(index, at: [center], radius: 4, "shape \(ChartStyle.color(index))")
      case .color(let index): document.circle(center, radius: 4, "shape \(ChartStyle.color(index))")
      case .shape(let index): document.shapes(index, at: [center], radius: 4, "sample")
      case .radius(let radius): document.circle(center, radius: radius, "sample")
      case .path(let index):
        document.line(
          PixelPoint(plot.right + 10, y), PixelPoint(plot.right + 38, y),
          "line \(ChartStyle.color(index)) \(ChartStyle.dash(index)) \(ChartStyle.width(index))")
      case .none: break
      }
      let left = plot.right + (sample == .none ? 12 : 44)
      for (index, line) in lines.enumerated() {
        let baseline = y + 4 + Double(index) * TextMeasure.lineHeight
        document.text(line, at: PixelPoint(left, baseline), sample == .none ? "remark" : "label")
      }
      y += Double(lines.count) * TextMeasure.lineHeight + 4
    }
    return height
  }
}

extension SVGDocument {
  /// Adds points of a shape, counted as in ``ScatterChart/groups``.
  mutating func shapes(_ shape: Int, at centers: [PixelPoint], radius: Double, _ kind: String) {
    shapes(shape, at: centers, radii: Array(repeating: radius, count: centers.count), kind)
  }

  /// Adds points of a shape, each with its own radius.
  mutating func shapes(_ shape: Int, at centers: [PixelPoint], radii: [Double], _ kind: String) {
    let corners: [(Double, Double)]
    switch shape % 6 {
    case 0:
      return Set(radii).count > 1
        ? zip(centers, radii).forEach { circle($0, radius: $1, kind) }
        : circles(centers, radius: radii.first ?? 0, kind)
    case 1: corners = [(0, -1.25), (1.15, 0.85), (-1.15, 0.85)]
    case 2: corners = [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]
    case 3: corners = [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)]
    case 4: corners = [(0, 1.25), (1.15, -0.85), (-1.15, -0.85)]
    default:
      corners = [
        (-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4), (1.2, 0.4), (0.4, 0.4), (0.4, 1.2), (-0.4, 1.2),
        (-0.4, 0.4), (-1.2, 0.4), (-1.2, -0.4), (-0.4, -0.4),
      ]
    }
    let outlines = zip(centers, radii).map { center, radius in
      corners.map { PixelPoint(center.x + $0.0 * radius, center.y + $0.1 * radius) }
    }
    paths(outlines, kind, areClosed: true)
  }
}
