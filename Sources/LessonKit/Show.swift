import Foundation
import Vintner

/// Shows a chart below the block: the tool writes it to `figures/NN-name.svg` beside the lesson.
///
///     try show(curves, as: "curves")
///
/// - Parameters:
///   - chart: what to show.
///   - name: letters, digits and hyphens; once a lesson.
///   - width: pixels; those of the chart's kind by default.
///   - height: pixels; those of the chart's kind by default.
public func show(_ chart: any Chart, as name: String, width: Int? = nil, height: Int? = nil) throws {
  let document = chart.drawn(
    width: width ?? chart.naturalSize.width, height: height ?? chart.naturalSize.height)
  precondition(
    !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" },
    "A figure's name has letters, digits and hyphens, received \"\(name)\".")
  if let folder = ProcessInfo.processInfo.environment["VINTNER_LESSON_FIGURES"] {
    try document.text.write(toFile: "\(folder)/\(name).svg", atomically: true, encoding: .utf8)
  }
  Transcript.write("figure", ["name": name, "label": document.label])
}
