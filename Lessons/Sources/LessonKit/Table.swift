import Foundation
import Vintner

/// Prints a table below its titles, texts aligned left and numbers right.
///
///     table(["rate", "steps"], [["0.1", 9], ["0.01", 93]])
///
/// Numbers with a fraction are printed with four digits; for others pass `number(x, digits)` or a text.
public func table(_ titles: [String], _ rows: [[any CustomStringConvertible]]) {
  let cells = rows.map { $0.map(text) }
  for row in cells {
    precondition(row.count == titles.count, "\(titles.count) cells a row, received \(row.count).")
  }
  let isNumber = titles.indices.map { column in
    !rows.isEmpty
      && rows.indices.allSatisfy { rows[$0][column] is any Numeric || Double(cells[$0][column]) != nil }
  }
  let widths = titles.indices.map { column in
    max(titles[column].count, cells.map { $0[column].count }.max() ?? 0)
  }
  func line(_ row: [String]) -> String {
    let padded = row.indices.map { column in
      let space = String(repeating: " ", count: widths[column] - row[column].count)
      return isNumber[column] ? space + row[column] : row[column] + space
    }
    return padded.joined(separator: "  ")
  }
  print(line(titles))
  print(widths.map { String(repeating: "─", count: $0) }.joined(separator: "──"))
  for row in cells { print(line(row)) }
}

/// Prints the results of an experiment, one line per variation: the test loss over its seeds, the training loss,
/// how many runs ended within the criterion of convergence, how many met it at some epoch, and in which.
public func table(_ results: ExperimentResults) {
  var titles = [
    results.variedSettings.joined(separator: ", "), "test loss (middle half)", "training loss",
  ]
  if results.convergence != nil { titles += ["ended there", "arrived", "in epoch"] }
  table(
    titles + ["diverged"],
    results.variations.map { variation in
      var row = [variation.label, "\(variation.testLoss)", number(variation.trainLoss.median, 3)]
      if variation.convergence != nil {
        row += [
          "\(variation.ended)", percent(variation.arrived.value),
          variation.convergedEpochs.map { number($0.median) } ?? "never",
        ]
      }
      return row + [percent(variation.divergedShare)]
    })
}

/// A number with the given significant digits, four by default: 0.09143, 12.35, 1.5e-08.
public func number(_ value: Double, _ digits: Int = 4) -> String {
  guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "−infinity" : "infinity" }
  let text = String(format: "%.\(digits)g", value)
  // A negative number that rounds to zero is printed as zero.
  return text == "-0" ? "0" : text
}

/// A share as a percentage: 0.25 is "25 %".
public func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }

private func text(_ cell: any CustomStringConvertible) -> String {
  switch cell {
  case let value as Double: number(value)
  case let value as Float: number(Double(value))
  default: cell.description
  }
}
