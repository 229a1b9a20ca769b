import Charts
import Pipelines
import Tabular

/// The contenders of a comparison, the best first.
///
///     print(leaderboard)
///     leaderboard.rows[0].name
///     leaderboard.frame                          // the same and more as a DataFrame
///     try ExperimentReport(leaderboard).write(toFolder: "comparison")
public struct Leaderboard: Sendable {
  /// A contender.
  public struct Row: Sendable {
    /// The contender's name.
    public let name: String
    /// Its score on each finished fold, by the fold's number; one that is undefined is left out.
    public let scores: [UInt64: Double]
    /// The number of folds on which it diverged or could not be fitted.
    public let failures: Int
    /// The number of finished folds.
    public let runs: Int
    /// The median processor time of a fold, in seconds.
    public let seconds: Double?
    /// Its scores minus those of the best contender; `nil` for the best, and for fewer than two folds that both have.
    public internal(set) var difference: PairedDifference?

    /// Its scores in the order of the folds.
    var ordered: [Double] { scores.sorted { $0.key < $1.key }.map(\.value) }
    /// The mean score; `nil` where there is none.
    public var mean: Double? { scores.isEmpty ? nil : ordered.mean }
    /// The standard deviation over the folds; `nil` for fewer than two.
    public var standardDeviation: Double? { ordered.sampleStandardDeviation }
  }

  /// What the contenders are ranked by.
  public let score: Score
  /// The number of folds of a division.
  public let folds: Int
  /// The contenders by their mean score. Those that failed on a fold follow, and those without a score are last.
  public let rows: [Row]
  /// The experiment's results, in the order of the contenders.
  public let results: ExperimentResults

  init(_ results: ExperimentResults, by score: Score, folds: Int) {
    (self.results, self.score, self.folds) = (results, score, folds)
    let unranked = results.variations.map { variation in
      let known = variation.runs.compactMap { run in
        run.scores?[score].flatMap { $0.isFinite ? (run.seed, $0) : nil }
      }
      return Row(
        name: variation.label, scores: Dictionary(known, uniquingKeysWith: { first, _ in first }),
        failures: variation.runs.count { $0.isDiverged }, runs: variation.runs.count,
        seconds: variation.seconds?.median)
    }
    let sign = score.isHigherBetter ? -1.0 : 1
    func key(_ place: Int) -> (Int, Double, Int) {
      guard let mean = unranked[place].mean else { return (2, 0, place) }
      return (unranked[place].failures > 0 ? 1 : 0, sign * mean, place)
    }
    var rows = unranked.indices.sorted { key($0) < key($1) }.map { unranked[$0] }
    for place in rows.indices.dropFirst() {
      let differences = rows[place].scores.sorted { $0.key < $1.key }.compactMap { fold, value in
        rows[0].scores[fold].map { value - $0 }
      }
      rows[place].difference = PairedDifference(differences, folds: folds)
    }
    self.rows = rows
  }
}

extension Leaderboard {
  /// A picture: each contender's mean with its spread over the folds, a standard deviation to either side.
  public var chart: BarChart {
    BarChart(
      title: "\(results.title): \(score.title)",
      value: Axis("\(score.title), \(score.isHigherBetter ? "higher" : "lower") is better"),
      bars: rows.compactMap { row in
        row.mean.map { mean in
          .init(row.name, mean, spread: row.standardDeviation.map { mean - $0...mean + $0 })
        }
      })
  }

  /// One row for each contender, the best first: mean, standard deviation, difference from the best with its interval,
  /// folds, failures and the median seconds of a fold.
  public var frame: DataFrame {
    DataFrame(columns: repeatableColumns + [Column(name: "seconds", rows.map(\.seconds))])
  }

  var repeatableColumns: [Column] {
    [
      Column(name: "contender", rows.map(\.name)), Column(name: "\(score.name)_mean", rows.map(\.mean)),
      Column(name: "\(score.name)_sd", rows.map(\.standardDeviation)),
      Column(name: "difference", rows.map { $0.difference?.mean }),
      Column(name: "difference_lower", rows.map { $0.difference?.interval.lowerBound }),
      Column(name: "difference_upper", rows.map { $0.difference?.interval.upperBound }),
      Column(name: "folds", rows.map(\.runs)), Column(name: "failures", rows.map(\.failures)),
    ]
  }

  /// Those that cannot be told apart from the best.
  public var tied: [String] { rows.filter { $0.difference.map { !$0.isDistinct } ?? false }.map(\.name) }
}

extension Leaderboard.Row: CustomStringConvertible {
  /// `ridge: 0.5069 ± 0.031, +0.0223 (-0.00573 to +0.0504) from the best`
  public var description: String {
    guard let mean else { return "\(name): no score" }
    return "\(name): \(Format.number(mean))" + (standardDeviation.map { " ± \(Format.short($0))" } ?? "")
      + (difference.map { ", \($0) from the best" } ?? "")
  }
}

extension Leaderboard: CustomStringConvertible {
  /// One line for each contender: its mean score, the spread over the folds, the difference from the best and its
  /// interval. Nothing in it depends on the machine's speed.
  public var description: String { "\(table())\n\n\(verdict)" }

  /// The same, with one more column of times.
  package func table(showingTime: Bool = false) -> String {
    let titles = [score.title, "±"] + (showingTime ? ["time"] : []) + ["difference", "95 % interval"]
    var table = TextTable([("contender", .left)] + titles.map { ($0, .right) })
    for row in rows {
      var cells = [row.name + (row.failures > 0 ? " (failed \(row.failures)/\(row.runs))" : "")]
      cells += [row.mean.map(Format.number) ?? "–", row.standardDeviation.map(Format.short) ?? "–"]
      if showingTime { cells.append(row.seconds.map(Format.duration) ?? "–") }
      cells += [row.difference.map { PairedDifference.signed($0.mean) } ?? "–", row.difference?.reach ?? "–"]
      table.append(cells)
    }
    return table.text
  }

  /// What can be said, a sentence or two.
  public var verdict: String {
    guard rows.count > 1, let best = rows.first, best.mean != nil else {
      return "There is nothing to compare."
    }
    let better = score.isHigherBetter ? "highest" : "lowest"
    let first = "\(best.name) has the \(better) \(score.title)."
    let distinct = rows.dropFirst().filter { $0.difference?.isDistinct ?? false }
    guard !tied.isEmpty else {
      return distinct.isEmpty ? first : "\(first) The intervals of all differences exclude 0."
    }
    return "\(first) By these folds \(Self.list(tied)) cannot be told apart from it."
  }

  private static func list(_ names: [String]) -> String {
    names.count < 2 ? names.joined() : "\(names.dropLast().joined(separator: ", ")) and \(names.last!)"
  }

  /// Each contender's mean and its spread as a line of signs, to be read from left to right.
  ///
  /// - Parameter width: the columns that it may take.
  package func picture(width: Int) -> String {
    let shown = rows.filter { $0.mean != nil }
    let spreads = shown.map { row in
      (mean: row.mean!, reach: row.standardDeviation ?? 0)
    }
    guard let lowest = spreads.map({ $0.mean - $0.reach }).min(),
      let highest = spreads.map({ $0.mean + $0.reach }).max(), highest > lowest
    else { return "" }
    let names = shown.map { displayed($0.name, limit: 24) }
    let indent = (names.map(\.count).max() ?? 0) + 2
    let room = max(width - indent, 10)
    func place(_ value: Double) -> Int {
      min(max(Int(((value - lowest) / (highest - lowest) * Double(room - 1)).rounded()), 0), room - 1)
    }
    var lines = zip(names, spreads).map { name, spread in
      var signs = [Character](repeating: " ", count: room)
      for column in place(spread.mean - spread.reach)...place(spread.mean + spread.reach) {
        signs[column] = "–"
      }
      signs[place(spread.mean)] = "◆"
      let line = String(signs)
      return name + String(repeating: " ", count: indent - name.count)
        + String(line.reversed().drop { $0 == " " }.reversed())
    }
    let (left, right) = (Format.number(lowest), Format.number(highest))
    let gap = max(room - left.count - right.count, 1)
    lines.append(String(repeating: " ", count: indent) + left + String(repeating: " ", count: gap) + right)
    return lines.joined(separator: "\n")
  }
}
