import LinearAlgebra

/// How much a network's loss depends on one of its inputs.
public struct PermutationImportance: Sendable, Equatable {
  /// The input's column.
  public let column: Int
  /// The mean increase of the loss when the column's values are permuted among the rows. About 0, or below,
  /// where the network does not use the column.
  public let mean: Double
  /// The standard deviation of that increase over the repetitions (over n, not n − 1).
  public let standardDeviation: Double
}

extension TrainedNetwork {
  /// Measures how much the loss grows when each column in turn is put in a random order.
  ///
  ///     importance = loss(rows with the column permuted) − loss(rows)
  ///
  /// Columns with the same information replace each other: each of them alone may seem to be of no use.
  /// Shapes: x (rows, inputs), y (rows, outputs) → one for each column, in the columns' order
  /// - Parameters:
  ///   - x: the inputs.
  ///   - y: the targets.
  ///   - loss: what is measured.
  ///   - repetitions: over how many random orders the mean is taken, 1 or more. Default 5.
  ///   - seed: of the orders. Default 0.
  /// - Precondition: x and y have equally many rows, 1 or more, and the network's widths.
  /// Source: L. Breiman, "Random forests", Machine Learning 45, 2001, section 10; scikit-learn,
  /// `inspection.permutation_importance`.
  public func permutationImportance<Scalar: MatrixScalar>(
    _ x: Matrix<Scalar>, _ y: Matrix<Scalar>, loss: any Loss, repetitions: Int = 5, seed: UInt64 = 0
  ) -> [PermutationImportance] {
    precondition(repetitions > 0, "A mean is over 1 repetition or more, received \(repetitions).")
    check(x, y, nil, loss)
    let base = loss(predict(x), y)
    return (0..<inputs).map { column in
      let values = x.column(column)
      let increases = (0..<repetitions).map { repetition in
        var order = Array(values.indices)
        var stream = RandomStream(seed: seed, keys: StreamKey.permutation, column, repetition)
        stream.shuffle(&order)
        var permuted = x
        for row in order.indices { permuted[row, column] = values[order[row]] }
        return loss(predict(permuted), y) - base
      }
      let mean = increases.reduce(0, +) / Double(repetitions)
      let variance = increases.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(repetitions)
      return PermutationImportance(column: column, mean: mean, standardDeviation: variance.squareRoot())
    }
  }
}
