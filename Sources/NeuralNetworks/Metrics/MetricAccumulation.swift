import LinearAlgebra

/// The metrics of an epoch while its rows arrive. All memory is allocated before the first.
final class MetricAccumulation<Scalar: MatrixScalar> {
  /// The metrics' names, repeated ones with a number appended: `auc`, `auc_1`.
  let names: [String]
  private let metrics: [any Metric]
  /// How many of the metrics, the first ones, count every row alike.
  private let plainCount: Int
  let states: [AlignedBuffer<Double>]
  private let predictions: AlignedBuffer<Double>
  private let targets: AlignedBuffer<Double>
  /// The indices of the classes; empty where targets are as many as outputs.
  private let classes: AlignedBuffer<Double>
  /// How much each row counts; empty where no metric is weighted.
  private let weights: AlignedBuffer<Double>
  private let outputs: Int

  /// - Parameters:
  ///   - metrics: those that count every row alike.
  ///   - weighted: those that count rows by their weights; their names follow.
  ///   - rows: the most rows between two resets.
  ///   - rowsAtOnce: the most rows of one addition.
  ///   - outputs: the predictions a row.
  ///   - targets: the targets a row: as many, or 1 for the indices of classes.
  init(
    _ metrics: [any Metric], weighted: [any Metric] = [], rows: Int, rowsAtOnce: Int, outputs: Int,
    targets targetCount: Int
  ) {
    plainCount = metrics.count
    self.metrics = metrics + weighted
    self.outputs = outputs
    names = Self.distinct(self.metrics.map(\.name))
    states = self.metrics.map { AlignedBuffer(count: $0.stateCount(rows: rows, outputs: outputs)) }
    predictions = AlignedBuffer(count: rowsAtOnce * outputs)
    targets = AlignedBuffer(count: rowsAtOnce * outputs)
    classes = AlignedBuffer(count: targetCount == outputs ? 0 : rowsAtOnce)
    weights = AlignedBuffer(count: weighted.isEmpty ? 0 : rowsAtOnce)
  }

  func reset() {
    for state in states { state.pointer.update(repeating: 0, count: state.count) }
  }

  /// Adds rows to every metric.
  ///
  /// Shapes: prediction (rows, outputs), target (rows, targets), weights (rows)
  /// - Parameter weights: how much each row counts for the weighted metrics; `nil` where all count 1.
  func add(
    prediction: UnsafePointer<Scalar>, target: UnsafePointer<Scalar>, weights given: UnsafePointer<Scalar>?,
    rows: Int
  ) {
    Double.convert(prediction, to: predictions.pointer, count: rows * outputs)
    if classes.count == 0 {
      Double.convert(target, to: targets.pointer, count: rows * outputs)
    } else {
      Double.convert(target, to: classes.pointer, count: rows)
      targets.pointer.update(repeating: 0, count: rows * outputs)
      for row in 0..<rows { targets.pointer[row * outputs + Int(classes.pointer[row])] = 1 }
    }
    add(0..<plainCount, rows: rows, weights: nil)
    guard plainCount < metrics.count else { return }
    if let given { Double.convert(given, to: weights.pointer, count: rows) }
    add(plainCount..<metrics.count, rows: rows, weights: given == nil ? nil : UnsafePointer(weights.pointer))
  }

  private func add(_ indices: Range<Int>, rows: Int, weights: UnsafePointer<Double>?) {
    let added = MetricRows(
      prediction: predictions.pointer, target: targets.pointer,
      classes: classes.count == 0 ? nil : UnsafePointer(classes.pointer), weights: weights, count: rows,
      outputs: outputs, precision: Scalar.precision)
    for index in indices { metrics[index].add(added, to: states[index].pointer) }
  }

  /// The metrics over all rows since the last reset.
  var results: [Double] {
    zip(metrics, states).map { metric, state in metric.result(of: state.pointer, outputs: outputs) }
  }

  /// The names, repeated ones with a number appended.
  static func distinct(_ names: [String]) -> [String] {
    names.indices.map { index in
      let before = names[..<index].count { $0 == names[index] }
      return before == 0 ? names[index] : "\(names[index])_\(before)"
    }
  }
}
