/// States what the measurement says of a claim of the courses, by its number in `claims.json`.
///
///     claim(11, measured: "38 steps with momentum, 20 without", [
///       "on the parabola momentum needs more steps": withMomentum > without,
///     ])
///
/// The verdict is not written but follows: where all statements are true the claim holds, where none is it
/// does not, and otherwise it holds under a condition.
/// - Parameters:
///   - claim: its number.
///   - measured: the figures, in words: median, spread, share that diverged.
///   - statements: what the claim says, each with whether the figures bear it out.
public func claim(_ claim: Int, measured: String, _ statements: KeyValuePairs<String, Bool>) {
  precondition(!statements.isEmpty, "Claim \(claim) is tested by one statement or more.")
  Transcript.write(
    "claim",
    Measurement(
      claim: claim, measured: measured,
      statements: statements.map { .init(text: $0.key, isTrue: $0.value) }))
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
