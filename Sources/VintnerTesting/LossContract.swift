import Vintner

/// Checks that a loss keeps the contract of `Loss`.
///
///     try checkLoss(Huber(delta: 0.5))
///
/// - its gradient is that of central differences, times the rows' weights and the scale;
/// - a row counts by its weight, and the sum over rows is that of their parts: it does not depend on how rows are split
///   into batches;
/// - without a gradient it gives the same sum, in single precision about the same;
/// - written to a file and read again, it computes the same.
///
/// - Parameters:
///   - loss: with options that exercise it. It need not be registered.
///   - predictions: rows away from corners of the loss. Shape: (rows, outputs). Default: 5 rows of 3 numbers in
///     (0.05, 0.95), which are probabilities as well.
///   - targets: Shape: (rows, targets). Default: numbers in (0, 1).
///   - tolerance: the largest error of a gradient, relative to slopes above 1. Default 10⁻⁷.
/// - Throws: ``ContractViolation`` with a sentence for each fault.
public func checkLoss<Part: Loss>(
  _ loss: Part, predictions: Matrix<Double>? = nil, targets: Matrix<Double>? = nil, tolerance: Double = 1e-7
) throws {
  var findings = Findings(loss)
  let predictions = predictions ?? between(0.05, 0.95, seed: 4)
  let targets = targets ?? between(0, 1, seed: 5)
  findings.require(
    loss.takes(targets: targets.columns, outputs: predictions.columns),
    "It does not take \(targets.columns) targets for \(predictions.columns) outputs.")
  try findings.end()
  let weights = (0..<predictions.rows).map { [0.5, 0, 2, 1, 3.25][$0 % 5] }

  for weights in [nil, weights] {
    let scale = 0.75
    let (sum, gradient) = evaluated(loss, predictions, targets, weights, scale: scale)
    findings.require(sum.isFinite, "The loss is \(sum).")
    findings.require(
      sum == evaluated(loss, predictions, targets, weights, scale: nil).sum,
      "The sum is another one where no gradient is wanted.")
    for place in gradient.indices {
      func moved(_ offset: Double) -> Double {
        var scalars = predictions.scalars
        scalars[place] += offset
        let rows = Matrix(rows: predictions.rows, columns: predictions.columns, scalars: scalars)
        return evaluated(loss, rows, targets, weights, scale: nil).sum
      }
      let step = 1e-6
      let quotient = scale * (moved(step) - moved(-step)) / (2 * step)
      findings.require(
        gradient[place].isClose(to: quotient, max(tolerance, 1e-7)),
        "The gradient of prediction \(place) is \(gradient[place]), the difference quotient \(quotient)\(weights == nil ? "" : " with weights")."
      )
    }
    var parts = 0.0
    var gradients: [Double] = []
    for row in 0..<predictions.rows {
      let part = evaluated(
        loss, predictions[rows: row..<row + 1], targets[rows: row..<row + 1], weights.map { [$0[row]] },
        scale: scale)
      parts += part.sum
      gradients += part.gradient
    }
    findings.require(
      parts.isClose(to: sum), "Over all rows the sum is \(sum), row by row \(parts): it depends on the batch."
    )
    findings.require(
      zip(gradients, gradient).allSatisfy { $0.isClose(to: $1) },
      "The gradient of a row depends on other rows.")
    let single = evaluated(
      loss, Matrix<Float>(predictions), Matrix<Float>(targets), weights.map { $0.map(Float.init) }, scale: nil
    ).sum
    findings.require(
      single.isClose(to: sum, 1e-4), "In single precision the sum is \(single), in double \(sum).")
  }
  let sum = evaluated(loss, predictions, targets, nil, scale: nil).sum
  let rowSums = (0..<predictions.rows).map {
    evaluated(loss, predictions[rows: $0..<$0 + 1], targets[rows: $0..<$0 + 1], nil, scale: nil).sum
  }
  let weighted = zip(rowSums, weights).reduce(0) { $0 + $1.0 * $1.1 }
  findings.require(
    evaluated(loss, predictions, targets, weights, scale: nil).sum.isClose(to: weighted),
    "A row does not count by its weight.")
  findings.require(
    evaluated(try findings.reread(loss), predictions, targets, nil, scale: nil).sum == sum,
    "Written to a file and read again, it computes otherwise: its configuration lacks an option.")
  try findings.end()
}

/// Five rows of three numbers of a range.
private func between(_ low: Double, _ high: Double, seed: UInt64) -> Matrix<Double> {
  let scalars = sampled(rows: 5, columns: 3, seed: seed).scalars.map { low + (high - low) * ($0 + 1) / 2 }
  return Matrix(rows: 5, columns: 3, scalars: scalars)
}

/// The sum of a loss over rows, and its gradient where there is a scale for it.
private func evaluated<Scalar: MatrixScalar>(
  _ loss: some Loss, _ predictions: Matrix<Scalar>, _ targets: Matrix<Scalar>, _ weights: [Scalar]?,
  scale: Double?
) -> (sum: Double, gradient: [Scalar]) {
  var gradient = [Scalar](repeating: .nan, count: predictions.rows * predictions.columns)
  let sum = gradient.withUnsafeMutableBufferPointer { gradient in
    predictions.withUnsafeBufferPointer { predictions in
      targets.withUnsafeBufferPointer { scalars in
        func sum(_ weights: UnsafePointer<Scalar>?) -> Double {
          loss.sum(
            LossRows(
              prediction: predictions.baseAddress!, target: scalars.baseAddress!, weights: weights,
              gradient: scale == nil ? nil : gradient.baseAddress!, scale: scale ?? 1, count: targets.rows,
              outputs: predictions.count / targets.rows, targets: targets.columns))
        }
        return weights?.withUnsafeBufferPointer { sum($0.baseAddress!) } ?? sum(nil)
      }
    }
  }
  return (sum, gradient)
}
