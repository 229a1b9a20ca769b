import Vintner

/// The report of a comparison: a table with a picture for people, an object for programs.
struct LeaderboardPresentation {
  let leaderboard: Leaderboard
  let folder: String

  /// One line for each contender, a picture, and what can be said.
  var text: String {
    let results = leaderboard.results
    let count =
      results.isComplete ? "\(results.runs.count)" : "\(results.runs.count) of \(results.plannedRuns)"
    let entries = [
      ("verdict", leaderboard.verdict),
      ("runs", "\(count), of \(leaderboard.folds) folds each time the rows were divided"),
      ("computing", Format.duration(results.runs.reduce(0) { $0 + $1.seconds })),
      ("written", "\(folder): report.md, figures, summary.csv, results.csv, curves.csv"),
    ]
    let parts = [
      leaderboard.table(showingTime: true), leaderboard.picture(width: Console.resultWidth),
      Console.block(entries, indent: 11),
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  var json: JSON {
    let results = leaderboard.results
    return .object([
      ("score", .text(leaderboard.score.name)), ("folds", .integer(leaderboard.folds)),
      ("runs", .integer(results.runs.count)), ("planned_runs", .integer(results.plannedRuns)),
      ("contenders", .array(leaderboard.rows.map(Self.object))), ("tied", .texts(leaderboard.tied)),
      ("output", .text(folder)),
    ])
  }

  private static func object(_ row: Leaderboard.Row) -> JSON {
    .object([
      ("name", .text(row.name)), ("mean", .optional(row.mean)), ("sd", .optional(row.standardDeviation)),
      ("difference", .optional(row.difference?.mean)),
      ("difference_lower", .optional(row.difference?.interval.lowerBound)),
      ("difference_upper", .optional(row.difference?.interval.upperBound)),
      ("runs", .integer(row.runs)), ("failures", .integer(row.failures)), ("seconds", .optional(row.seconds)),
    ])
  }
}
