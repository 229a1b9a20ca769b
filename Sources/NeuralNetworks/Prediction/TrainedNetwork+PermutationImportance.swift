import LinearAlgebra

/// How much the quality of predictions depends on one column.
public struct PermutationImportance: Sendable, Equatable {
  /// The column's place, counted from 0.
  public let column: Int
  /// By how much predictions get worse, once for each random order of the column's values. About 0, or below, where
  /// the column is not used.
  public let drops: [Double]

  /// The mean of the drops.
  public var mean: Double { drops.reduce(0, +) / Double(drops.count) }

  /// The standard deviation of the drops (over n, not n − 1, as scikit-learn's `importances_std`).
  public var standardDeviation: Double {
    let mean = mean
    return (drops.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(drops.count)).squareRoot()
  }
}

extension PermutationImportance {
  /// Measures each column in turn, its values in random orders among the rows.
  ///
  /// - Parameters:
  ///   - columns: how many there are.
  ///   - rows: how many values each has.
  ///   - repetitions: how many orders a column is measured in, 1 or more.
  ///   - seed: of the orders.
  ///   - drop: by how much predictions get worse with a column's values in an order.
  package static func measured<Failure: Error>(
    columns: Int, rows: Int, repetitions: Int, seed: UInt64,
    _ drop: (_ column: Int, _ order: [Int]) throws(Failure) -> Double
  ) throws(Failure) -> [PermutationImportance] {
    precondition(repetitions > 0, "A mean is over 1 repetition or more, received \(repetitions).")
    var importances: [PermutationImportance] = []
    for column in 0..<columns {
      var drops: [Double] = []
      for repetition in 0..<repetitions {
        var order = Array(0..<rows)
        var stream = RandomStream(seed: seed, keys: StreamKey.permutation, column, repetition)
        stream.shuffle(&order)
        drops.append(try drop(column, order))
      }
      importances.append(PermutationImportance(column: column, drops: drops))
    }
    return importances
  }
}

extension TrainedNetwork {
  /// Measures how much the loss grows when each input in turn is put in a random order.
  ///
  ///     importance = loss(rows with the input permuted) − loss(rows)
  ///
  /// Inputs with the same information replace each other: each of them alone may seem to be of no use. For the columns
  /// of a table see `FittedPipeline.permutationImportance`.
  /// Shapes: x (rows, inputs), y (rows, outputs) → one for each input, in their order
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
    check(x, y, nil)
    do { try checkTargets(y, loss) } catch { preconditionFailure("\(error)") }
    let base = loss(predict(x), y)
    return PermutationImportance.measured(
      columns: inputs, rows: x.rows, repetitions: repetitions, seed: seed
    ) { column, order in
      let values = x.column(column)
      var permuted = x
      for row in order.indices { permuted[row, column] = values[order[row]] }
      return loss(predict(permuted), y) - base
    }
  }
}
