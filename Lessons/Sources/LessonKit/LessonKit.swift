// What the blocks of a lesson find: Vintner, Foundation, and the few functions of this module that print tables,
// show charts and measure claims.
@_exported import Foundation
// Noise and random positions, drawn from a seed.
@_exported import struct LinearAlgebra.RandomStream
@_exported import Vintner

/// What a running lesson reports to the tool that runs it: control lines between the lines that it prints.
///
/// A control line is the record separator (U+001E), its kind, a blank and its JSON.
public enum Transcript {
  /// Reports that a block begins, counted from 0.
  public static func begin(block: Int) {
    write("block", ["index": block])
    // A lesson that crashes must have named the block in which it did.
    fflush(nil)
  }

  fileprivate static func write(_ kind: String, _ content: some Encodable) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = String(decoding: try! encoder.encode(content), as: UTF8.self)
    print("\u{1E}\(kind) \(json)")
  }
}

/// Runs the lesson that the first argument names, as the generated `main` does.
public func runLesson(_ lessons: [String: @Sendable () async throws -> Void]) async {
  guard let name = CommandLine.arguments.dropFirst().first, let lesson = lessons[name] else {
    FileHandle.standardError.write(Data("There is no such lesson among \(lessons.keys.sorted()).\n".utf8))
    exit(64)
  }
  do {
    try await lesson()
  } catch {
    fflush(nil)
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
  }
}

/// Shows a chart below the block: the tool writes it to `figures/NN-name.svg` beside the lesson.
///
///     try show(curves, as: "curves")
///
/// - Parameters:
///   - chart: what to show.
///   - name: letters, digits and hyphens; unique in the lesson.
///   - width: pixels; by default those of the chart's kind.
///   - height: pixels; by default those of the chart's kind.
public func show(_ chart: any Chart, as name: String, width: Int? = nil, height: Int? = nil) throws {
  let document = chart.drawn(
    width: width ?? chart.naturalSize.width, height: height ?? chart.naturalSize.height)
  precondition(
    !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" },
    "A figure's name has letters, digits and hyphens, received \"\(name)\".")
  if let prefix = ProcessInfo.processInfo.environment["VINTNER_LESSON_FIGURES"] {
    try document.text.write(toFile: "\(prefix)\(name).svg", atomically: true, encoding: .utf8)
  }
  Transcript.write("figure", ["name": name, "label": document.label])
}

/// States what was measured of a claim of the courses, named by its number in `claims.json`.
///
///     claim(11, measured: "38 steps with momentum, 20 without", [
///       "on the parabola momentum needs more steps": withMomentum > without,
///     ])
///
/// The verdict follows from the statements: if all are true the claim holds, if none is it does not, otherwise
/// it holds under a condition.
/// - Parameters:
///   - claim: its number.
///   - measured: the measurements, in words: median, spread, share that diverged.
///   - statements: what the claim says, each with whether the measurements confirm it.
public func claim(_ claim: Int, measured: String, _ statements: KeyValuePairs<String, Bool>) {
  precondition(!statements.isEmpty, "Claim \(claim) is tested by at least one statement.")
  Transcript.write(
    "claim",
    Measurement(
      claim: claim, measured: measured,
      statements: statements.map { .init(text: $0.key, isTrue: $0.value) }))
}

/// Holds the text to the run: where a statement of the text is not true, the lesson fails, with the statement's line.
///
///     ensure("the constant that minimises MSE is the mean", abs(best - 103.0 / 7) < 1e-9)
///
/// For what a sentence says of exact values, of two ways on the same rows, of losses with and without a penalty.
/// - Parameters:
///   - statement: what the text says, in words.
///   - isTrue: whether the run confirms it.
public func ensure(_ statement: String, _ isTrue: Bool, line: Int = #line) {
  if !isTrue { Transcript.write("contradiction", Contradiction(statement: statement, line: line)) }
}

private struct Contradiction: Encodable {
  var statement: String
  var line: Int
}

/// States the answer to an exercise, as its solution found it.
///
///     answer(2, prediction: "b", number: epochs, within: 0.1)
///
/// - Parameters:
///   - exercise: its number in the document, counted from 1.
///   - prediction: the letter of the right option; nil where nothing is predicted.
///   - number: the number that the exercise asks for; nil where it asks for none.
///   - tolerance: how far another's number may be from it, relative to it. Default 5 %.
public func answer(
  _ exercise: Int, prediction: String? = nil, number: Double? = nil, within tolerance: Double = 0.05
) {
  precondition(prediction != nil || number != nil, "An answer has an option, a number or both.")
  Transcript.write(
    "answer", Answer(exercise: exercise, prediction: prediction, number: number, tolerance: tolerance))
}

private struct Answer: Encodable {
  var exercise: Int
  var prediction: String?
  var number: Double?
  var tolerance: Double
}

private struct Measurement: Encodable {
  struct Statement: Encodable {
    var text: String
    var isTrue: Bool
  }

  var claim: Int
  var measured: String
  var statements: [Statement]
}
