import Foundation
import Pipelines

extension ExperimentResults: CustomStringConvertible {
  /// A row a variation: its runs, the shares that converged and diverged, the median of the test loss with its
  /// quartiles and, in a classification, the median accuracy on the test rows. Nothing in it hangs on the machine's
  /// speed.
  public var description: String { table() }

  /// The same with one more column.
  package func table(
    title: String? = nil, _ cell: (VariationResults) -> String = { _ in "" }
  ) -> String {
    let names = variedSettings
    let hasAccuracy = figures.contains(.testAccuracy)
    var rows = [[names.count == 1 ? names[0] : "variation", "runs"]]
    if convergence != nil { rows[0].append("converged") }
    rows[0] += ["diverged", "test loss", "quartiles"] + (hasAccuracy ? ["accuracy"] : [])
    if let title { rows[0].append(title) }
    for variation in variations {
      let loss = variation.statistics(of: .testLoss)
      var row = [variation.label, "\(variation.runs.count)"]
      if convergence != nil { row.append(Self.percent(variation.convergedShare)) }
      row += [
        Self.percent(variation.divergedShare), Self.figure(loss?.median),
        loss.map { "\(Self.figure($0.lowerQuartile)) to \(Self.figure($0.upperQuartile))" } ?? "–",
      ]
      if hasAccuracy { row.append(Self.figure(variation.statistics(of: .testAccuracy)?.median)) }
      if title != nil { row.append(cell(variation)) }
      rows.append(row)
    }
    return Self.aligned(rows)
  }

  /// The first column to the left, the others to the right.
  private static func aligned(_ rows: [[String]]) -> String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).enumerated().map { place, cell in
        let padding = String(repeating: " ", count: cell.1 - cell.0.count)
        return place == 0 ? cell.0 + padding : padding + cell.0
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  /// Four significant digits.
  private static func figure(_ value: Double?) -> String {
    value.map { String(format: abs($0) >= 9999.5 && abs($0) < 1e9 ? "%.0f" : "%.4g", $0) } ?? "–"
  }

  private static func percent(_ share: Double?) -> String {
    guard let share, share.isFinite else { return "–" }
    return String(format: "%.0f %%", 100 * share)
  }
}
