extension LineChart.Series {
  /// The line's unbroken pieces in pixels; those of a stair with its corners.
  func pieces(_ place: (ChartPoint) -> PixelPoint?) -> [[PixelPoint]] {
    let pieces = PixelPath.pieces(of: points.map(place))
    return form == .steps ? pieces.map(PixelPath.stepped) : pieces
  }
}

extension LineChart {
  /// Draws the chart, each line with its name at its end.
  public func drawn(width: Int, height: Int) -> SVGDocument {
    let margin = LineNames.margin(of: series, in: width)
    let frame = PlotFrame(
      title: title, x: x, y: y, points: allPoints, width: width, height: height, rightMargin: margin)
    var document = SVGDocument(width: width, height: height, title: title, label: summary)
    frame.drawAxes(on: &document)
    let pieces = series.map { $0.pieces(frame.place) }
    let lines = pieces.map { $0.map(PixelPath.thinned) }
    let bands = series.filter { !$0.band.isEmpty }.count
    frame.drawData(on: &document) { document in
      for (index, series) in series.enumerated() {
        frame.draw(series.band, "\(bands > 1 ? "edged band" : "band") \(color(index))", on: &document)
      }
      for index in series.indices.reversed() where series[index].form != .points {
        frame.draw(lines[index], series[index], color(index), on: &document)
      }
    }
    // Points are drawn whole also at the plot's edges, where lines are cut off, and all of them: each is a value.
    for index in series.indices.reversed() {
      frame.drawPoints(pieces[index], series[index], shape: shape(index), color(index), on: &document)
    }
    let obstacles = obstacles(lines)
    let names = LineNames(self, at: lines, in: frame, margin: margin, marks: frame.boxes(of: marks))
    names.draw(on: &document)
    frame.draw(marks, beside: obstacles + names.leaders, boxes: names.boxes, on: &document)
    return document
  }

  /// What no text may cover, of the pieces of each series: lines, and points as lines without length.
  func obstacles(_ pieces: [[[PixelPoint]]]) -> [[PixelPoint]] {
    zip(series, pieces).flatMap { series, pieces in
      series.form == .points ? pieces.joined().map { [$0, $0] } : pieces
    }
  }

  /// The CSS class of a series' colour.
  func color(_ index: Int) -> String {
    series[index].isFaint ? "faint" : ChartStyle.color(series[index].color ?? index)
  }

  /// The shape of a series' points: the first series of points only has circles, the next one triangles.
  func shape(_ index: Int) -> Int {
    series[index].form == .points ? series[..<index].count { $0.form == .points } : 0
  }

  private var summary: String {
    let names = series.map(\.name).filter { !$0.isEmpty }.joined(separator: ", ")
    let notes = marks.map { "; \($0.text)" }.joined()
    return "\(y.label) over \(x.label)\(names.isEmpty ? "" : ", lines \(names)")\(notes)"
  }
}

extension PlotFrame {
  /// Shades the area between the lower and the upper curve; a missing value leaves a gap.
  fileprivate func draw(_ band: [LineChart.Interval], _ kind: String, on document: inout SVGDocument) {
    let ends = band.map { interval -> (PixelPoint, PixelPoint)? in
      guard let low = place(.init(x: interval.x, y: interval.lower)),
        let high = place(.init(x: interval.x, y: interval.upper))
      else { return nil }
      return (low, high)
    }
    for piece in ends.split(whereSeparator: { $0 == nil }).map({ $0.compactMap { $0 } }) where piece.count > 1
    {
      let edges = [piece.map(\.1), piece.map(\.0)].map { PixelPath.simplified(PixelPath.thinned($0)) }
      document.path(edges[0] + edges[1].reversed(), kind, isClosed: true)
    }
  }

  fileprivate func draw(
    _ pieces: [[PixelPoint]], _ series: LineChart.Series, _ color: String, on document: inout SVGDocument
  ) {
    for piece in pieces where piece.count > 1 {
      // A line that goes up and down all the time would become a solid area.
      let seen = piece.map { plot.nearest(to: $0) }
      let length = zip(seen, seen.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) }
      let isFine = series.isFaint || length > 6 * (plot.width + plot.height)
      let weight = isFine ? "fine line" : "line"
      document.path(
        PixelPath.simplified(piece, tolerance: 0.1),
        "\(weight) \(color)\(series.form == .dashed ? " d1" : "")")
    }
  }

  /// Draws the points of a series of points, those that mark a line's steps, and one that has no neighbour.
  fileprivate func drawPoints(
    _ pieces: [[PixelPoint]], _ series: LineChart.Series, shape: Int, _ color: String,
    on document: inout SVGDocument
  ) {
    for piece in pieces {
      let points = visible(piece)
      if series.form == .points || (series.form == .marked && piece.count > 1) {
        document.shapes(shape, at: points, radius: 3, "shape \(color)")
      } else if piece.count == 1, let point = points.first {
        document.circle(point, radius: 3, "dot \(color)")
      }
    }
  }
}
