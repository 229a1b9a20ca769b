// What charts print: their title and how much they show, not their points. `svg` and `TerminalChart` draw them.

extension LineChart: CustomStringConvertible {
  public var description: String { describe("LineChart", title, series.map(\.name), "series", "series") }
}

extension LineChart.Series: CustomStringConvertible {
  public var description: String { "\(name): \(points.count) point\(points.count == 1 ? "" : "s")" }
}

extension LineChart.Interval: CustomStringConvertible {
  public var description: String { "\(lower) … \(upper) at \(x)" }
}

extension BarChart: CustomStringConvertible {
  public var description: String { describe("BarChart", title, bars.map(\.name), "bar", "bars") }
}

extension BarChart.Bar: CustomStringConvertible {
  public var description: String { "\(name): \(value)" }
}

extension HeatMap: CustomStringConvertible {
  public var description: String { describe("HeatMap", title, groups.map(\.name), "group", "groups") }
}

extension ContourChart: CustomStringConvertible {
  public var description: String {
    describe("ContourChart", title, levels.map { "\($0)" }, "level", "levels")
  }
}

extension ScatterChart: CustomStringConvertible {
  public var description: String { describe("ScatterChart", title, groups.map(\.name), "group", "groups") }
}

extension ChartGrid: CustomStringConvertible {
  public var description: String { describe("ChartGrid", title, [], "chart", "charts", count: charts.count) }
}

extension MovingChart: CustomStringConvertible {
  public var description: String {
    "MovingChart: \(charts.count) chart\(charts.count == 1 ? "" : "s") in \(seconds) s"
  }
}

extension SVGDocument: CustomStringConvertible {
  public var description: String { "SVGDocument \"\(label)\" of \(text.utf8.count) bytes" }
}

extension ChartPoint: CustomStringConvertible {
  public var description: String { "(\(x), \(y))" }
}

extension PointGroup: CustomStringConvertible {
  public var description: String { "\(name): \(points.count) point\(points.count == 1 ? "" : "s")" }
}

extension ChartMark: CustomStringConvertible {
  public var description: String { "\(text) at \(point)" }
}

extension Axis: CustomStringConvertible {
  public var description: String {
    "Axis \"\(label)\", \(scale)" + (range.map { ", \($0.lowerBound) … \($0.upperBound)" } ?? "")
  }
}

/// `LineChart "Learning curves": 2 series (training, validation)`
private func describe(
  _ kind: String, _ title: String, _ names: [String], _ one: String, _ several: String, count: Int? = nil
) -> String {
  let count = count ?? names.count
  let named = names.prefix(6).filter { !$0.isEmpty }
  return kind + (title.isEmpty ? "" : " \"\(title)\"") + ": \(count) \(count == 1 ? one : several)"
    + (named.isEmpty ? "" : " (\(named.joined(separator: ", "))\(names.count > 6 ? ", …" : ""))")
}
