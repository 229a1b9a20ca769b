import Foundation
import Tabular
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
    var titles = ["runs"] + (convergence == nil ? [] : ["converged"])
    titles += ["diverged", "test loss", "quartiles"] + (hasAccuracy ? ["accuracy"] : [])
    if let title { titles.append(title) }
    var table = TextTable(
      [(names.count == 1 ? names[0] : "variation", .left)] + titles.map { ($0, .right) })
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
      table.append(row, limit: .max)
    }
    return table.text
  }

  /// Four significant digits.
  private static func figure(_ value: Double?) -> String {
    value.map { displayed($0, digits: 4, exponentFrom: 1e9) } ?? "–"
  }

  private static func percent(_ share: Double?) -> String {
    guard let share, share.isFinite else { return "–" }
    return String(format: "%.0f %%", 100 * share)
  }
}
