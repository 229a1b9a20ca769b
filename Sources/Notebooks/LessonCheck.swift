import Foundation

/// Compares what stands below a lesson's blocks with what a run gave.
struct LessonCheck {
  let lesson: Lesson
  let results: [Lesson.Results]
  /// The folder of the pictures that the document shows.
  let figures: URL
  /// The folder of the pictures that the run made.
  let made: URL

  /// A sentence for each difference, with the document's line.
  var faults: [NotebookFault] {
    zip(lesson.blocks, results).flatMap { block, now in
      textFaults(block, now) + figureFaults(block, now)
    }
  }

  private func textFaults(_ block: Lesson.Block, _ now: Lesson.Results) -> [NotebookFault] {
    let texts =
      [(block.results.output, now.output)]
      + zip(block.results.claims, now.claims).map { ($0, $1) }
    var faults = texts.compactMap { printed, now in
      Comparison.difference(
        printed: printed.joined(separator: "\n"), now: now.joined(separator: "\n"),
        tolerance: block.tolerance)
    }
    if block.results.claims.count != now.claims.count {
      faults.append("\(block.results.claims.count) claims stand here, the run measures \(now.claims.count)")
    }
    return faults.map { fault(block, "\($0).") }
  }

  private func figureFaults(_ block: Lesson.Block, _ now: Lesson.Results) -> [NotebookFault] {
    let (shown, drawn) = (block.results.figures.map(\.file), now.figures.map(\.file))
    let lost = shown.filter { !drawn.contains($0) }.map { "the run does not draw figures/\($0).svg" }
    let new = drawn.filter { !shown.contains($0) }.map { "figures/\($0).svg is not shown" }
    let stale = shown.filter(drawn.contains).compactMap(difference)
    return (lost + new + stale).map { fault(block, "\($0).") }
  }

  /// Pictures differ where their names for a screen reader do: titles, axes, lines, marks. Their lengths are
  /// not compared, for a curve may run a pixel lower on another machine.
  private func difference(_ file: String) -> String? {
    let name = "\(file).svg"
    guard let old = try? String(contentsOf: figures.appending(path: name), encoding: .utf8) else {
      return "figures/\(name) is missing"
    }
    guard let new = try? String(contentsOf: made.appending(path: name), encoding: .utf8) else {
      return "the run does not draw figures/\(name)"
    }
    let (was, present) = (Self.label(of: old), Self.label(of: new))
    return Comparison.words(of: was) == Comparison.words(of: present)
      ? nil : "figures/\(name) shows \"\(was)\", the run draws \"\(present)\""
  }

  private static func label(of svg: String) -> String {
    svg.firstMatch(of: /aria-label="([^"]*)"/).map { String($0.1) } ?? "nothing"
  }

  private func fault(_ block: Lesson.Block, _ sentence: String) -> NotebookFault {
    NotebookFault(lesson.path, block.line, sentence)
  }
}
