import Vintner

/// Checks that a metric keeps the contract of `Metric`.
///
///     try checkMetric(RSquared())
///
/// - it does not depend on the order of rows, nor on how they are split into batches;
/// - a row of weight 2 counts as two rows, one of weight 0 not at all;
/// - written to a file and read again, it computes the same.
///
/// - Parameters:
///   - metric: with options that exercise it. It need not be registered.
///   - predictions: Shape: (rows, outputs). Default: 12 rows of 3 probabilities.
///   - targets: Shape: (rows, outputs). Default: one of three classes a row, 1 for it and 0 for the others.
/// - Throws: ``ContractViolation`` with a sentence for each fault.
public func checkMetric<Part: Metric>(
  _ metric: Part, predictions: Matrix<Double>? = nil, targets: Matrix<Double>? = nil
) throws {
  var findings = Findings(metric)
  let count = predictions?.rows ?? 12
  let predictions =
    predictions
    ?? Matrix(
      rows: count, columns: 3, scalars: sampled(rows: count, columns: 3, seed: 3).scalars.map { 0.5 + $0 / 2 }
    )
  let targets =
    targets
    ?? Matrix(rows: count, columns: 3, scalars: (0..<3 * count).map { $0 / 3 * 2 % 3 == $0 % 3 ? 1 : 0 })
  let whole = metric(predictions, targets)
  findings.require(whole.isFinite, "It is \(whole).")

  let reversed = Array((0..<count).reversed())
  let backward = metric(predictions[rows: reversed], targets[rows: reversed])
  findings.require(backward.isClose(to: whole), "In reverse order it is \(backward), not \(whole).")

  let split = accumulated(metric, predictions, targets, [0..<1, 1..<count / 2, count / 2..<count])
  findings.require(
    split.isClose(to: whole), "In three batches it is \(split), in one \(whole): it depends on the batch.")

  let weights = (0..<count).map { Double($0 % 3) }
  let repeated = (0..<count).flatMap { [Int](repeating: $0, count: $0 % 3) }
  let weighted = metric(predictions, targets, sampleWeights: weights)
  let copied = metric(predictions[rows: repeated], targets[rows: repeated])
  findings.require(
    weighted.isClose(to: copied),
    "With weights 0, 1 and 2 it is \(weighted), with rows left out and repeated \(copied): rows do not count by weight."
  )
  findings.require(
    try findings.reread(metric)(predictions, targets).isClose(to: whole, 0),
    "Written to a file and read again, it computes otherwise: its configuration lacks an option.")
  try findings.end()
}

/// The metric of rows that are added in batches.
private func accumulated(
  _ metric: some Metric, _ predictions: Matrix<Double>, _ targets: Matrix<Double>, _ batches: [Range<Int>]
) -> Double {
  let outputs = predictions.columns
  var state = [Double](repeating: 0, count: metric.stateCount(rows: predictions.rows, outputs: outputs))
  return state.withUnsafeMutableBufferPointer { state in
    for batch in batches {
      predictions[rows: batch].withUnsafeBufferPointer { predictions in
        targets[rows: batch].withUnsafeBufferPointer { targets in
          metric.add(
            MetricRows(
              prediction: predictions.baseAddress!, target: targets.baseAddress!, count: batch.count,
              outputs: outputs, precision: .double), to: state.baseAddress!)
        }
      }
    }
    return metric.result(of: UnsafePointer(state.baseAddress!), outputs: outputs)
  }
}
