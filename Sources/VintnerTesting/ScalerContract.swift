import Foundation
import Vintner

/// Checks that a scaler keeps the contract of `Scaler`.
///
///     try checkScaler(RobustScaler())
///
/// - what is scaled and unscaled is what it was, in rows that it was not fitted to as well, or the end of its curve's
///   range (`ColumnScale.Curve.range`) where it was beyond;
/// - a constant column stays constant, is named among the constant ones where it becomes 0, and returns;
/// - columns are scaled one by one: in another order, or selected, each as before;
/// - missing values, texts and tables without rows are refused with an error;
/// - written to a file and read again, what it has learned is equal.
///
/// - Parameter scaler: it need not be registered.
/// - Throws: ``ContractViolation`` with a sentence for each fault, `TabularError` where it cannot be fitted.
public func checkScaler<Part: Scaler>(_ scaler: Part) throws {
  var findings = Findings(scaler)
  let numbers = sampled(rows: 20, columns: 2, seed: 8)
  let large = numbers.column(1).map { 1e6 + 1e5 * $0 }
  let frame = DataFrame(columns: [
    Column(name: "small", numbers.column(0)), Column(name: "same", [Double](repeating: 7, count: 20)),
    Column(name: "large", large),
  ])
  let fitted = try scaler.fitted(to: frame)
  findings.require(
    fitted.columnNames == ["small", "same", "large"], "Its columns are \(fitted.columnNames).")
  try findings.end()
  for scale in fitted.columnScales {
    findings.require(
      scale.shift.isFinite && scale.divisor.isFinite, "The scale of \(scale.name) is not finite.")
  }
  let other = DataFrame(columns: [
    Column(name: "small", [-30.0, 0, 55]), Column(name: "same", [7.0, 7, 7]),
    Column(name: "large", [0.0, 1e6, -5]),
  ])
  for frame in [frame, other] {
    let matrix = try frame.matrix()
    let back = fitted.unscaled(fitted.scaled(matrix))
    let expected = matrix.scalars.enumerated().map { place, value in
      let range = fitted.columnScales[place % matrix.columns].curve?.range
      return range.map { min(max(value, $0.lowerBound), $0.upperBound) } ?? value
    }
    findings.require(
      zip(back.scalars, expected).allSatisfy { $0.isClose(to: $1, 1e-9) },
      "What is scaled and unscaled is not what it was.")
    findings.require(
      try fitted.scaled(frame).matrix() == fitted.scaled(matrix),
      "A frame is scaled otherwise than its matrix.")
  }
  let same = fitted.scaled(try frame.matrix()).column(1)
  findings.require(
    same.allSatisfy { $0 == same[0] && $0.isFinite }, "A constant column becomes \(same).")
  findings.require(
    fitted.constantColumns == (same[0] == 0 ? ["same"] : []),
    "A constant column becomes \(same[0]), but those that become 0 are said to be \(fitted.constantColumns).")

  let turned = try scaler.fitted(to: try frame.selecting(columns: ["large", "small"]))
  findings.require(
    try fitted.selecting(columns: ["large", "small"]) == turned,
    "A column's scale depends on the other columns.")
  let backward = try scaler.fitted(to: frame[rows: Array((0..<20).reversed())])
  findings.require(
    zip(backward.columnScales, fitted.columnScales).allSatisfy {
      $0.shift.isClose(to: $1.shift) && $0.divisor.isClose(to: $1.divisor)
    }, "What it learns depends on the order of rows.")

  func refuses(_ frame: DataFrame) -> Bool {
    do {
      _ = try scaler.fitted(to: frame)
      return false
    } catch {
      return true
    }
  }
  findings.require(
    refuses(DataFrame(columns: [Column(name: "a", [1, nil, 4.5])])), "It takes a column that lacks a value.")
  findings.require(
    refuses(DataFrame(columns: [Column(name: "a", ["x", "y"])])), "It takes a column of texts.")
  findings.require(refuses(frame[rows: [Int]()]), "It takes a table without rows.")
  findings.require(
    try findings.reread(fitted) == fitted, "Written to a file and read again, it is not equal.")
  try findings.end()
}
