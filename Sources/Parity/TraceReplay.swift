import LinearAlgebra
import NeuralNetworks
import Pipelines
import Tabular

/// How far a replay is from the recording.
public struct TraceReplay: Sendable, Equatable {
  /// One column of the history, or the predictions.
  public struct Comparison: Sendable, Equatable {
    /// The name of the column; `predictions` for those.
    public let name: String
    /// The largest |a − e| / max(|e|, 10⁻¹²); infinity where one of the two is no number.
    public let largestDifference: Double
    /// The first epoch beyond the tolerance, counted from 1 (for predictions: the row).
    public let firstOutside: Int?
  }

  /// The name of the trace.
  public let trace: String
  /// How many epochs were recorded, at most as many as were asked for.
  public let recordedEpochs: Int
  /// How many epochs were replayed.
  public let replayedEpochs: Int
  /// The columns of the history, in its order.
  public let columns: [Comparison]
  /// `nil` where fewer epochs were asked for than were recorded.
  public let predictions: Comparison?

  /// Whether everything is within the tolerance and training stopped after the same epoch.
  public var passes: Bool {
    recordedEpochs == replayedEpochs
      && (columns + (predictions.map { [$0] } ?? [])).allSatisfy { $0.firstOutside == nil }
  }

  /// The first epoch beyond the tolerance in any column.
  public var firstEpochOutside: Int? { columns.compactMap(\.firstOutside).min() }
}

extension Trace {
  /// Trains as the recording did and compares.
  ///
  /// - Parameters:
  ///   - data: the table that the trace was recorded on, with the target `quality`.
  ///   - epochs: how many epochs to replay. Default: all that were recorded.
  ///   - tolerance: the largest relative difference that passes.
  ///   - threads: as in `Training`.
  /// - Throws: ``VintnerError`` where the table or the weights do not fit.
  public func replay(
    on data: DataFrame, epochs: Int? = nil, tolerance: Double = 1e-5, threads: Int? = nil
  ) throws(VintnerError) -> TraceReplay {
    let recorded = expected.first?.values.count ?? 0
    let limit = min(epochs ?? recorded, recorded)
    let network = try trained(on: data, epochs: epochs, threads: threads)
    let columns = try expected.map { column throws(VintnerError) in
      let actual = network.trained.history[column.name]
      guard !actual.isEmpty else {
        throw .trace(.unsupported(trace: name, what: "the figure \(column.name)"))
      }
      return Self.compare(
        column.name, Array(actual.prefix(limit)), Array(column.values.prefix(limit)), tolerance)
    }
    let predictions = network.trained.predict(network.validation).scalars.map { Double($0) }
    return TraceReplay(
      trace: name, recordedEpochs: limit, replayedEpochs: min(network.trained.history.epochs, limit),
      columns: columns,
      predictions: limit < recorded
        ? nil : Self.compare("predictions", predictions, self.predictions, tolerance))
  }

  private func trained(
    on data: DataFrame, epochs: Int?, threads: Int?
  ) throws(VintnerError) -> (trained: TrainedNetwork, validation: Matrix<Float>) {
    var pipeline = RegressionPipeline(
      target: Self.target, network: network, training: training, trainFraction: fraction, splitSeed: splitSeed
    )
    pipeline.training.threads = threads
    if let epochs { pipeline.training.epochs = min(epochs, training.epochs) }
    let prepared = try pipeline.prepared(try tabular { () throws(TabularError) in try labelled(data) })
    let (train, validation) = (prepared.train, prepared.validation)
    do throws(NetworkError) {
      let trained = try TrainedNetwork(network, inputs: train.x.columns, parameters: parameters).fitted(
        to: Matrix<Float>(train.x), Matrix<Float>(train.y),
        validation: (Matrix<Float>(validation.x), Matrix<Float>(validation.y)), with: pipeline.training)
      return (trained, Matrix<Float>(validation.x))
    } catch {
      throw .network(error)
    }
  }

  /// The table with the target of a two-class trace.
  private func labelled(_ data: DataFrame) throws(TabularError) -> DataFrame {
    guard let binaryTarget else { return data }
    let values = try data[Self.target].values(as: Double.self)
    return try data.replacing(
      column: Column(name: Self.target, values.map { $0.map { $0 >= binaryTarget ? 1.0 : 0 } }))
  }

  private static func compare(
    _ name: String, _ actual: [Double], _ expected: [Double], _ tolerance: Double
  ) -> TraceReplay.Comparison {
    var largest = actual.count == expected.count ? 0 : Double.infinity
    var firstOutside = actual.count == expected.count ? nil : min(actual.count, expected.count) + 1
    for (index, (a, e)) in zip(actual, expected).enumerated() {
      let difference = abs(a - e) / max(abs(e), 1e-12)
      largest = difference.isNaN ? .infinity : max(largest, difference)
      if !(difference <= tolerance) { firstOutside = min(firstOutside ?? .max, index + 1) }
    }
    return TraceReplay.Comparison(name: name, largestDifference: largest, firstOutside: firstOutside)
  }
}
