import Foundation
import Testing

@testable import Charts

/// WCAG 2.1: text has a contrast of 4.5 or more (1.4.3), lines and marks one of 3 or more (1.4.11).
@Suite struct ChartStyleTests {
  /// What is drawn, by its classes, and the least contrast of each property.
  private static let text: [[String]] =
    ["title", "tick", "label", "remark", "value"].map { [$0] } + colors("name")
  private static let strokes: [[String]] =
    ["axis", "guide", "mark", "contour", "boundary", "whisker", "sample", "faint"].map { [$0] }
    + colors("line") + colors("leader") + colors("trail")
  private static let fills: [[String]] = colors("dot") + colors("shape") + colors("bar")

  private static func colors(_ kind: String) -> [[String]] {
    ChartStyle.colors.indices.map { [kind, ChartStyle.color($0)] }
  }

  @Test(arguments: ["#ffffff", "#0d1117"]) func contrastsWithItsBackground(background: String) throws {
    let rules = Self.rules(isDark: background == "#0d1117")
    for (classes, properties, least) in Self.text.map({ ($0, ["fill"], 4.5) })
      + Self.strokes.map({ ($0, ["stroke"], 3) }) + Self.fills.map({ ($0, ["fill"], 3) })
    {
      for property in properties {
        let color = try #require(Self.value(property, of: classes, rules), "\(classes) has no \(property)")
        let contrast = Self.contrast(color, background)
        #expect(contrast >= least, "\(classes): \(property) \(color) on \(background): \(contrast)")
      }
    }
  }

  /// A picture cannot always know which background it is shown on: lines are visible on both.
  @Test(arguments: ["#ffffff", "#0d1117"]) func linesContrastWithBothBackgrounds(background: String) {
    for color in ChartStyle.colors {
      #expect(Self.contrast(color, background) >= 3, "\(color) on \(background)")
    }
  }

  /// Black on white is 21 to 1; #777777 on white is just below 4.5 (webaim.org/resources/contrastchecker: 4.48).
  @Test func computesTheContrast() {
    #expect(abs(Self.contrast("#000000", "#ffffff") - 21) < 1e-9)
    #expect(abs(Self.contrast("#777777", "#ffffff") - 4.48) < 0.005)
  }

  /// Every class that gives a text its colour is among those that are tested.
  @Test func namesEveryTextOfAPicture() {
    let known = Set(Self.text.flatMap { $0 })
    let svg = LineChartSVGTests.odd.map { $0.svg() }.joined()
    let classes = Set(svg.matches(of: /<text class="([^"]*)"/).flatMap { $0.1.split(separator: " ") })
    #expect(classes.allSatisfy { known.contains(String($0)) }, "\(classes)")
  }

  /// The rules of the style sheet in order: the classes that each selector asks for, and its declarations. In the
  /// dark scheme those of its media query follow.
  private static func rules(isDark: Bool) -> [(classes: Set<String>, declarations: [String: String])] {
    let parts = ChartStyle.sheet.components(separatedBy: "@media (prefers-color-scheme: dark) {")
    let text = parts[0] + (isDark ? parts[1] : "")
    return text.matches(of: /([^{}]+)\{([^{}]*)\}/).flatMap { match in
      let pairs = match.2.split(separator: ";").map { $0.split(separator: ":", maxSplits: 1) }
      let declarations = Dictionary(
        uniqueKeysWithValues: pairs.filter { $0.count == 2 }.map {
          ($0[0].trimmingCharacters(in: .whitespaces), $0[1].trimmingCharacters(in: .whitespaces))
        })
      return match.1.split(separator: ",").map { selector in
        let name = selector.trimmingCharacters(in: .whitespacesAndNewlines)
        return (Set(name.split(separator: ".").map(String.init)), declarations)
      }
    }
  }

  /// The last value among the most special rules that fit.
  private static func value(
    _ property: String, of classes: [String],
    _ rules: [(classes: Set<String>, declarations: [String: String])]
  ) -> String? {
    let fitting = rules.filter { $0.classes.isSubset(of: classes) && $0.declarations[property] != nil }
    let most = fitting.map(\.classes.count).max()
    let value = fitting.last { $0.classes.count == most }?.declarations[property]
    return value == "currentColor" ? Self.value("color", of: classes, rules) : value
  }

  private static func contrast(_ a: String, _ b: String) -> Double {
    let (a, b) = (luminance(a), luminance(b))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private static func luminance(_ color: String) -> Double {
    let value = Int(color.dropFirst(), radix: 16)!
    let channels = [value >> 16, value >> 8 & 255, value & 255].map { channel in
      let share = Double(channel) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }
}
