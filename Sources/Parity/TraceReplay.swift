import LinearAlgebra
import NeuralNetworks
import Pipelines
import Tabular

/// The differences between a replay and its recording.
package struct TraceReplay: Sendable, Equatable {
  /// One column of the history, or the predictions.
  package struct Comparison: Sendable, Equatable {
    /// The column's name, or `predictions`.
    package let name: String
    /// The largest |a − e| / max(|e|, 10⁻¹²), where of several outputs a row |e| is the row's largest: a logit near 0
    /// is the difference of larger numbers. Infinite if either is NaN.
    package let largestDifference: Double
    /// The first epoch outside the tolerance, counted from 1; for predictions, the row.
    package let firstOutside: Int?

    /// Compares values.
    ///
    /// - Parameters:
    ///   - expected: `nil` for a value that was NaN or infinite, which agrees with any such value.
    ///   - epochs: the epoch of each value. Default: 1, 2, 3, ….
    ///   - outputs: how many values a row has. Default: 1.
    init(
      _ name: String, _ actual: [Double], _ expected: [Double?], epochs: [Int]? = nil, outputs: Int = 1,
      _ tolerance: Double
    ) {
      let isComplete = actual.count == expected.count
      var largest = isComplete ? 0 : Double.infinity
      var firstOutside = isComplete ? nil : min(actual.count, expected.count) + 1
      for (index, pair) in zip(actual, expected).enumerated() {
        let difference =
          switch (pair.0.isFinite ? pair.0 : nil, pair.1) {
          case (nil, nil): 0.0
          case (let a?, let e?):
            abs(a - e)
              / expected[(index - index % outputs)...].prefix(outputs).reduce(1e-12) { max($0, abs($1 ?? e)) }
          default: Double.infinity
          }
        largest = difference.isNaN ? .infinity : max(largest, difference)
        if !(difference <= tolerance) {
          firstOutside = min(firstOutside ?? .max, epochs?[index] ?? index + 1)
        }
      }
      self.name = name
      largestDifference = largest
      self.firstOutside = firstOutside
    }
  }

  /// The trace's name.
  package let trace: String
  /// The number of recorded epochs, up to the requested number.
  package let recordedEpochs: Int
  /// The number of replayed epochs.
  package let replayedEpochs: Int
  /// The columns of the history, in order.
  package let columns: [Comparison]
  /// `nil` if fewer epochs were requested than recorded.
  package let predictions: Comparison?

  /// Whether everything is within the tolerance and training stopped after the same epoch.
  package var passes: Bool {
    recordedEpochs == replayedEpochs
      && (columns + (predictions.map { [$0] } ?? [])).allSatisfy { $0.firstOutside == nil }
  }

  /// The first epoch outside the tolerance in any column.
  package var firstEpochOutside: Int? { columns.compactMap(\.firstOutside).min() }
}

extension Trace {
  /// Trains like the recording and compares the metrics and predictions.
  ///
  /// - Parameters:
  ///   - data: the table that the trace was recorded on, with the target `quality`.
  ///   - epochs: the number of epochs to replay. Default: all.
  ///   - tolerance: the largest relative difference that passes.
  ///   - threads: as in `Training`.
  /// - Throws: ``TraceError`` if the table or the weights do not fit.
  package func replay(
    on data: DataFrame, epochs: Int? = nil, tolerance: Double = 1e-5, threads: Int? = nil
  ) throws(TraceError) -> TraceReplay {
    let recorded = expected.first?.values.count ?? 0
    let limit = min(epochs ?? recorded, recorded)
    let network = try trained(on: data, epochs: epochs, threads: threads)
    let columns = try expected.map { column throws(TraceError) in
      let actual = network.trained.history[column.name]
      guard !actual.isEmpty else {
        throw .unsupported(trace: name, what: "the metric \(column.name)")
      }
      return TraceReplay.Comparison(
        column.name, Array(actual.prefix(limit)), Array(column.values.prefix(limit)), tolerance)
    }
    let predictions = network.trained.predict(network.validation).scalars.map { Double($0) }
    return TraceReplay(
      trace: name, recordedEpochs: limit, replayedEpochs: min(network.trained.history.epochs, limit),
      columns: columns,
      predictions: limit < recorded
        ? nil
        : .init("predictions", predictions, self.predictions, outputs: network.trained.outputs, tolerance))
  }

  private func trained(
    on data: DataFrame, epochs: Int?, threads: Int?
  ) throws(TraceError) -> (trained: TrainedNetwork, validation: Matrix<Float>) {
    var training = training
    training.threads = threads
    if let epochs { training.epochs = min(epochs, training.epochs) }
    let (train, validation) = try rethrowing(TraceError.pipeline, tabular(parts(of: labelled(data))))
    guard ((train.weights ?? []) + (validation.weights ?? [])).allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw .unusable(
        trace: name, file: "case.json", problem: "`sample_weight` names a column with a number below 0.")
    }
    let start = try rethrowing(
      TraceError.network, TrainedNetwork(network, inputs: train.x.columns, parameters: parameters))
    let trained = try rethrowing(
      TraceError.network,
      start.fitted(
        to: train.x, train.y, sampleWeights: train.weights, validation: (validation.x, validation.y),
        validationWeights: validation.weights, with: training))
    return (trained, validation.x)
  }

  /// Rows as the network takes them. Shapes: x (rows, inputs), y (rows, targets), weights (rows)
  private typealias Part = (x: Matrix<Float>, y: Matrix<Float>, weights: [Double]?)

  /// Splits a table as pandas's `sample` does, and scales features and numbers to predict by the training rows'
  /// extremes; classes and weights stay as they are.
  private func parts(of data: DataFrame) throws(TabularError) -> (train: Part, validation: Part) {
    let (train, validation) = data.randomSplitViews(by: fraction, seed: splitSeed)
    guard train.rowCount > 0, validation.rowCount > 0 else { throw .noRows }
    let others = targets + [sampleWeight].compactMap { $0 }
    let features = data.columns.filter { !$0.isRowIndex && !others.contains($0.name) }.map(\.name)
    let preprocessor = try Preprocessor(features: features, encoding: nil).fitted(to: train)
    let scaling = try Scaling.minMax.fitted(to: try train.selecting(columns: targets))
    func part(_ rows: DataFrame) throws(TabularError) -> Part {
      (
        Matrix<Float>(try preprocessor.matrix(of: rows)),
        hasClasses ? Matrix<Float>(try rows.matrix(of: targets)) : try scaling.rows(of: rows).matrix(),
        try sampleWeight.map { name throws(TabularError) in try rows.matrix(of: [name]).scalars }
      )
    }
    return (try part(train), try part(validation))
  }

  /// The table with the target of a trace of two or more classes.
  private func labelled(_ data: DataFrame) throws(TabularError) -> DataFrame {
    if hasClasses {
      let classes = try LabelEncoder().fitted(to: data[Self.target])
      return try data.replacing(
        column: Column(name: Self.target, try classes.encoded(data[Self.target])))
    }
    guard let binaryTarget else { return data }
    let values = try data[Self.target].values(as: Double.self)
    return try data.replacing(
      column: Column(name: Self.target, values.map { $0.map { $0 >= binaryTarget ? 1.0 : 0 } }))
  }
}
