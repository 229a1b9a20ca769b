import LinearAlgebra

/// The metrics of an epoch while its rows arrive. All memory is allocated before the first.
final class MetricAccumulation<Scalar: MatrixScalar> {
  /// The metrics' names, repeated ones with a number appended: `auc`, `auc_1`.
  let names: [String]
  private let metrics: [any Metric]
  let states: [AlignedBuffer<Double>]
  private let predictions: AlignedBuffer<Double>
  private let targets: AlignedBuffer<Double>
  private let outputs: Int

  /// - Parameters:
  ///   - rows: the most rows between two resets.
  ///   - rowsAtOnce: the most rows of one addition.
  init(_ metrics: [any Metric], rows: Int, rowsAtOnce: Int, outputs: Int) {
    self.metrics = metrics
    self.outputs = outputs
    names = Self.distinct(metrics.map(\.name))
    states = metrics.map { AlignedBuffer(count: $0.stateCount(rows: rows, outputs: outputs)) }
    predictions = AlignedBuffer(count: rowsAtOnce * outputs)
    targets = AlignedBuffer(count: rowsAtOnce * outputs)
  }

  func reset() {
    for state in states { state.pointer.update(repeating: 0, count: state.count) }
  }

  /// Adds rows to every metric. Shapes: prediction (rows, outputs), target (rows, outputs)
  func add(prediction: UnsafePointer<Scalar>, target: UnsafePointer<Scalar>, rows: Int) {
    Double.convert(prediction, to: predictions.pointer, count: rows * outputs)
    Double.convert(target, to: targets.pointer, count: rows * outputs)
    let added = MetricRows(
      prediction: predictions.pointer, target: targets.pointer, count: rows, outputs: outputs,
      precision: Scalar.precision)
    for (metric, state) in zip(metrics, states) { metric.add(added, to: state.pointer) }
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
