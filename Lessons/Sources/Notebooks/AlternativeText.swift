import Foundation

extension Lesson {
  /// The label of one of its figures, as the file in the folder has it; nil without a file.
  func label(ofFigure name: String) -> String? { Self.label(of: figures.appending(path: "\(name).svg")) }

  /// What a figure's file says to a screen reader; nil without a file.
  static func label(of file: URL) -> String? {
    guard let svg = try? String(contentsOf: file, encoding: .utf8) else { return nil }
    let label = svg.firstMatch(of: /aria-label="([^"]*)"/).map { String($0.1) } ?? "nothing"
    return label.replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&amp;", with: "&")
  }

  /// The text that an author gave a figure; nil if it is the chart's own, of this or an earlier run.
  func authorsText(of figure: Figure) -> String? {
    let own = /(?: over .+, (?:lines|paths|\d+ points) )|: [^:,]+ [-\d.e]+, [^:,]+ [-\d.e]+/
    let isChartsOwn =
      figure.text.isEmpty || figure.text == label(ofFigure: figure.file) || figure.text.contains(own)
    return isChartsOwn ? nil : figure.text
  }
}
